/* Forms: letter counters, bulk choice, filters that send themselves, files dropped, focus on the summary of errors. */
(() => {
  "use strict";

  function count(counter) {
    const field = document.getElementById(counter.dataset.counterFor);
    if (!field) return;
    const used = [...field.value].length;
    counter.textContent = `${used} / ${counter.dataset.limit}`;
    counter.classList.toggle("field__counter--over", used > Number(counter.dataset.limit));
  }

  function countBulk() {
    for (const bar of document.querySelectorAll("[data-bulk]")) {
      const chosen = document.querySelectorAll(".table tbody .check input:checked").length;
      bar.hidden = chosen === 0;
      bar.querySelector("[data-bulk-count]").textContent = chosen;
    }
  }

  document.addEventListener("input", (event) => {
    for (const counter of document.querySelectorAll("[data-counter-for]")) {
      if (counter.dataset.counterFor === event.target.id) count(counter);
    }
  });

  document.addEventListener("change", (event) => {
    const all = event.target.closest("thead .check input");
    if (all) {
      for (const box of all.closest("table").querySelectorAll("tbody .check input")) box.checked = all.checked;
    }
    if (event.target.closest(".check")) countBulk();
    const names = event.target.closest("[data-file]")?.querySelector("[data-file-names]");
    if (names) names.textContent = [...event.target.files].map((file) => file.name).join("、");
    event.target.closest("form[data-auto-submit]")?.requestSubmit();
  });

  for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(name, (event) => {
      const box = event.target.closest?.("[data-file]");
      if (!box) return;
      event.preventDefault();
      box.classList.toggle("file--over", isOver);
      if (name !== "drop") return;
      const input = box.querySelector("input[type=file]");
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function prepare(root) {
    for (const counter of root.querySelectorAll("[data-counter-for]")) count(counter);
    root.querySelector("[data-error-summary]")?.focus();
    countBulk();
  }

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
})();
