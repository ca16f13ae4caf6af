// Keeps a draft while it is typed: the whole form goes to the server a moment after the last
// key, and the page says when it was kept. Nothing is kept in the browser.

const WAIT_MS = 1200;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const says = form.querySelector("[data-autosave-says]");
  let timer = 0;
  let sending = false;
  let again = false;

  async function save() {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    says.textContent = "Saving…";
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "autosave" },
      });
      const said = await response.json();
      says.textContent = response.ok ? `Saved ${said.saved_at}` : said.sentence;
    } catch {
      says.textContent = "Not saved: no connection. It is tried again with the next key.";
    }
    sending = false;
    if (again) {
      again = false;
      save();
    }
  }

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, WAIT_MS);
  });
  form.addEventListener("submit", () => window.clearTimeout(timer));

  // A new line of the rubric without a trip to the server.
  const more = form.querySelector("[data-rubric-more]");
  more?.addEventListener("click", (event) => {
    const rows = form.querySelectorAll("[data-rubric-row]");
    const total = form.querySelector("[name=rubric-TOTAL_FORMS]");
    const last = rows[rows.length - 1];
    const fresh = last.cloneNode(true);
    const number = rows.length;
    for (const part of fresh.querySelectorAll("[name], [for], [id]")) {
      for (const name of ["name", "for", "id"]) {
        const value = part.getAttribute(name);
        if (value) part.setAttribute(name, value.replace(/-\d+-/, `-${number}-`));
      }
      if (part.matches("textarea, input:not([type=checkbox])")) part.value = "";
      if (part.matches("[type=checkbox]")) part.checked = false;
    }
    fresh.querySelector("legend").textContent = `Criterion ${number + 1}`;
    last.after(fresh);
    total.value = number + 1;
    fresh.querySelector("textarea").focus();
    event.preventDefault();
  });
}
