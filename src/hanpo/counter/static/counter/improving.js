/* The stopwatch of the experience survey. A walk lives in this browser (IndexedDB, photos too) until it was sent;
   clocks are kept as moments, so that a sleeping phone loses no second. */
(() => {
  "use strict";
  const form = document.getElementById("walk");
  if (!form || !window.indexedDB) return;
  const KEY = form.dataset.key, LARGEST = 1600;
  const show = (name) => form.querySelector(`[data-show="${name}"]`);
  const field = (name) => form.elements[name];
  const emptyStop = () => ({ place: "", waited: 0, served: 0, walked: "", wrote: 0, happened: "", photo: null });
  const newWalk = () => ({ sent_as: newNumber(), walked_on: form.dataset.day, persona: "", phase: "before", words: "", stops: [], now: emptyStop(), clock: null });
  let walk = null, base = null;

  /* randomUUID is missing where the page is served without TLS, as in a town hall's own network. */
  function newNumber() {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64; b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("hanpo-walks", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("walks");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const store = (mode, deed) => new Promise((resolve, reject) => {
    const asked = deed(base.transaction("walks", mode).objectStore("walks"));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const keep = () => store("readwrite", (all) => all.put(walk, KEY)).then(() => say(form.dataset.wordsKept));
  const say = (words) => { show("status").textContent = words; };

  const running = () => (walk.clock ? Math.round((Date.now() - walk.clock.since) / 1000) : 0);
  const seconds = (what) => walk.now[what] + (walk.clock?.what === what ? running() : 0);
  const clock = (n) => `${Math.floor(n / 60)}:${String(n % 60).padStart(2, "0")}`;

  function halt() {
    if (walk.clock) walk.now[walk.clock.what] += running();
    walk.clock = null;
  }
  function run(what) { halt(); walk.clock = { what, since: Date.now() }; }

  function draw() {
    show("number").textContent = walk.stops.length + 1;
    show("waited").textContent = clock(seconds("waited"));
    show("served").textContent = clock(seconds("served"));
    show("wrote").textContent = walk.now.wrote;
    show("photo").textContent = walk.now.photo ? walk.now.photo.name : "";
    for (const [deed, what] of [["wait", "waited"], ["serve", "served"]]) {
      form.querySelector(`[data-do="${deed}"]`).setAttribute("aria-pressed", String(walk.clock?.what === what));
    }
    show("stops").replaceChildren(...walk.stops.map((stop) => {
      const line = document.createElement("li");
      line.textContent = `${stop.place}  ${clock(stop.waited)} + ${clock(stop.served)}`;
      return line;
    }));
  }
  function fillIn() {
    for (const name of ["persona", "phase", "words"]) field(name).value = walk[name];
    for (const name of ["place", "walked", "happened"]) field(name).value = walk.now[name];
    field("photo").value = "";
    draw();
  }

  const DEEDS = {
    wait: () => run("waited"), serve: () => run("served"), pause: halt,
    "wrote-more": () => { walk.now.wrote += 1; }, "wrote-less": () => { walk.now.wrote = Math.max(0, walk.now.wrote - 1); },
    next: finish,
    clear: () => { if (window.confirm(form.dataset.wordsSure)) { walk = newWalk(); fillIn(); } },
  };
  function finish() {
    halt();
    if (!walk.now.place.trim()) { say(form.dataset.wordsNowhere); field("place").focus(); return false; }
    walk.stops.push(walk.now);
    walk.now = emptyStop();
    fillIn();
    field("place").focus();
    return true;
  }
  const isTouched = () => walk.now.place.trim() || walk.now.happened.trim() || seconds("waited") || seconds("served");

  form.addEventListener("click", (event) => {
    const deed = event.target.closest("[data-do]")?.dataset.do;
    if (!deed) return;
    const refused = DEEDS[deed]() === false;
    draw();
    if (!refused) keep();
  });
  form.addEventListener("input", (event) => {
    const name = event.target.name;
    if (["persona", "phase", "words"].includes(name)) walk[name] = event.target.value;
    else if (["place", "walked", "happened"].includes(name)) walk.now[name] = event.target.value;
    else return;
    keep();
  });
  field("photo").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (file) { walk.now.photo = await smaller(file); draw(); keep(); }
  });

  /* A smaller picture travels over a bad line, and drawing it anew leaves out where it was taken. */
  async function smaller(file) {
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const body = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
      return new File([body], "photo.jpg", { type: "image/jpeg" });
    } catch { return file; }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    if (isTouched() && !finish()) return;
    await keep();
    const body = new FormData();
    const stops = walk.stops.map(({ photo, ...stop }) => stop);
    body.set("walk", JSON.stringify({ ...walk, stops, now: undefined, clock: undefined }));
    walk.stops.forEach((stop, number) => { if (stop.photo) body.set(`photo-${number}`, stop.photo); });
    say(form.dataset.wordsSending);
    const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    try {
      const answer = await fetch(form.dataset.send, { method: "POST", body, headers });
      const said = await answer.json();
      if (!answer.ok) { say(said.words); return; }
      await store("readwrite", (all) => all.delete(KEY));
      window.location.assign(said.url);
    } catch { say(form.dataset.wordsOffline); }
  });

  opened.then(async (found) => {
    base = found;
    walk = (await store("readonly", (all) => all.get(KEY))) || newWalk();
    form.hidden = false;
    fillIn();
    window.setInterval(() => { if (walk.clock) draw(); }, 1000);
  });
})();
