/* The third key of a statement: P passes (A and D are keys of the whole house). */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key.toLowerCase() !== "p" || event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!document.querySelector("dialog[open]")) document.querySelector('[data-key="P"]')?.click();
  });
})();
