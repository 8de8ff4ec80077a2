/* The review of minutes: a decision leads on to the next card that waits; U takes the last one back. */
(() => {
  "use strict";

  const cards = () => [...document.querySelectorAll(".proposal")];
  const waiting = (card) => card.classList.contains("proposal--waiting");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let decided = null;

  function choose(card) {
    document.querySelector(".is-current")?.classList.remove("is-current");
    card.classList.add("is-current");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
  }

  function goOn(from) {
    const all = cards();
    const next = all.slice(all.indexOf(from) + 1).find(waiting) ?? all.find(waiting);
    choose(next ?? from);
  }

  function count() {
    for (const mark of document.querySelectorAll("[data-left]")) {
      const left = document.querySelectorAll(`[data-block="${mark.dataset.left}"] .proposal--waiting`).length;
      mark.textContent = left;
      mark.classList.toggle("blocks__left--done", left === 0);
    }
    for (const block of document.querySelectorAll("[data-block]")) {
      const all = block.querySelector(".block__all");
      if (all) all.hidden = !block.querySelector(".proposal--waiting");
    }
  }

  // After settling: until then htmx still exchanges the attributes of the new card.
  document.addEventListener("htmx:afterSettle", (event) => {
    const swapped = document.getElementById(event.detail.target.id);
    count();
    if (!swapped?.matches(".proposal, .block")) return;
    if (swapped.matches(".block")) { goOn(swapped.querySelector(".proposal:last-child")); return; }
    if (swapped.matches(".proposal--mending")) { mend(swapped); return; }
    if (waiting(swapped) || swapped.querySelector(".proposal__told")) { choose(swapped); return; }
    decided = swapped.id;
    goOn(swapped);
  });

  function mend(card) {
    choose(card);
    (card.querySelector("[aria-invalid=true]") ?? card.querySelector("textarea"))?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") { event.target.closest(".proposal--mending")?.querySelector("a[hx-get]")?.click(); return; }
    if (event.key.toLowerCase() !== "u" || event.target.closest("input, textarea, select")) return;
    const here = document.querySelector('.is-current [data-key="U"]');
    (here ?? document.getElementById(decided)?.querySelector('[data-key="U"]'))?.click();
  });

  count();
  const linked = location.hash.startsWith("#p-") && document.getElementById(location.hash.slice(1));
  const first = linked ? (waiting(linked) ? linked : null) : null;
  if (first) choose(first);
  else if (linked) goOn(linked);
  else cards().find(waiting)?.classList.add("is-current");
})();
