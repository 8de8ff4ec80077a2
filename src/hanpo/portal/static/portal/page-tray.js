/* The tray: after a decision the focus stays where it was, so that J goes on to the next piece of work. */
(() => {
  "use strict";

  // After settling, not after swapping: htmx gives the new element its old attributes back in between.
  document.addEventListener("htmx:afterSettle", (event) => {
    const work = document.getElementById(event.detail.target.id);
    const row = work?.matches("[data-row]") ? work : work?.querySelector("[data-row]");
    if (!row) return;
    document.querySelector(".is-current")?.classList.remove("is-current");
    row.classList.add("is-current");
    row.focus({ preventScroll: true });
  });

  // Opened by D, the reasons are reached at once: Tab chooses another, Enter declines.
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.closest(".prepared")) event.target.querySelector("button")?.focus();
  }, true);
})();
