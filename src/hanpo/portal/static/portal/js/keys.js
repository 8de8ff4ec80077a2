/* Keyboard for lists and the tray: J/K move, Enter opens, / searches, A/E/D decide, U takes back, ? explains. */
(() => {
  "use strict";

  const ROWS = "[data-row], .table tbody tr";
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent !== null);
  const current = () => document.querySelector(".is-current");

  function choose(row) {
    current()?.classList.remove("is-current");
    row.classList.add("is-current");
    if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function move(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    choose(all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function press(key) {
    const within = current() ?? (document.querySelectorAll("[data-row]").length ? null : document);
    within?.querySelector(`[data-key="${key}"]`)?.click();
  }

  function open(event) {
    if (event.target !== current()) return;
    const link = current()?.querySelector("[data-open], a[href]");
    if (link) { event.preventDefault(); link.click(); }
  }

  const deeds = {
    j: () => move(1),
    k: () => move(-1),
    "/": (event) => {
      const box = document.querySelector("[data-search]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    },
    "?": () => document.getElementById("keys")?.showModal(),
    a: () => press("A"),
    e: () => press("E"),
    d: () => press("D"),
    u: () => press("U"),
    enter: open,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    deeds[event.key.toLowerCase()]?.(event);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) document.getElementById("keys")?.showModal();
  });
})();
