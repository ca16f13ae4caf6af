// One upload: start → sign → PUT part → complete, with pause, retry and going on after a
// reload. What is remembered in the browser is a hash of the file's identity and the
// server's addresses: no name and no content.

const AT_ONCE = 3;
const SIGNED_TOGETHER = 12;
const TRIES = 6;
const TRIES_TO_GIVE_UP = 3;
const PREFIX = "airlock-upload:";

export class Refusal extends Error {
  constructor(status, said) {
    super(said.code);
    this.status = status;
    this.code = said.code;
    this.sentence = said.sentence;
  }
}

export class Transfer {
  // where: {startUrl, token}; what: {blob, name, part, shape, replaces, identity}
  constructor(where, what, tell) {
    Object.assign(this, { where, what, tell, contract: null, done: new Set(), sent: new Map() });
    this.paused = false;
    this.cancelled = false;
    this.halt = new AbortController();
    this.sleepers = [];
    this.began = 0;
    this.beganWith = 0;
  }

  // The server's answer, or null once it was cancelled: whatever still fails then is no fault.
  async run() {
    this.beginning = this.begin();
    const answer = await this.sendAll().catch((error) => {
      if (this.cancelled) return null;
      this.pause(); // one part was refused: the others stop as well
      throw error;
    });
    if (answer === null) await this.given;
    return answer;
  }

  async sendAll() {
    await this.beginning;
    this.began = performance.now();
    this.beganWith = this.bytes();
    const missing = [];
    for (let number = 1; number <= this.contract?.part_count; number += 1) {
      if (!this.done.has(number)) missing.push(number);
    }
    const signed = new Signatures(this, missing);
    await Promise.all(Array.from({ length: AT_ONCE }, () => this.work(missing, signed)));
    if (this.cancelled) return null;
    this.tell({ completing: true });
    const answer = await this.json("POST", this.contract.complete_url, {});
    window.localStorage.removeItem(this.memory);
    return answer;
  }

  // Cuts what is on its way: parts, and the permissions to send them.
  pause() {
    this.paused = true;
    this.halt.abort();
  }

  resume() {
    this.paused = false;
    this.halt = new AbortController();
    this.began = performance.now();
    this.beganWith = this.bytes();
    this.wakeAll();
  }

  // Whoever waits for this knows that the server has given the upload up as well, or that
  // it could not be reached: it then does so by itself after the programme's term.
  cancel() {
    this.cancelled = true;
    this.pause();
    this.wakeAll();
    this.given ??= this.giveUp();
    return this.given;
  }

  async giveUp() {
    await this.beginning.catch(() => {}); // whoever runs it hears of it
    window.localStorage.removeItem(this.memory);
    for (let tried = 1; this.contract && tried <= TRIES_TO_GIVE_UP; tried += 1) {
      try {
        return await this.json("POST", this.contract.abort_url, {});
      } catch (error) {
        if (error instanceof Refusal && error.status < 500) return null;
        await this.wait(500 * 2 ** tried);
      }
    }
    return null;
  }

  bytes() {
    let bytes = 0;
    for (const number of this.done) bytes += this.sizeOf(number);
    for (const sent of this.sent.values()) bytes += sent;
    return bytes;
  }

  // Bytes a second since it last began, 0 before anything can be said.
  speed() {
    const seconds = (performance.now() - this.began) / 1000;
    return seconds > 0.5 ? (this.bytes() - this.beganWith) / seconds : 0;
  }

  sizeOf(number) {
    const { size, part_size: partSize } = this.contract;
    return Math.min(partSize, size - (number - 1) * partSize);
  }

  // Never cut: the server may have opened the upload that is then to be given up.
  async begin() {
    this.memory = PREFIX + (await digest(`${this.where.startUrl}\n${this.what.identity}`));
    const kept = window.localStorage.getItem(this.memory);
    if (kept) {
      try {
        this.contract = JSON.parse(kept);
        const { numbers } = await this.json("GET", this.contract.parts_url);
        this.done = new Set(numbers);
        this.tell({ contract: this.contract, resumed: numbers.length > 0 });
        return;
      } catch (error) {
        if (!(error instanceof Refusal || error instanceof SyntaxError)) throw error;
        window.localStorage.removeItem(this.memory);
      }
    }
    if (this.cancelled) return;
    const { name, part, shape, replaces, blob } = this.what;
    const asked = { name, part, shape, size: blob.size, replaces: replaces ?? null };
    this.contract = await this.json("POST", this.where.startUrl, asked);
    window.localStorage.setItem(this.memory, JSON.stringify(this.contract));
    this.tell({ contract: this.contract, resumed: false });
  }

