/* The board on the wall: short event streams that the browser renews, polling where they fail, sound, and a word where
   what it shows is old. */
(() => {
  "use strict";

  const board = document.querySelector("[data-board]");
  if (!board) return;

  const POLL = 5000;
  const OLD = 20000;
  const picture = board.querySelector("[data-picture]");
  const stale = board.querySelector("[data-stale]");
  const clock = board.querySelector("[data-clock]");
  const button = board.querySelector("[data-sound]");
  let heard = Date.now();
  let said = null;
  let sound = null;

  function chime() {
    for (const [start, pitch] of [[0, 880], [0.35, 660]]) {
      const tone = sound.createOscillator();
      const gain = sound.createGain();
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0.2, sound.currentTime + start);
      gain.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + start + 0.6);
      tone.connect(gain).connect(sound.destination);
      tone.start(sound.currentTime + start);
      tone.stop(sound.currentTime + start + 0.6);
    }
  }

  function speak(call) {
    if (!("speechSynthesis" in window)) return;
    const words = board.dataset.say.replace("{number}", call.number).replace("{desk}", call.desk);
    const voice = new SpeechSynthesisUtterance(words);
    voice.lang = document.documentElement.lang;
    window.speechSynthesis.speak(voice);
  }

  function alive() {
    heard = Date.now();
    board.classList.remove("is-stale");
    stale.hidden = true;
  }

  function show(told) {
    alive();
    if (told.html !== undefined) picture.innerHTML = told.html;
    if (told.calls === undefined) return;
    const fresh = said === null ? [] : told.calls.filter((call) => !said.has(call.key));
    said = new Set(told.calls.map((call) => call.key));
    for (const item of picture.querySelectorAll(".board-call")) {
      const number = item.querySelector("strong").textContent;
      item.classList.toggle("is-new", fresh.some((call) => call.number === number));
    }
    if (fresh.length && sound) {
      chime();
      fresh.forEach(speak);
    }
  }

  async function poll() {
    try {
      const answer = await fetch(board.dataset.now, { headers: { Accept: "application/json" } });
      if (answer.ok) show(await answer.json());
    } catch { /* the next round tries again; the board says by itself that it is old */ }
  }

  function stream() {
    if (!("EventSource" in window)) { window.setInterval(poll, POLL); return; }
    const source = new EventSource(board.dataset.events);
    source.addEventListener("board", (event) => show(JSON.parse(event.data)));
    source.addEventListener("same", alive);
    source.addEventListener("error", () => {
      /* A stream that ended is renewed by the browser; one that was refused is not, and is asked for by polling. */
      if (source.readyState === EventSource.CLOSED) window.setInterval(poll, POLL);
    });
  }

  function look() {
    const now = new Date();
    clock.textContent = `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
    const isOld = !navigator.onLine || Date.now() - heard > OLD;
    board.classList.toggle("is-stale", isOld);
    stale.hidden = !isOld;
  }

  window.setInterval(look, 1000);
  window.addEventListener("offline", look);
  window.addEventListener("online", poll);

  if ("AudioContext" in window) {
    button.hidden = false;
    button.addEventListener("click", () => { sound = new AudioContext(); chime(); button.hidden = true; });
  }
  stream();
})();
