// Leaves the page at once, so that going back does not bring it up again: on a press of the "Leave this page" link,
// or when Shift is pressed three times within five seconds with no other key between. Without it the link still works.
(function () {
  "use strict";
  var elsewhere = "https://www.bbc.co.uk/weather";
  var presses = [];
  var shiftAlone = false;

  function leave(address) {
    document.documentElement.hidden = true;
    document.title = "";
    window.location.replace(address || elsewhere);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-leave]");
    if (!link) return;
    event.preventDefault();
    leave(link.href);
  });

  document.addEventListener("keydown", function (event) {
    shiftAlone = event.key === "Shift";
    if (!shiftAlone) presses = [];
  });

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !shiftAlone) return;
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < 5000; });
    presses.push(now);
    var link = document.querySelector("a[data-leave]");
    if (presses.length >= 3) leave(link && link.href);
  });
})();
