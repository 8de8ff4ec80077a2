/* The flow room: a step may be dragged to another place or lane; without this script its form does the same. */
(() => {
  "use strict";
  const chart = document.querySelector("[data-flow-chart]");
  const form = document.querySelector("[data-flow-move]");
  if (!chart || !form) return;
  chart.classList.add("flow-can-drag");
  let held = null;
  const point = (event) => {
    const matrix = chart.getScreenCTM().inverse();
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
  };
  chart.addEventListener("pointerdown", (event) => {
    const node = event.target.closest("[data-node]");
    if (!node || event.button !== 0 || event.pointerType === "touch") return;
    held = { node, from: point(event), x: 0, y: 0, moved: false };
  });
  chart.addEventListener("pointermove", (event) => {
    if (!held) return;
    const at = point(event);
    held.x = at.x - held.from.x;
    held.y = at.y - held.from.y;
    if (Math.abs(held.x) + Math.abs(held.y) < 6 && !held.moved) return;
    held.moved = true;
    held.node.classList.add("flow-dragging");
    held.node.setAttribute("transform", `translate(${held.x} ${held.y})`);
  });
  const drop = () => {
    if (!held) return;
    const { node, x, y, moved } = held;
    held = null;
    if (!moved) return;
    form.action = node.dataset.move;
    form.elements.x.value = Number(node.dataset.x) + x;
    form.elements.y.value = Number(node.dataset.y) + y;
    form.requestSubmit();
  };
  window.addEventListener("pointerup", drop);
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("click", (event) => {
    if (event.target.closest(".flow-dragging")) event.preventDefault();
  }, true);
})();
