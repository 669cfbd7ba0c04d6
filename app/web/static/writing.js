// Counts, while somebody writes, how many texts it will take: exactly as app/foundation/sms.py counts the text as it is
// sent, with its author's first name in front (app/domain/wording/rules.py). And shows a first text whole, as the
// server makes it. Without this script buttons do both. A browser test compares these figures with the server's.
(function () {
  "use strict";
  var GSM7 = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  var TWO_PLACES = "^{}\\[~]|€\f";
  var SPACES = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  var EDGES = new RegExp("^[" + SPACES + "]+|[" + SPACES + "]+$", "g");
  var LETTER = /^\p{L}$/u;
  var CANNOT_BE_SEEN = /^[\p{C}\p{Z}]$/u;
  var RIGHT_TO_LEFT = [[0x0590, 0x08ff], [0xfb1d, 0xfdff], [0xfe70, 0xfeff]];
  var LATER = 500;

  function stored(text) {
    return text.replace(/\0/g, "\ufffd").replace(/\r\n?/g, "\n")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, function (found, before) {
        return (before || "") + "\ufffd";
      });
  }

  function bare(text) { return text.replace(EDGES, ""); }

  function fold(text) {
    return Array.from(text).map(function (letter) {
      return letter === "ı" ? letter : letter.toUpperCase().toLowerCase().replace("ß", "ss");
    }).join("");
  }

  function runsFromTheRight(text) {
    var first = Array.from(text).find(function (letter) { return LETTER.test(letter); });
    if (!first) return false;
    var code = first.codePointAt(0);
    return RIGHT_TO_LEFT.some(function (block) { return block[0] <= code && code <= block[1]; });
  }

  function beginsWithName(text, name) {
    var opening = fold(bare(text));
    var wanted = fold(bare(name));
    if (!wanted || opening.slice(0, wanted.length) !== wanted) return false;
    var next = Array.from(opening.slice(wanted.length))[0];
    return !(next && LETTER.test(next));
  }

  function asSent(text, name) {
    if (beginsWithName(text, name)) return text;
    return name + (runsFromTheRight(text) ? ":\n" : ": ") + text;
  }

  var CURLY = [[/[‘’‚‛′]/g, "'"], [/[“”„‟″]/g, '"'], [/[–—‐‑−]/g, "-"], [/[\u00a0\u2002\u2003\u2009\u202f\t]/g, " "],
    [/[\u00ad\u200b\ufeff]/g, ""], [/…/g, "..."]];

  function straightened(message) {
    var plain = CURLY.reduce(function (words, one) { return words.replace(one[0], one[1]); }, message);
    var parts = partsOf(plain);
    return parts.costly === undefined && parts.count <= partsOf(message).count ? plain : message;
  }

  function packed(places, single, several) {
    var sum = places.reduce(function (whole, one) { return whole + one; }, 0);
    if (sum <= single) return 1;
    var texts = 1;
    var room = several;
    places.forEach(function (need) {
      if (need > room) { texts += 1; room = several; }
      room -= need;
    });
    return texts;
  }

  function partsOf(message) {
    var letters = Array.from(message);
    var costly = letters.find(function (letter) { return !GSM7.includes(letter) && !TWO_PLACES.includes(letter); });
    if (costly === undefined) {
      return { count: packed(letters.map(function (one) { return TWO_PLACES.includes(one) ? 2 : 1; }), 160, 153) };
    }
    return { count: packed(letters.map(function (one) { return one.length; }), 70, 67), costly: costly };
  }

  function shown(letter) {
    if (!CANNOT_BE_SEEN.test(letter)) return letter;
    return "U+" + letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  }

  function costOf(text, name) {
    var words = bare(stored(text));
    if (!words) return "";
    var parts = partsOf(straightened(asSent(words, name)));
    var texts = parts.count === 1 ? "1 text" : parts.count + " texts";
    if (parts.count === 1 || !parts.costly) return texts;
    return texts + ", because “" + shown(parts.costly) + "” leaves less room in each";
  }

  function count(output) {
    var box = document.getElementById(output.getAttribute("data-cost-of"));
    function tell() {
      output.textContent = costOf(box.value, output.getAttribute("data-name"));
      output.classList.toggle("dear", output.textContent.includes("because"));
    }
    box.addEventListener("input", tell);
    tell();
  }

  function preview(form) {
    var timer = 0;
    var asked = 0;
    function ask() {
      var mine = ++asked;
      var fields = new FormData(form);
      if (!String(fields.get("giver")).trim()) return;
      fields.set("do", "preview");
      fetch(form.action, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" }).then(function (answer) {
        return answer.ok ? answer.text() : "";
      }).then(function (html) {
        if (!html || mine !== asked) return;
        var fresh = new DOMParser().parseFromString(html, "text/html").getElementById("preview");
        if (fresh) document.getElementById("preview").innerHTML = fresh.innerHTML;
      }).catch(function () { /* No line just now: the button shows it too. */ });
    }
    function later() { window.clearTimeout(timer); timer = window.setTimeout(ask, LATER); }
    form.addEventListener("input", later);
    form.addEventListener("change", later);
  }

  window.kettleWriting = { costOf: costOf, asSent: asSent, fold: fold };
  Array.prototype.forEach.call(document.querySelectorAll("[data-cost-of]"), count);
  Array.prototype.forEach.call(document.querySelectorAll("form[data-preview]"), preview);
})();
