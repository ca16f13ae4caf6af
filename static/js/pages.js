// The document's pane: text layers that come with their pages, zoom, sheets as tabs.

const pane = document.querySelector("[data-document]");
const STEPS = [50, 75, 100, 150, 200, 300, 400];
const AHEAD = "800px";
const asked = new Map();

// A page's layer, once; everybody who needs it waits for the same answer.
export function layer(place) {
  const address = place.dataset.layer;
  if (!asked.has(address)) asked.set(address, fetched(place, address));
  return asked.get(address);
}

async function fetched(place, address) {
  const response = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  if (!response.ok) return;
  const text = await response.text();
  const made = new DOMParser().parseFromString(text, "text/html").querySelector("svg");
  if (made) place.replaceWith(document.importNode(made, true));
}

// The layer of a page by its number, where it is not there yet.
export async function ensure(number) {
  const place = document.querySelector(`#page-${number} [data-layer]`);
  if (place) await layer(place);
}

const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      layer(entry.target).catch(() => {});
    }
  },
  { root: pane, rootMargin: AHEAD },
);
for (const place of document.querySelectorAll("[data-layer]")) watcher.observe(place);

// Zoom keeps the point in the middle where it is.
const bar = document.querySelector("[data-zoom-bar]");
let step = STEPS.indexOf(100);
if (bar) bar.hidden = false;

export function zoom(by) {
  if (!bar) return;
  const next = Math.min(Math.max(step + by, 0), STEPS.length - 1);
  const middle = {
    x: (pane.scrollLeft + pane.clientWidth / 2) / pane.scrollWidth,
    y: (pane.scrollTop + pane.clientHeight / 2) / pane.scrollHeight,
  };
  step = next;
  pane.dataset.zoomed = STEPS[step];
  bar.querySelector("[data-zoom-said]").textContent = `${STEPS[step]} %`;
  pane.scrollLeft = middle.x * pane.scrollWidth - pane.clientWidth / 2;
  pane.scrollTop = middle.y * pane.scrollHeight - pane.clientHeight / 2;
}

bar?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-zoom]");
  if (button) zoom(button.dataset.zoom === "in" ? 1 : -1);
});

// Tabs: one sheet at a time where there are several; without this file all of them.
const tabs = [...document.querySelectorAll("[data-tab]")];
const sheets = [...document.querySelectorAll("[data-sheet]")];

export function openSheet(sheet) {
  if (!tabs.length) return;
  for (const one of sheets) one.hidden = one !== sheet;
  for (const tab of tabs) {
    if (tab.getAttribute("href") === `#${sheet.id}`) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

for (const tab of tabs) {
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    openSheet(document.querySelector(tab.getAttribute("href")));
  });
}
if (tabs.length) openSheet(sheets[0]);

// Which page is in sight, said in the bar.
const said = document.querySelector("[data-place]");
const pages = [...document.querySelectorAll("[data-page]")];
if (said && pages.length > 1) {
  const inSight = new IntersectionObserver(
    (entries) => {
      const seen = entries.filter((entry) => entry.isIntersecting);
      if (!seen.length) return;
      const label = seen[0].target.querySelector("figcaption span").textContent.trim();
      said.textContent = `${label} of ${pages.length}`;
    },
    { root: pane, rootMargin: "-45% 0px -45% 0px" },
  );
  for (const page of pages) inSight.observe(page);
}