  async work(missing, signatures) {
    while (missing.length > 0 && !this.cancelled) {
      const number = missing.shift();
      await this.sendWithRetries(number, signatures);
    }
  }

  async sendWithRetries(number, signatures) {
    for (let tried = 0; !this.cancelled; ) {
      await this.whileNotPaused();
      if (this.cancelled) return;
      const { signal } = this.halt;
      try {
        const signed = await signatures.of(number);
        if (signal.aborted) continue;
        await this.send(signed, signal);
        this.done.add(number);
        this.sent.delete(number);
        this.tell({});
        return;
      } catch (error) {
        this.sent.delete(number);
        signatures.forget(number);
        if (signal.aborted) continue;
        const expired = error instanceof Refusal && error.status === 403;
        if (error instanceof Refusal && !expired && error.status < 500 && error.status !== 429) throw error;
        tried += 1;
        if (tried >= TRIES) throw error;
        if (!expired) await this.wait(500 * 2 ** tried);
      }
    }
  }

  send({ number, url, headers, same_origin: own }, signal) {
    const start = (number - 1) * this.contract.part_size;
    const piece = this.what.blob.slice(start, start + this.sizeOf(number));
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("PUT", url);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (own) {
        request.setRequestHeader("X-CSRFToken", this.where.token);
        request.setRequestHeader("Content-Type", "application/octet-stream");
      }
      request.upload.addEventListener("progress", (event) => {
        this.sent.set(number, Math.min(event.loaded, piece.size));
        this.tell({});
      });
      request.addEventListener("load", () => {
        if (request.status >= 200 && request.status < 300) resolve();
        else reject(refusal(request.status, request.responseText));
      });
      for (const name of ["error", "abort", "timeout"]) {
        request.addEventListener(name, () => reject(new TypeError(name)));
      }
      const cut = () => request.abort();
      signal.addEventListener("abort", cut);
      request.addEventListener("loadend", () => signal.removeEventListener("abort", cut));
      request.send(piece);
    });
  }

  async json(method, url, body, signal = null) {
    const answer = await fetch(url, {
      method,
      signal,
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.where.token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw refusal(answer.status, text);
    return text ? JSON.parse(text) : null;
  }

  async whileNotPaused() {
    while (this.paused && !this.cancelled) {
      await new Promise((resolve) => this.sleepers.push(resolve));
    }
  }

  wakeAll() {
    for (const wake of this.sleepers.splice(0)) wake();
  }

  // Until the time is over, the connection is back, or the upload is resumed or cancelled.
  wait(milliseconds) {
    return new Promise((resolve) => {
      const timer = window.setTimeout(finish, milliseconds);
      this.sleepers.push(finish);
      function finish() {
        window.clearTimeout(timer);
        window.removeEventListener("online", finish);
        resolve();
      }
      window.addEventListener("online", finish);
    });
  }
}

// Permissions to send, asked for a dozen at a time and asked again when they ran out.
class Signatures {
  constructor(transfer, queue) {
    Object.assign(this, { transfer, queue, known: new Map() });
  }

  of(number) {
    if (!this.known.has(number)) {
      const numbers = [number, ...this.queue.filter((other) => !this.known.has(other))].slice(0, SIGNED_TOGETHER);
      const asked = this.transfer.json("POST", this.transfer.contract.sign_url, { numbers }, this.transfer.halt.signal);
      for (const one of numbers) {
        const own = asked.then(({ parts }) => parts.find((part) => part.number === one));
        // Whoever waits for it hears of it; nobody after them.
        own.catch(() => this.known.get(one) === own && this.forget(one));
        this.known.set(one, own);
      }
    }
    return this.known.get(number);
  }

  forget(number) {
    this.known.delete(number);
  }
}

export function hasCutUploads() {
  return Object.keys(window.localStorage).some((key) => key.startsWith(PREFIX));
}

function refusal(status, text) {
  try {
    return new Refusal(status, JSON.parse(text));
  } catch {
    return new Refusal(status, { code: `http_${status}`, sentence: "The portal did not take this. Try again." });
  }
}

async function digest(text) {
  const bytes = new Uint8Array(await window.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
