// Beside the box: asks what the coach says while somebody types, and puts swaps and ready words into the box without
// drawing the page anew. Without this script the same buttons draw the whole page.
(function () {
  "use strict";
  var LATER = 600;

  function send(address, form, extra) {
    var fields = new FormData(form);
    Object.keys(extra).forEach(function (name) { fields.set(name, extra[name]); });
    return fetch(address, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; });
  }

  function listen(region) {
    var form = region.closest("form");
    var box = form.querySelector("textarea");
    var timer = 0;
    var asked = 0;
    var looked = box.value;
    function ask() {
      if (box.value === looked) return;
      var mine = ++asked;
      looked = box.value;
      if (!looked.trim()) { region.textContent = ""; return; }
      send(region.getAttribute("data-coach"), form, { part: "coach" }).then(function (html) {
        if (html && mine === asked) region.innerHTML = html;
      }).catch(function () { /* No line just now: the words can be sent all the same. */ });
    }
    box.addEventListener("input", function () { window.clearTimeout(timer); timer = window.setTimeout(ask, LATER); });
    form.addEventListener("click", function (event) {
      var button = event.target.closest && event.target.closest("button[data-in-place]");
      if (!button) return;
      event.preventDefault();
      var extra = {};
      extra[button.name] = button.value;
      send(button.formAction, form, extra).then(function (html) {
        if (html) put(new DOMParser().parseFromString(html, "text/html"));
      }).catch(function () { /* The same. */ });
    });
    function put(page) {
      var fresh = page.getElementById(box.id);
      if (!fresh) return;
      asked += 1;
      box.value = looked = fresh.value;
      region.innerHTML = page.getElementById("coach").innerHTML;
      var shown = form.querySelector(".ready-shown");
      var next = page.querySelector(".ready-shown");
      if (shown) shown.remove();
      if (next) region.after(next);
      var list = form.querySelector(".ready-words");
      if (list) list.open = false;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
    }
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-coach]"), listen);
})();
