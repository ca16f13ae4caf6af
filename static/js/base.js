// What every page has: menus that close, dialogs that open, forms that are sent once.
// Every page works without this file; it only saves steps.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));

  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();

  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();

  const copier = event.target.closest("[data-copies]");
  if (copier) copy(copier);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary")?.focus();
});

async function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  await navigator.clipboard.writeText(source.value ?? source.textContent);
  const before = button.textContent;
  button.textContent = "Copied";
  window.setTimeout(() => (button.textContent = before), 2000);
}

// A second click on a slow form would send it twice. Back brings the buttons back.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.matches("[data-many]")) return;
  for (const button of event.target.querySelectorAll("button[type=submit]")) {
    window.setTimeout(() => (button.disabled = true));
  }
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[type=submit]:disabled")) {
    button.disabled = false;
  }
});

// A passkey needs a name, not a number, in the address bar, and TLS anywhere but here.
document.addEventListener("allauth.error", (event) => {
  const failure = event.detail?.exception;
  if (failure?.name === "NotAllowedError") return say("Nothing was confirmed. Try again when you are ready.");
  const number = /^[\d.]+$|^\[/.test(window.location.hostname);
  if (number) {
    const url = new URL(window.location.href);
    url.hostname = "localhost";
    return say(`Browsers allow no passkeys at ${window.location.hostname}. Open ${url.origin} instead.`);
  }
  say("This browser could not use a passkey here. Use an authenticator app instead.");
});

function say(sentence) {
  const place = document.getElementById("said");
  if (!place) return;
  place.querySelector("p").textContent = sentence;
  place.hidden = false;
}
