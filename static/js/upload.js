// The drop zone: takes the place of the plain form below it, which works without this file.
// One row per file or folder with progress, speed, pause, resume and cancel.

import { FolderArchive, hasRepository, measured } from "./upload_tar.js";
import { Refusal, Transfer, hasCutUploads } from "./upload_transfer.js";

const FILES_AT_ONCE = 2;
const LOOK_AGAIN_MS = 2500;
const LOOKS = 60;

const GIT = {
  drop: "Its history is read once to see whose work it is, and is then left out: only the files as they are now go on.",
  hold: "This programme looks at histories by hand: the folder is held until someone has decided about it.",
};

class Uploader {
  constructor(form) {
    this.form = form;
    this.where = { startUrl: form.dataset.start, token: form.querySelector("[name=csrfmiddlewaretoken]").value };
    this.waiting = [];
    this.running = 0;
    this.total = 0;
    this.ended = 0;
    this.failed = 0;
    this.build();
    if (hasCutUploads()) this.say("An upload was cut. Choose the same file or folder again: it goes on where it stopped.");
  }

  build() {
    const plain = this.form.querySelector("[type=file]").closest(".field");
    plain.hidden = true;
    plain.querySelector("[type=file]").disabled = true;
    this.form.querySelector("[type=submit]").hidden = true;

    this.zone = make("div", { className: "drop-zone" });
    this.zone.append(make("p", { textContent: "Drop files or one folder here, or" }));
    const buttons = make("p", { className: "actions" });
    buttons.append(this.chooser("Choose files", { multiple: true }), this.chooser("Choose a folder", { webkitdirectory: true }));
    this.status = make("p", { className: "muted small" });
    this.status.setAttribute("role", "status");
    this.zone.append(buttons, this.status);
    this.form.append(this.zone);

    this.rows = document.querySelector(".file-rows");
    if (!this.rows) {
      this.rows = make("ul", { className: "file-rows", hidden: true });
      this.form.after(this.rows);
    }
    this.listen();
  }

  chooser(label, options) {
    const input = Object.assign(make("input", { type: "file", hidden: true }), options);
    const button = make("button", { type: "button", textContent: label });
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.takeList([...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file })));
      input.value = "";
    });
    const both = document.createDocumentFragment();
    both.append(button, input);
    return both;
  }

  listen() {
    const over = (event, is) => {
      event.preventDefault();
      this.zone.classList.toggle("is-over", is);
    };
    this.zone.addEventListener("dragover", (event) => over(event, true));
    this.zone.addEventListener("dragleave", (event) => over(event, false));
    this.zone.addEventListener("drop", async (event) => {
      over(event, false);
      // The items are gone after the first wait, so all entries are taken at once.
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      const found = await Promise.all(entries.map(walk));
      this.takeList(found.flat());
    });
    // On the document, because rows are exchanged for fresh ones.
    document.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-replace]");
      if (!form) return;
      event.preventDefault();
      const { files, part, replaces } = form.elements;
      for (const file of files.files) this.takeFile(file, { part: part.value, replaces: replaces.value });
      form.remove();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.running > 0) event.preventDefault();
    });
  }

  takeList(found) {
    const folders = Map.groupBy ? Map.groupBy(found, topFolder) : groupBy(found, topFolder);
    for (const [folder, entries] of folders) {
      if (folder === "") for (const { file } of entries) this.takeFile(file);
      else this.takeFolder(folder, entries);
    }
  }

  takeFile(file, place = {}) {
    const identity = `file\n${file.name}\n${file.size}\n${file.lastModified}\n${place.replaces ?? ""}`;
    this.enqueue({ blob: file, name: file.name, shape: "file", identity, ...place });
  }

  takeFolder(folder, found) {
    const entries = measured(found);
    const list = entries.map(({ path, size, modified }) => `${path}\n${size}\n${modified}`);
    const what = {
      blob: new FolderArchive(entries),
      name: `${folder}.tar`,
      shown: `${folder} (${entries.length} files)`,
      shape: hasRepository(entries) ? "repository" : "folder",
      identity: `folder\n${list.join("\n")}`,
    };
    if (what.shape === "repository") this.askFirst(what);
    else this.enqueue(what);
  }

  // What happens to a repository's history is said before a byte of it leaves.
  askFirst(what) {
    const row = new Row(this.rows, what);
    row.says(`This folder is a git repository. ${GIT[this.form.dataset.git] ?? GIT.drop}`);
    row.buttons(
      ["Upload it", () => this.enqueue(what, row)],
      ["Do not upload", () => row.remove()],
    );
    row.focus();
  }

  enqueue(what, row = null) {
    const chosen = this.form.querySelector("[name=part]:checked");
    this.waiting.push({ what: { part: chosen?.value ?? "deliverable", ...what }, row: row ?? new Row(this.rows, what) });
    this.total += 1;
    this.next();
  }

  next() {
    while (this.running < FILES_AT_ONCE && this.waiting.length > 0) {
      this.running += 1;
      this.run(this.waiting.shift()).finally(() => {
        this.running -= 1;
        this.next();
      });
    }
    this.count();
  }

  async run({ what, row }) {
    const transfer = new Transfer(this.where, what, (news) => row.shows(transfer, news));
    row.follows(transfer);
    try {
      const answer = await transfer.run();
      if (answer === null) return this.over(row, "cancelled");
      row.says("Uploaded; being moved into quarantine.");
      row.buttons();
      this.over(row, "uploaded");
      this.look(answer.file);
    } catch (error) {
      const known = error instanceof Refusal;
      row.says(known ? error.sentence : "The connection was lost. Nothing that arrived is lost.", known ? error.code : "no_connection");
      row.buttons(["Try again", () => this.enqueue(what, row)], ["Remove", () => transfer.cancel().finally(() => row.remove())]);
      this.failed += 1;
      this.over(row, "failed");
    }
  }

  over(row, how) {
    this.ended += 1;
    if (how === "cancelled") row.remove();
    this.count();
  }

  count() {
    if (this.total === 0) return;
    const failed = this.failed > 0 ? `, ${this.failed} with a problem` : "";
    this.say(`${this.ended} of ${this.total} uploads done${failed}.`);
  }

  say(sentence) {
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
  }

  // The row as the server shows it, until checking has come to an end.
  async look(file) {
    for (let look = 0; look < LOOKS; look += 1) {
      await new Promise((resolve) => window.setTimeout(resolve, LOOK_AGAIN_MS));
      const answer = await fetch(window.location.href).catch(() => null);
      if (!answer?.ok) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(`[data-artefact="${CSS.escape(file)}"]`);
      const old = this.rows.querySelector(`[data-artefact="${CSS.escape(file)}"]`);
      if (!fresh || !old) return;
      if (fresh.textContent !== old.textContent) old.replaceWith(document.importNode(fresh, true));
      if (!["landed", "quarantined", "uploading"].includes(fresh.dataset.state)) return;
    }
  }
}

