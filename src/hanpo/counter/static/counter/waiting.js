/* The desk by keyboard, the kiosk that prints and goes back to its first screen. Without it everything works by hand. */
(() => {
  "use strict";

  const KEYS = "nbfhrx";
  const BACK_AFTER = 12000;
  const FIRST_SCREEN_AFTER = 90000;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const key = event.key.toLowerCase();
    if (!KEYS.includes(key) || key.length !== 1 || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (document.querySelector("[data-console]") && !document.querySelector("dialog[open]")) {
      document.querySelector(`[data-key="${key.toUpperCase()}"]`)?.click();
    }
  });

  /* What is being typed at the desk is not swept away by the next look at the queue. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const box = event.target.closest?.("[data-console]");
    if (box && event.target === box && box.contains(document.activeElement) && document.activeElement.closest("input, select")) {
      event.preventDefault();
    }
  });

  const paper = document.querySelector("[data-print-and-return]");
  if (paper) {
    window.setTimeout(() => window.print(), 300);
    window.setTimeout(() => window.location.replace(paper.dataset.printAndReturn), BACK_AFTER);
  } else if (document.body.classList.contains("kiosk")) {
    /* Somebody walked away: the next visitor finds the first screen, in Japanese, with fresh numbers. */
    let timer;
    const rest = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => window.location.assign(window.location.pathname.replace(/booked\/$/, "")), FIRST_SCREEN_AFTER);
    };
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, rest);
    rest();
  }
})();
