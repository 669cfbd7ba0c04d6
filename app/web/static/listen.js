// Reads one message aloud with a voice that lives on the phone, never with one that sends the words away. Where the phone
// has no such voice for the language, the button says so. Without this script, or without voices at all, it stays hidden.
(function () {
  "use strict";
  var speech = window.speechSynthesis;
  var buttons = document.querySelectorAll("[data-listen]");
  if (!speech || !window.SpeechSynthesisUtterance) return;

  function voiceFor(language) {
    var wanted = language.toLowerCase().split("-")[0];
    return speech.getVoices().find(function (voice) {
      return voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === wanted;
    });
  }

  function say(button, words) { button.querySelector("span").textContent = words; }

  function press(button) {
    if (speech.speaking) { speech.cancel(); return; }
    var said = button.closest("li").querySelector(".said");
    var language = said.lang || document.documentElement.lang;
    var voice = voiceFor(language);
    if (!voice) { say(button, button.getAttribute("data-none")); button.disabled = true; return; }
    var aloud = new SpeechSynthesisUtterance(said.textContent);
    var listen = button.querySelector("span").textContent;
    aloud.voice = voice;
    aloud.lang = voice.lang;
    aloud.onend = aloud.onerror = function () { say(button, listen); };
    say(button, button.getAttribute("data-stop"));
    speech.speak(aloud);
  }

  speech.getVoices(); // some browsers only begin to look for them now
  buttons.forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { press(button); });
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
})();
