/* Two minutes: 1, 2 and 3 answer the step that is in view and go on to the next. */
(() => {
  "use strict";
  const steps = [...document.querySelectorAll("[data-vote]")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!["1", "2", "3"].includes(event.key) || event.target.closest("input[type=text], textarea, select")) return;
    const now = event.target.closest("[data-vote]") || steps.find((one) => !one.querySelector("input:checked"));
    if (!now) return;
    event.preventDefault();
    now.querySelectorAll("input[type=radio]")[Number(event.key) - 1].checked = true;
    const next = steps[steps.indexOf(now) + 1];
    (next ? next.querySelector("input[type=radio]") : document.querySelector("[data-vote-send]"))?.focus();
  });
})();
