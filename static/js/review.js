// Reviewing without the mouse: keys to walk findings and files, to decide, and to keep the
// claim alive. Every action is also a link or a button on the page.

const SWITCH = "airlock-keys-off";
const area = document.querySelector("[data-review]");
const sheet = document.getElementById("keys");
const findings = [...document.querySelectorAll("[data-finding]")];
const files = [...document.querySelectorAll("[data-file]")];
let current = -1;

function on() {
  return window.localStorage.getItem(SWITCH) !== "1";
}

function show(index) {
  if (!findings.length) return;
  current = (index + findings.length) % findings.length;
  for (const finding of findings) finding.removeAttribute("aria-current");
  const finding = findings[current];
  finding.setAttribute("aria-current", "true");
  finding.scrollIntoView({ block: "nearest" });
  mark(finding.getAttribute("href").slice(1));
}

function mark(id) {
  for (const old of document.querySelectorAll("mark[aria-current], .redaction-box[aria-current]")) {
    old.removeAttribute("aria-current");
  }
  const place = document.getElementById(id);
  if (!place) return;
  place.closest("details")?.setAttribute("open", "");
  place.setAttribute("aria-current", "true");
  place.scrollIntoView({ block: "center" });
  place.focus({ preventScroll: true });
}

function file(step) {
  const here = files.findIndex((link) => link.getAttribute("aria-current") === "page");
  const next = files[here + step];
  if (next) window.location.assign(next.href);
}

function tick() {
  const open = [...document.querySelectorAll("[data-check]")].find((box) => !box.checked);
  if (!open) return;
  open.checked = true;
  open.closest("[data-point]")?.querySelector("details")?.setAttribute("open", "");
  open.focus();
}

function untick() {
  const ticked = [...document.querySelectorAll("[data-check]:checked")];
  const last = ticked[ticked.length - 1];
  if (!last) return;
  last.checked = false;
  last.focus();
}

function decide(key) {
  const button = document.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  const words = document.getElementById("words");
  if (key !== "a" && !words.value.trim()) {
    // A question or a rejection needs words: go there first, the next press sends.
    words.focus();
    return;
  }
  button.form.requestSubmit(button);
}

const KEYS = {
  j: () => show(current + 1),
  k: () => show(current < 0 ? findings.length - 1 : current - 1),
  n: () => file(1),
  p: () => file(-1),
  c: tick,
  u: untick,
  a: () => decide("a"),
  q: () => decide("q"),
  r: () => decide("r"),
  t: () => document.querySelector("[data-claim]")?.requestSubmit(),
  "?": () => sheet?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target;
  const typing = target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  if (typing) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (document.querySelector("dialog[open]") || (!on() && event.key !== "?")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

for (const [index, finding] of findings.entries()) {
  finding.addEventListener("click", (event) => {
    event.preventDefault();
    show(index);
  });
}

// The mark in the document leads back to its line in the list.
area?.addEventListener("click", (event) => {
  const place = event.target.closest("mark.redaction, .redaction-box");
  if (!place) return;
  const index = findings.findIndex((one) => one.getAttribute("href") === `#${place.id}`);
  if (index >= 0) show(index);
});

// What is selected in the copy goes into the field of words that were missed.
document.querySelector(".review-document")?.addEventListener("mouseup", () => {
  const words = window.getSelection().toString().trim();
  const field = document.getElementById("missed-words");
  if (field && words && words.length <= 300) field.value = words;
});

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