class Row {
  constructor(rows, { shown, name, blob }) {
    this.item = make("li", { className: "file-row" });
    this.name = make("span", { className: "name", textContent: shown ?? name });
    this.meta = make("span", { className: "muted small", textContent: bytes(blob.size) });
    this.actions = make("span", { className: "actions" });
    this.progress = make("progress", { max: Math.max(blob.size, 1), value: 0 });
    this.progress.setAttribute("aria-label", `Upload of ${shown ?? name}`);
    this.verdict = make("p", { className: "verdict", textContent: "Waiting." });
    this.item.append(this.name, this.meta, this.actions, this.progress, this.verdict);
    this.size = blob.size;
    rows.hidden = false;
    rows.append(this.item);
    document.querySelector("main .empty-state")?.remove();
  }

  follows(transfer) {
    const pause = [
      "Pause",
      () => {
        transfer.pause();
        this.says("Paused.");
        this.buttons(["Resume", () => (transfer.resume(), this.follows(transfer))], cancel);
        this.focus();
      },
    ];
    const cancel = [
      "Cancel",
      () => {
        this.says("Being cancelled.");
        this.buttons();
        transfer.cancel();
      },
    ];
    this.says("Uploading.");
    this.buttons(pause, cancel);
  }

  shows(transfer, { contract, resumed, completing }) {
    if (completing) this.buttons();
    if (contract) {
      document.querySelector(`[data-artefact="${CSS.escape(contract.file)}"]`)?.remove();
      this.item.dataset.artefact = contract.file;
      if (resumed && !transfer.paused) this.says("Going on where it stopped.");
    }
    const sent = transfer.bytes();
    const speed = transfer.speed();
    this.progress.value = sent;
    this.meta.textContent = `${bytes(sent)} of ${bytes(this.size)}${speed > 0 ? `, ${bytes(speed)}/s` : ""}`;
  }

  says(sentence, code = "") {
    this.verdict.textContent = `${sentence} `;
    if (code) this.verdict.append(make("span", { className: "error-code", textContent: code }));
  }

  buttons(...wanted) {
    this.actions.replaceChildren(
      ...wanted.map(([label, action]) => {
        const button = make("button", { type: "button", className: "button-small", textContent: label });
        button.setAttribute("aria-label", `${label}: ${this.name.textContent}`);
        button.addEventListener("click", action);
        return button;
      }),
    );
  }

  focus() {
    this.actions.querySelector("button")?.focus();
  }

  remove() {
    this.item.remove();
  }
}

async function walk(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = entry.createReader();
  const inside = [];
  for (;;) {
    // Browsers give at most a hundred entries at a time.
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inside.push(...some);
  }
  const found = [];
  for (const one of inside) found.push(...(await walk(one)));
  return found;
}

function topFolder({ path }) {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function bytes(number) {
  const units = ["B", "KB", "MB", "GB"];
  let power = 0;
  while (number >= 1000 && power < units.length - 1) {
    number /= 1000;
    power += 1;
  }
  return `${power === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[power]}`;
}

const form = document.querySelector("form.upload-form[data-start]");
if (form) new Uploader(form);
