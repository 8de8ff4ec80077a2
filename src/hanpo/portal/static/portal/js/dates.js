/* Dates typed in 和暦 or 西暦 (令和8年4月1日, R8.4.1, 2026/4/1, 20260401) become ISO dates; the reading stands beside. */
(() => {
  "use strict";

  const ERAS = [
    { name: "令和", letter: "r", year: 2019, since: "2019-05-01" },
    { name: "平成", letter: "h", year: 1989, since: "1989-01-08" },
    { name: "昭和", letter: "s", year: 1926, since: "1926-12-25" },
    { name: "大正", letter: "t", year: 1912, since: "1912-07-30" },
    { name: "明治", letter: "m", year: 1868, since: "1873-01-01" },
  ];
  const two = (number) => String(number).padStart(2, "0");

  function iso(year, month, day) {
    const date = new Date(Date.UTC(year, month - 1, day));
    const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    return isReal ? `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}` : "";
  }

  function parse(typed) {
    const text = typed.normalize("NFKC").trim().toLowerCase().replace(/元/, "1").replace(/\s+/g, "");
    const plain = text.match(/^(\d{4})(\d{2})(\d{2})$/) ?? text.match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/);
    if (plain) return iso(Number(plain[1]), Number(plain[2]), Number(plain[3]));
    const old = text.match(/^(令和|平成|昭和|大正|明治|[rhstm])(\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/);
    const era = old && ERAS.find((one) => one.name === old[1] || one.letter === old[1]);
    return era ? iso(era.year + Number(old[2]) - 1, Number(old[3]), Number(old[4])) : "";
  }

  function reading(value) {
    const era = ERAS.find((one) => value >= one.since);
    if (!value || !era) return "";
    const [year, month, day] = value.split("-").map(Number);
    const weekday = "日月火水木金土"[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
    const count = year - era.year + 1;
    return `${era.name}${count === 1 ? "元" : count}年${month}月${day}日（${weekday}）`;
  }

  function settle(box) {
    const field = box.querySelector("input:not(.date__picker)");
    const value = parse(field.value);
    if (value) field.value = value;
    box.querySelector(".date__reading").textContent = reading(value);
    box.querySelector(".date__picker").value = value;
  }

  function prepare(root) {
    for (const box of root.querySelectorAll("[data-date]")) {
      const field = box.querySelector("input:not(.date__picker)");
      if (box.dataset.ready || !field) continue;
      box.dataset.ready = "yes";
      const value = field.value;
      field.type = "text";
      field.value = value;
      field.autocomplete = field.autocomplete || "off";
      box.querySelector("[data-date-open]").hidden = field.disabled;
      settle(box);
    }
  }

  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-date]");
    if (!box) return;
    if (event.target.matches(".date__picker")) box.querySelector("input").value = event.target.value;
    settle(box);
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-date-open]");
    opener?.closest("[data-date]").querySelector(".date__picker").showPicker();
  });

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
})();
