/* The frame of the page: menus that close, the navigation of small screens, furigana. */
(() => {
  "use strict";

  const root = document.documentElement;

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  function switchFurigana(button) {
    const isOn = root.dataset.furigana !== "on";
    root.dataset.furigana = isOn ? "on" : "off";
    button.setAttribute("aria-pressed", String(isOn));
    document.cookie = `hanpo_furigana=${isOn ? "on" : "off"}; path=/; max-age=31536000; samesite=lax`;
  }

  function togglePlaces(button) {
    const isOpen = document.getElementById("places").classList.toggle("places--open");
    button.setAttribute("aria-expanded", String(isOpen));
  }

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
    const furigana = event.target.closest("[data-furigana-switch]");
    if (furigana) switchFurigana(furigana);
    const places = event.target.closest("[data-places-toggle]");
    if (places) togglePlaces(places);
    if (event.target.closest("[data-print]")) window.print();
  });

  /* What was typed and not sent yet is kept on the device only for whoever is signed in (see forms/filling.js). */
  document.addEventListener("submit", (event) => {
    if (!event.target.action?.includes("/account/logout/")) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith("hanpo.unsent.")) localStorage.removeItem(key);
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // On a phone the tabs are wider than the screen: begin with the one that is open.
  for (const tab of document.querySelectorAll(".tab[aria-current]")) {
    const tabs = tab.closest(".tabs");
    tabs.scrollLeft += tab.getBoundingClientRect().left - tabs.getBoundingClientRect().left - 16;
  }

  // The menu may be longer than the window: begin where the page stands.
  const place = document.querySelector(".places__roll [aria-current]");
  const roll = place?.closest(".places__roll");
  if (roll && place.getBoundingClientRect().bottom > roll.getBoundingClientRect().bottom) {
    roll.scrollTop += place.getBoundingClientRect().top - roll.getBoundingClientRect().top - roll.clientHeight / 2;
  }

  for (const button of document.querySelectorAll("[data-furigana-switch]")) {
    button.setAttribute("aria-pressed", String(root.dataset.furigana === "on"));
  }
})();
