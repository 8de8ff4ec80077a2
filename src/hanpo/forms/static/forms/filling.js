/* Keeps what was typed but not yet taken by the server on this device, and offers it back: a bad line loses nothing.
   One entry for each person, response and page; gone once the server has it, after a day, and when one signs out. */
(() => {
  "use strict";

  const PREFIX = "hanpo.unsent.";
  const KEPT_HOURS = 24;
  const place = document.querySelector("[data-fill]");
  if (!place) return;
  const form = place.matches("form.forms-fill") ? place : null;
  const mine = `${PREFIX}${place.dataset.person}.${place.dataset.fill}.`;
  const version = Number(place.dataset.version || 0);

  function entries() {
    const found = [];
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      let kept = null;
      try { kept = JSON.parse(localStorage.getItem(key)); } catch { kept = null; }
      const isForeign = !key.startsWith(`${PREFIX}${place.dataset.person}.`);
      const isOld = !kept || Date.now() - kept.at > KEPT_HOURS * 3600 * 1000;
      if (isForeign || isOld) localStorage.removeItem(key); else found.push([key, kept]);
    }
    return found;
  }

  function fields() {
    return [...form.elements].filter((field) => field.name.startsWith("a-") && field.type !== "hidden" && field.type !== "file");
  }

  function values() {
    const found = {};
    for (const field of fields()) {
      const isBox = field.type === "radio" || field.type === "checkbox";
      if (isBox && !(field.name in found)) found[field.name] = [];
      if (isBox) { if (field.checked) found[field.name].push(field.value); } else found[field.name] = field.value;
    }
    return found;
  }

  function put(kept) {
    for (const field of fields()) {
      if (!(field.name in kept)) continue;
      const isBox = field.type === "radio" || field.type === "checkbox";
      if (isBox) field.checked = kept[field.name].includes(field.value); else field.value = kept[field.name];
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function pageKey() {
    return mine + [...form.querySelectorAll("input[name=asked]")].slice(0, 1).map((field) => field.value).join("");
  }

  /* What was on its way when the server had an older version has arrived, unless this page shows it as refused. */
  for (const [key, kept] of entries()) {
    const hasArrived = kept.sent !== undefined && version > kept.sent;
    if (key.startsWith(mine) && ("sent" in place.dataset || hasArrived)) localStorage.removeItem(key);
  }
  if (!form) return;

  const key = pageKey();
  const banner = form.querySelector("[data-unsent]");
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const isRefused = form.querySelector("[aria-invalid=true]");
  if (kept && !isRefused) {
    const known = values();
    const differs = Object.keys(kept.values).some((name) => name in known && JSON.stringify(known[name]) !== JSON.stringify(kept.values[name]));
    if (differs) banner.hidden = false; else localStorage.removeItem(key);
  }

  function remember(more) {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: values(), ...more }));
  }

  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-unsent-restore]")) { put(kept.values); banner.hidden = true; fields()[0]?.focus(); }
    if (event.target.closest("[data-unsent-drop]")) { localStorage.removeItem(key); banner.hidden = true; }
  });
  form.addEventListener("input", () => { remember(); });

  form.addEventListener("submit", (event) => {
    const isOffline = !navigator.onLine;
    remember({ sent: isOffline ? undefined : version });
    const offline = form.querySelector("[data-offline]");
    offline.hidden = !isOffline;
    if (isOffline) { event.preventDefault(); offline.scrollIntoView({ block: "center" }); }
  });
  window.addEventListener("online", () => { form.querySelector("[data-offline]").hidden = true; });

  /* Saved by itself: nothing is unsent any more, unless something was typed while it was on its way. */
  let onItsWay = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-auto]")) onItsWay = JSON.stringify(values());
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const isSaved = event.detail.successful && event.detail.elt.matches("[data-auto]");
    if (isSaved && JSON.stringify(values()) === onItsWay) localStorage.removeItem(key);
  });
})();
