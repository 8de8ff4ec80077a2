/* The tray: after a decision the focus stays where it was, so that J goes on to the next piece of work. */
(() => {
  "use strict";

  document.addEventListener("htmx:afterSwap", (event) => {
    const work = document.getElementById(event.detail.target.id);
    const row = work?.matches("[data-row]") ? work : work?.querySelector("[data-row]");
    if (!row) return;
    document.querySelector(".is-current")?.classList.remove("is-current");
    row.classList.add("is-current");
    row.focus({ preventScroll: true });
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key.toLowerCase() !== "u" || event.target.closest("input, textarea, select, [contenteditable]")) return;
    document.querySelector('.is-current [data-key="U"]')?.click();
  });
})();
