// The demo's table top: texts appear by themselves, and what is typed goes without a new page. Without it everything works
// by reloading. It asks every two seconds, only while somebody looks, and mostly hears "nothing new".
(function () {
  "use strict";
  var PAUSE = 2000;
  var SOON = 400;
  var mark = "";
  var timer = 0;

  function show(page) {
    page.querySelectorAll("[data-live]").forEach(function (fresh) {
      var here = document.querySelector('[data-live="' + fresh.dataset.live + '"]');
      if (here && here.innerHTML.trim() !== fresh.innerHTML.trim()) here.replaceChildren.apply(here, fresh.childNodes);
      if (here && fresh.dataset.mood) showMood(here, fresh.dataset.mood);
    });
  }

  function showMood(here, mood) {
    var holder = here.closest(".holder");
    var list = holder.querySelector("select[name=mood]");
    holder.querySelector(".phone").classList.toggle("asleep", mood !== "on");
    if (list.dataset.was !== mood && document.activeElement !== list) list.value = mood;
    list.dataset.was = mood;
  }

  function ask() {
    window.clearTimeout(timer);
    if (document.hidden) return;
    fetch("/simulator/phones", { headers: mark ? { "If-None-Match": mark } : {} })
      .then(function (answer) {
        if (answer.status !== 200) return "";
        mark = answer.headers.get("ETag") || "";
        return answer.text();
      })
      .then(function (words) {
        if (words) show(new DOMParser().parseFromString(words, "text/html"));
      })
      .catch(function () { mark = ""; })
      .finally(function () { again(PAUSE); });
  }

  function again(pause) {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, pause);
  }

  // A form that stays on the page: sent in the background; where that does not work, in the ordinary way.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-stays]") || !window.fetch) return;
    var button = event.submitter;
    var address = (button && button.getAttribute("formaction")) || form.getAttribute("action");
    var box = address === form.getAttribute("action") ? form.querySelector("textarea") : null;
    event.preventDefault();
    fetch(address, { method: "POST", body: new FormData(form), redirect: "manual" })
      .then(function (answer) {
        if (answer.type !== "opaqueredirect") throw new Error("not taken");
        if (box) box.value = "";
        again(SOON);
      })
      .catch(function () { form.action = address; form.submit(); });
  });

  document.addEventListener("visibilitychange", ask);
  again(PAUSE);
})();
