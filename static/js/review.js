// Reviewing without the mouse: keys to walk findings and files, to decide, and to keep the
// claim alive. Every action is also a link or a button on the page.

import { draw, words } from "./draw.js";
import { ensure, openSheet, zoom } from "./pages.js";

const SWITCH = "airlock-keys-off";
const area = document.querySelector("[data-review]");
const sheet = document.getElementById("keys");
const byIndex = (one, other) => one.dataset.finding - other.dataset.finding;
const findings = [...document.querySelectorAll("[data-finding]")].sort(byIndex);
const files = [...document.querySelectorAll("[data-file]")];
let current = -1;

function on() {
  return window.localStorage.getItem(SWITCH) !== "1";
}

async function show(index) {
  if (!findings.length) return;
  current = (index + findings.length) % findings.length;
  for (const finding of findings) finding.removeAttribute("aria-current");
  const finding = findings[current];
  finding.setAttribute("aria-current", "true");
  finding.closest("details")?.setAttribute("open", "");
  finding.scrollIntoView({ block: "nearest" });
  if (finding.dataset.onPage) await ensure(finding.dataset.onPage);
  // A slower page must not take the place of what was chosen meanwhile.
  if (finding === findings[current]) mark(finding.dataset.finding);
}

function mark(index, sort = "mark") {
  for (const old of area.querySelectorAll("mark[aria-current], .redaction-box[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  for (const place of area.querySelectorAll(`[data-${sort}="${index}"]`)) place.setAttribute("aria-current", "true");
  const place = document.getElementById(`${sort}-${index}`);
  if (!place) return;
  const tab = place.closest("[data-sheet]");
  if (tab) openSheet(tab);
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  place.scrollIntoView({ block: "center", inline: "nearest" });
  place.focus({ preventScroll: true });
}

// What was left for a person to look at has a walk of its own.
const uncertain = [...document.querySelectorAll("[data-uncertain]")];
let looked = -1;

async function look(index) {
  if (!uncertain.length) return;
  looked = index % uncertain.length;
  for (const one of uncertain) one.removeAttribute("aria-current");
  const line = uncertain[looked];
  line.setAttribute("aria-current", "true");
  line.scrollIntoView({ block: "nearest" });
  if (line.dataset.onPage) await ensure(line.dataset.onPage);
  if (line === uncertain[looked]) mark(line.dataset.uncertain, "maybe");
}

for (const [index, line] of uncertain.entries()) {
  line.addEventListener("click", (event) => {
    event.preventDefault();
    look(index);
  });
}

function file(step) {
  const here = files.findIndex((link) => link.getAttribute("aria-current") === "page");
  const next = files[here + step];
  if (next) window.location.assign(next.href);
}

function points() {
  return [...document.querySelectorAll("[data-check]")];
}

function tick() {
  const open = points().find((box) => !box.checked);
  if (!open) return;
  open.checked = true;
  open.closest("[data-point]")?.querySelector("details")?.setAttribute("open", "");
  open.focus();
  left();
}

function agree() {
  for (const box of document.querySelectorAll("[data-fine] [data-check]")) box.checked = true;
  left();
}

// Take back the last thing done here: a tick of the checklist, else a change of one's own.
function undo() {
  const ticked = points().filter((box) => box.checked);
  const last = ticked[ticked.length - 1];
  if (last) {
    last.checked = false;
    last.focus();
    return left();
  }
  const forms = [...document.querySelectorAll(".edit form")];
  forms[forms.length - 1]?.requestSubmit();
}

// How many points are open, beside the keys.
function left() {
  const place = document.querySelector("[data-left]");
  if (!place || !points().length) return;
  const open = points().filter((box) => !box.checked).length;
  place.textContent = open ? `${open} of ${points().length} points open` : "Every point is answered";
}

function approve() {
  const button = document.querySelector("[data-key=a]");
  button?.form.requestSubmit(button);
}

// A question or a rejection needs words: its panel opens there, Ctrl and Enter send.
function decide(key) {
  const panel = document.querySelector(`[data-decide=${key}]`);
  if (!panel) return;
  for (const other of document.querySelectorAll("[data-decide]")) other.open = other === panel;
  panel.querySelector("textarea").focus();
}

function isPrivate() {
  const box = findings[current]?.closest("li")?.querySelector("[data-private]");
  if (!box) return;
  box.checked = !box.checked;
  document.querySelector("[data-not-private]").open = true;
}

function before() {
  const other = document.querySelector(".switch a:not([aria-current])");
  if (other) window.location.assign(other.href);
}

const KEYS = {
  j: () => show(current + 1),
  k: () => show(current < 0 ? findings.length - 1 : current - 1),
  n: () => file(1),
  p: () => file(-1),
  c: tick,
  C: agree,
  u: undo,
  a: approve,
  q: () => decide("q"),
  r: () => decide("r"),
  x: isPrivate,
  b: before,
  v: () => look(looked + 1),
  m: words,
  d: draw,
  "+": () => zoom(1),
  "-": () => zoom(-1),
  t: () => document.querySelector("[data-claim]")?.requestSubmit(),
  "?": () => sheet?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = target.closest("[data-decide]")?.querySelector("button[type=submit]");
    button?.form.requestSubmit(button);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") leave(target);
  if (target.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
  if (document.querySelector("dialog[open]") || (!on() && event.key !== "?")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Escape closes a panel, or leaves a field, so that the keys work again.
function leave(target) {
  const panel = target.closest("[data-decide][open]");
  if (panel) {
    panel.open = false;
    panel.querySelector("summary").focus();
  } else if (target.matches("input, textarea, select")) target.blur();
}

for (const [index, finding] of findings.entries()) {
  finding.addEventListener("click", (event) => {
    event.preventDefault();
    show(index);
  });
}

// The mark in the document leads back to its line in the list.
area?.addEventListener("click", (event) => {
  const place = event.target.closest("[data-mark]");
  if (!place || !window.getSelection().isCollapsed) return;
  const index = findings.findIndex((one) => one.dataset.finding === place.dataset.mark);
  if (index >= 0) show(index);
});

const agreeRow = document.querySelector("[data-agree-row]");
if (agreeRow) {
  agreeRow.hidden = false;
  agreeRow.querySelector("[data-agree]").addEventListener("click", agree);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-check]")) left();
  });
  left();
}

const keysSwitch = document.querySelector("[data-keys-switch]");
if (keysSwitch) {
  keysSwitch.checked = on();
  keysSwitch.addEventListener("change", () => {
    if (keysSwitch.checked) window.localStorage.removeItem(SWITCH);
    else window.localStorage.setItem(SWITCH, "1");
  });
}

// The claim: a countdown, and a renewal while somebody works on the page.
const lease = document.querySelector("[data-lease]");
if (lease) {
  let until = new Date(lease.dataset.lease);
  let active = true;
  for (const name of ["keydown", "pointermove", "scroll"]) {
    document.addEventListener(name, () => (active = true), { passive: true, capture: true });
  }

  const count = document.createElement("span");
  count.className = "muted";
  lease.after(count);

  function countdown() {
    const left = Math.max(0, Math.round((until - Date.now()) / 60000));
    count.textContent = left ? ` (${left} min left)` : " (your claim has run out)";
  }

  async function renew() {
    if (!active) return;
    active = false;
    const body = new FormData();
    body.set("token", lease.dataset.token);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const response = await fetch(lease.dataset.renew, { method: "POST", body });
    if (!response.ok) return;
    until = new Date((await response.json()).until);
    lease.textContent = until.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    countdown();
  }

  countdown();
  window.setInterval(countdown, 15000);
  window.setInterval(() => renew().catch(() => {}), 120000);
}
