// Pointing fills in what can be typed as well: words, a cell, a box on a page.

const pane = document.querySelector("[data-document]");
const area = document.querySelector("[data-area-form]");
const EDGES = ["left", "top", "width", "height"];
const STEP = 1;
let box = null;

export function words() {
  const way = document.querySelector("[data-take-out]");
  if (way) way.open = true;
  document.getElementById("missed-words")?.focus();
}

// What is selected in the copy goes into the field; the numbers of marks do not.
document.addEventListener("selectionchange", () => {
  const chosen = window.getSelection();
  const field = document.getElementById("missed-words");
  if (!field || !chosen.rangeCount || !pane?.contains(chosen.anchorNode)) return;
  const part = chosen.getRangeAt(0).cloneContents();
  for (const extra of part.querySelectorAll?.("sup, .visually-hidden, .line-number, .tag, title") ?? []) extra.remove();
  const text = part.textContent.replace(/\s+/g, " ").trim();
  if (text && text.length <= 300) field.value = text;
});

const cells = document.querySelector("[data-cell-form]");
pane?.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell || !cells || event.target.closest("mark")) return;
  for (const old of pane.querySelectorAll("[data-chosen]")) old.removeAttribute("data-chosen");
  cell.setAttribute("data-chosen", "");
  cells.open = true;
  document.getElementById("missed-sheet").value = cell.closest("[data-sheet]").dataset.sheet;
  document.getElementById("missed-cell").value = cell.dataset.cell;
});

// A box: drawn with the pointer, or put in the middle and moved by keys.
const button = document.querySelector("[data-draw]");
if (button) {
  document.querySelector("[data-draw-row]").hidden = false;
  button.addEventListener("click", () => draw());
}

export function draw() {
  if (!area || !pane) return;
  area.open = true;
  const way = area.closest("[data-take-out]");
  if (way) way.open = true;
  const on = !pane.classList.contains("drawing");
  pane.classList.toggle("drawing", on);
  button.setAttribute("aria-pressed", String(on));
  if (!on) return;
  if (!typed()) write(pageInSight(), { left: 40, top: 40, width: 20, height: 10 });
  show();
  box?.focus({ preventScroll: true });
  box?.scrollIntoView({ block: "nearest" });
}

function pageInSight() {
  const middle = pane.getBoundingClientRect().top + pane.clientHeight / 2;
  const pages = [...pane.querySelectorAll("[data-drawable]")];
  const seen = pages.find((page) => page.offsetParent && page.getBoundingClientRect().bottom > middle);
  const found = seen ?? pages[0];
  for (let fold = found?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  return Number(found?.dataset.page ?? 1);
}

function field(name) {
  return area.querySelector(`[name=${name}]`);
}

function typed() {
  return EDGES.every((name) => field(name).value !== "");
}

function read() {
  return Object.fromEntries(EDGES.map((name) => [name, Number(field(name).value)]));
}

function write(page, edges) {
  field("page").value = page;
  const left = Math.min(Math.max(edges.left, 0), 99);
  const top = Math.min(Math.max(edges.top, 0), 99);
  const kept = {
    left,
    top,
    width: Math.min(Math.max(edges.width, 0.5), 100 - left),
    height: Math.min(Math.max(edges.height, 0.5), 100 - top),
  };
  for (const name of EDGES) field(name).value = kept[name].toFixed(1);
}

function show() {
  const frame = pane.querySelector(`#page-${Number(field("page").value)} [data-frame]`);
  if (!frame || !typed()) return;
  if (!box) {
    box = document.createElement("div");
    box.className = "drawn-box";
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "The box to take out. Arrow keys move it, with Shift they change its size.");
    box.addEventListener("keydown", nudge);
  }
  if (box.parentElement !== frame) frame.append(box);
  const edges = read();
  for (const name of EDGES) box.style.setProperty(name, `${edges[name]}%`);
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function nudge(event) {
  const way = WAYS[event.key];
  if (!way) return;
  event.preventDefault();
  event.stopPropagation();
  const edges = read();
  const [x, y] = way.map((part) => part * STEP);
  if (event.shiftKey) write(field("page").value, { ...edges, width: edges.width + x, height: edges.height + y });
  else write(field("page").value, { ...edges, left: edges.left + x, top: edges.top + y });
  show();
}

area?.addEventListener("input", show);

pane?.addEventListener("pointerdown", (event) => {
  const frame = event.target.closest("[data-drawable] [data-frame]");
  if (!pane.classList.contains("drawing") || !frame || event.button !== 0) return;
  event.preventDefault();
  const page = frame.closest("[data-page]").dataset.page;
  const start = share(frame, event);

  function move(now) {
    const end = share(frame, now);
    write(page, {
      left: Math.min(start.x, end.x),
      top: Math.min(start.y, end.y),
      width: Math.abs(end.x - start.x),
      height: Math.abs(end.y - start.y),
    });
    show();
  }

  function stop() {
    document.removeEventListener("pointermove", move);
    box?.focus({ preventScroll: true });
  }

  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", stop, { once: true });
});

function share(frame, event) {
  const edges = frame.getBoundingClientRect();
  const x = (100 * (event.clientX - edges.left)) / edges.width;
  const y = (100 * (event.clientY - edges.top)) / edges.height;
  return { x: Math.min(Math.max(x, 0), 100), y: Math.min(Math.max(y, 0), 100) };
}
