// Looks again every two seconds, while the page is on screen, at each part that says where from (data-looks-again).
// The server answers 304 when nothing is new. A part in which somebody is writing is left alone. Without this script
// the page has a link to look again by hand.
(function () {
  "use strict";
  var EVERY = 2000;
  var SIGNED_OUT = "You are not signed in any more. What you wrote is still here: sign in again in another window.";

  function isBusy(part) {
    var focused = document.activeElement;
    return part.querySelector("details[open]") !== null ||
      (part.contains(focused) && focused.matches("input, textarea, select"));
  }

  function looksSame(one, other) {
    return one.textContent.replace(/\s+/g, " ") === other.textContent.replace(/\s+/g, " ") &&
      one.querySelectorAll("*").length === other.querySelectorAll("*").length;
  }

  function put(fresh) {
    var old = document.getElementById(fresh.id);
    if (!old || isBusy(old) || looksSame(old, fresh)) return false;
    var focused = document.activeElement;
    var address = old.contains(focused) && focused.getAttribute("href");
    old.replaceWith(fresh);
    if (address) {
      var again = Array.prototype.find.call(fresh.querySelectorAll("a"), function (link) {
        return link.getAttribute("href") === address;
      });
      if (again) again.focus({ preventScroll: true });
    }
    return true;
  }

  function countIn(area) {
    var count = area.querySelector(".count");
    return count ? Number(count.textContent) : area.querySelectorAll(".entry").length;
  }

  function say(area, words) {
    var place = area.querySelector("[data-said]");
    if (place) place.textContent = words;
  }

  function showOnly(button, why) {
    if (button) button.hidden = !why;
  }

  function take(area, html) {
    var before = countIn(area);
    var found = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-part]");
    Array.prototype.forEach.call(found, function (fresh) {
      var own = document.adoptNode(fresh);
      put(own);
    });
    var now = countIn(area);
    var waits = document.getElementById("waiting-mark");
    if (area.matches(".talk")) {
      if (now > before) say(area, "Something new in this conversation.");
      showOnly(area.querySelector("[data-no-answer]"), waits && waits.querySelector(".waiting"));
      showOnly(area.querySelector("[data-still-waits]"), waits && waits.querySelector(".left-unanswered"));
    } else if (now > before) {
      say(area, now === 1 ? "1 family is waiting." : now + " families are waiting.");
    }
  }

  function watch(area) {
    var tag = "";
    var timer = 0;

    function look() {
      if (document.visibilityState !== "visible") return;
      var asked = { headers: tag ? { "If-None-Match": tag } : {}, redirect: "manual", credentials: "same-origin" };
      fetch(area.getAttribute("data-looks-again"), asked).then(function (answer) {
        if (answer.type === "opaqueredirect" || answer.status === 401) {
          window.clearInterval(timer);
          var place = area.querySelector("[data-said]");
          if (place) place.className = "notice wait";
          say(area, SIGNED_OUT);
          return "";
        }
        if (answer.status !== 200) return "";
        tag = answer.headers.get("ETag") || "";
        return answer.text();
      }).then(function (html) {
        if (html) take(area, html);
      }).catch(function () { /* No line just now; the next look is in two seconds. */ });
    }

    timer = window.setInterval(look, EVERY);
    document.addEventListener("visibilitychange", look);
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-looks-again]"), watch);
})();
