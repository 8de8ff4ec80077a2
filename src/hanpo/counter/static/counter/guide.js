/* The guide: copy the list, remember ticks on this device; the clerk's screen by number keys. Works without, too. */
(() => {
  "use strict";

  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window keeps nothing */ } };
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  async function copy(event) {
    const link = event.target.closest("[data-guide-copy]");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    const answer = await fetch(link.href);
    await navigator.clipboard.writeText(await answer.text());
    link.querySelector("span").textContent = link.dataset.copied;
    link.setAttribute("role", "status");
  }

  for (const box of document.querySelectorAll("[data-guide-tick]")) {
    const key = `guide:${location.pathname}:${box.dataset.guideTick}`;
    box.checked = stored(key) === "1";
    box.addEventListener("change", () => store(key, box.checked ? "1" : "0"));
  }

  const asks = () => [...document.querySelectorAll("[data-guide-ask-box]")];
  const focused = () => document.activeElement?.closest("[data-guide-ask-box]");

  function goTo(ask) {
    (ask?.querySelector("input:checked, input") ?? document.querySelector("[data-guide-day]"))?.focus();
  }

  function follow(ask, by) {
    const all = asks();
    goTo(all[Math.max(0, all.indexOf(ask) + by)]);
  }

  function tick(ask, place) {
    const box = ask.querySelectorAll("[data-guide-box]")[place];
    if (box) { box.focus(); box.click(); }
  }

  function finish(ask) {
    const asked = ask.querySelector("[data-guide-asked]");
    if (asked && !asked.checked) { asked.checked = true; asked.dispatchEvent(new Event("change", { bubbles: true })); }
    follow(ask, 1);
  }

  const PLACES = "1234567890-";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input[type=text], textarea, select")) return;
    const ask = focused() ?? (event.target === document.body ? asks()[0] : null);
    if (!ask) return;
    const place = event.key === "=" || event.key === "^" ? 11 : PLACES.indexOf(event.key);
    const deeds = { Enter: () => finish(ask), ArrowDown: () => follow(ask, 1), ArrowUp: () => follow(ask, -1) };
    const deed = place >= 0 && event.key.length === 1 ? () => tick(ask, place) : deeds[event.key];
    if (deed) { event.preventDefault(); deed(); }
  });

  document.addEventListener("change", (event) => {
    const ask = event.target.closest("[data-guide-ask-box]");
    const asked = ask?.querySelector("[data-guide-asked]");
    if (asked && event.target.checked) asked.checked = true;
  }, true);

  let kept = null;
  document.addEventListener("htmx:beforeSwap", () => { kept = document.activeElement?.id || null; });
  document.addEventListener("htmx:afterSwap", () => { if (kept) document.getElementById(kept)?.focus({ preventScroll: true }); });
  document.addEventListener("click", copy);
})();
