// The keys of the desk: up, down, j, k, Enter, r, n, /, ?, Escape. They work only while the list or the conversation has
// the focus, never while somebody types (WCAG 2.1.4), so nobody needs to turn them off. Without this script every one
// of them is a link or a button on the page.
(function () {
  "use strict";
  var dialog = document.querySelector("[data-keys]");
  var thread = document.querySelector("[data-thread]");
  var list = document.querySelector(".who-waits");
  var button = document.querySelector("[data-show-keys]");
  var box = document.getElementById("text");

  function rows() { return Array.prototype.slice.call(document.querySelectorAll("[data-row]")); }
  function isShown(element) { return element !== null && element.getClientRects().length > 0; }
  function openRow() { return document.querySelector("[data-row][aria-current]"); }
  function showKeys() { if (dialog && dialog.showModal) dialog.showModal(); }

  function move(step) {
    var all = rows();
    var at = all.indexOf(document.activeElement);
    var next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    if (next) next.focus();
  }

  function toList() {
    if (isShown(list)) (openRow() || rows()[0] || list).focus();
    else window.location.assign(document.querySelector(".talk .back").href);
  }

  function reply(inList) {
    var row = inList && document.activeElement.closest("[data-row]");
    if (row && row !== openRow()) window.location.assign(row.href.split("#")[0] + "#text");
    else if (box) box.focus();
  }

  function noAnswer() {
    var done = document.querySelector("[data-no-answer]");
    if (done && !done.hidden) done.click();
  }

  function find() {
    var link = document.querySelector("a[data-find]");
    if (link) window.location.assign(link.href);
  }

  function act(key, inList) {
    switch (key) {
      case "j": move(1); return true;
      case "k": move(-1); return true;
      case "r": reply(inList); return true;
      case "/": find(); return true;
      case "?": showKeys(); return true;
      case "ArrowDown": if (inList) move(1); return inList;
      case "ArrowUp": if (inList) move(-1); return inList;
      case "n": if (!inList) noAnswer(); return !inList;
      case "Escape": if (!inList) toList(); return !inList;
      default: return false;
    }
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || (dialog && dialog.open)) return;
    var at = event.target;
    if (at.matches("input, textarea, select")) {
      if (event.key === "Escape" && thread && at === box) { thread.focus(); event.preventDefault(); }
      return;
    }
    var inList = list !== null && list.contains(at);
    var inThread = thread !== null && thread.contains(at);
    if ((inList || inThread) && act(event.key, inList)) event.preventDefault();
  });

  if (button && dialog && dialog.showModal) {
    button.hidden = false;
    button.addEventListener("click", showKeys);
  }

  // Who comes with a keyboard finds the focus where the keys work; who comes with a finger is left alone. Only once
  // the page has gone to the newest entry, because going there takes the focus away. A thread shows it from the first
  // key on: most come with a mouse, and a frame around all the words would shout at them. What a page puts first itself
  // (what is wrong with a form) keeps its place: the browser goes there only after this, and never once we were first.
  function begin() {
    var start = thread || rows()[0];
    if (!start || document.querySelector("[autofocus]") || document.activeElement !== document.body) return;
    start.toggleAttribute("data-no-key-yet", start === thread);
    start.focus({ preventScroll: true });
    document.addEventListener("keydown", function () { start.removeAttribute("data-no-key-yet"); }, { once: true });
  }

  if (window.matchMedia("(hover: hover) and (pointer: fine)").matches) {
    window.addEventListener("load", function () { window.setTimeout(begin, 0); });
  }
})();
