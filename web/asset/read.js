// Reads a page aloud in the language in which it is written, where the browser
// has a voice for it, and prints one that is made for paper. Without this both
// buttons stay hidden and nothing is missing that an act needs.
const aloud = document.querySelector("[data-aloud]");
const speech = window.speechSynthesis;
const parts = [...document.querySelectorAll("[data-read]")];
const languageOf = (part) => part.closest("[lang]").lang;
const voiceFor = (code) => speech.getVoices().find((v) => v.lang.toLowerCase().split(/[-_]/)[0] === code.split("-")[0]);

function offer() {
  aloud.hidden = parts.length === 0 || !parts.every((part) => voiceFor(languageOf(part)));
}

if (aloud && speech) {
  const name = aloud.textContent;
  let left = 0;
  const end = () => { left = 0; aloud.textContent = name; };
  aloud.addEventListener("click", () => {
    if (left > 0) { speech.cancel(); end(); return; }
    speech.cancel();
    left = parts.length;
    aloud.textContent = aloud.dataset.stop;
    for (const part of parts) {
      const words = new SpeechSynthesisUtterance(part.textContent);
      words.voice = voiceFor(languageOf(part));
      words.lang = words.voice.lang;
      words.rate = 0.9;
      words.onend = words.onerror = () => { if (--left <= 0) end(); };
      speech.speak(words);
    }
  });
  addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
