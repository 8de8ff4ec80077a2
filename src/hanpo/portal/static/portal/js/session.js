/* Says before a session ends, and keeps what was typed when it has ended: the page stays, a new window signs in. */
(() => {
  "use strict";

  const box = document.getElementById("session-end");
  if (!box) return;
  const WARN_SECONDS = 120;
  let timer = 0;

  function show(stage, left) {
    box.hidden = !stage;
    for (const part of box.querySelectorAll("[data-stage]")) part.hidden = part.dataset.stage !== stage;
    box.querySelector("[data-left]").textContent = Math.max(1, Math.ceil(left / 60));
  }

  function renewTokens(token) {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }

  function plan(left) {
    clearTimeout(timer);
    if (left <= 0) return show("over", 0);
    show(left <= WARN_SECONDS ? "soon" : "", left);
    const wait = left > WARN_SECONDS ? left - WARN_SECONDS : Math.min(left, 20);
    timer = setTimeout(ask, wait * 1000 + 500);
  }

  /* Other tabs may have kept the session alive: the server knows. */
  async function ask(method = "GET") {
    const headers = method === "POST" ? { "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]").value } : {};
    const answer = await fetch(box.dataset.state, { method, headers }).catch(() => null);
    if (!answer?.ok) { timer = setTimeout(ask, 20000); return; }
    const state = await answer.json();
    if (state.token) renewTokens(state.token);
    plan(state.seconds_left);
  }

  box.addEventListener("click", (event) => { if (event.target.closest("[data-session-keep]")) ask("POST"); });
  window.addEventListener("focus", () => { if (!box.hidden) ask(); });
  plan(Number(box.dataset.idle));
})();
