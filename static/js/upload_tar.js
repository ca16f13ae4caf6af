// A dropped folder as one tar archive, made of references to its files: none is read early,
// and headers are made when their part is sent, so that sending begins at once.
// The same folder gives the same bytes: paths in order, no times, no owners. Long or foreign
// paths go into a pax header, so every size is known before the first byte is sent.

const BLOCK = 512;
const END = 2 * BLOCK;
const encoder = new TextEncoder();

// Like a Blob, as far as an upload needs one: a size, and slices. The browser reads the files
// itself while it sends a slice: read by the page, each small file takes ten times as long.
export class FolderArchive {
  constructor(entries) {
    this.entries = entries;
    this.starts = []; // of an entry's headers; what comes before is the padding of the last
    this.size = 0;
    for (const { path, size } of entries) {
      this.starts.push(this.size);
      this.size = padded(this.size + headLength(path) + size);
    }
    this.size += END;
  }

  slice(from, to) {
    const parts = [];
    let bytes = []; // joined, because every piece of a Blob costs the browser some work
    let at = from;
    const put = (piece, start) => {
      const length = piece.size ?? piece.length;
      const [first, last] = [Math.max(0, from - start), Math.min(length, to - start)];
      if (first >= last) return;
      at = start + last;
      if (piece instanceof Uint8Array) return bytes.push(piece.subarray(first, last));
      parts.push(joined(bytes.splice(0)));
      // Slicing a file costs the browser more than sending it.
      parts.push(first === 0 && last === length ? piece : piece.slice(first, last));
    };
    for (let n = this.entryAt(from); n < this.entries.length && this.starts[n] < to; n += 1) {
      const { path, file, size } = this.entries[n];
      const head = headers(path, size);
      const start = this.starts[n] + head.length;
      put(head, this.starts[n]);
      if (size > 0) put(file, start);
      put(new Uint8Array(padded(size) - size), start + size);
    }
    if (at < to) put(new Uint8Array(END), this.size - END);
    parts.push(joined(bytes));
    return new Blob(parts);
  }

  // The last entry that begins at or before this byte.
  entryAt(byte) {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.starts[middle] <= byte) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

// In the order of their paths, each with its size and time: asking a file costs the browser
// a look at the disk every time.
export function measured(entries) {
  return entries
    .map(({ path, file }) => ({ path, file, size: file.size, modified: file.lastModified }))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

export function hasRepository(entries) {
  return entries.some(({ path }) => path.split("/").includes(".git"));
}

// Plain short names fit into the header itself; for others a pax header comes first.
function isPlain(path) {
  return path.length < 100 && /^[\x20-\x7e]*$/.test(path);
}

function headLength(path) {
  return isPlain(path) ? BLOCK : 2 * BLOCK + padded(paxRecord("path", encoder.encode(path)).length);
}

function headers(path, size) {
  const name = encoder.encode(path);
  const own = header(name.subarray(0, 99), size, "0");
  if (isPlain(path)) return own;
  const record = paxRecord("path", name);
  const padding = new Uint8Array(padded(record.length) - record.length);
  return joined([header(encoder.encode("pax"), record.length, "x"), record, padding, own]);
}

// "LENGTH path=VALUE\n", where LENGTH counts itself.
function paxRecord(key, value) {
  const rest = key.length + value.length + 3;
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  const record = new Uint8Array(length);
  const head = encoder.encode(`${length} ${key}=`);
  record.set(head);
  record.set(value, head.length);
  record[length - 1] = 10;
  return record;
}

const EMPTY_HEADER = emptyHeader();

function header(name, size, type) {
  const block = EMPTY_HEADER.slice();
  block.set(name, 0);
  encoder.encodeInto(size.toString(8).padStart(11, "0"), block.subarray(124, 135));
  block[156] = type.charCodeAt(0);
  let sum = 0;
  for (let at = 0; at < 265; at += 1) sum += block[at];
  encoder.encodeInto(sum.toString(8).padStart(6, "0"), block.subarray(148, 154));
  block[154] = 0;
  return block;
}

// Everything that is the same for every file; the sum counts its own field as spaces.
function emptyHeader() {
  const block = new Uint8Array(BLOCK);
  const put = (text, at) => block.set(encoder.encode(text), at);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put("00000000000\0", 136);
  put("        ", 148);
  put("ustar\x0000", 257);
  return block;
}

function joined(arrays) {
  const whole = new Uint8Array(arrays.reduce((total, array) => total + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    whole.set(array, at);
    at += array.length;
  }
  return whole;
}

function padded(size) {
  return Math.ceil(size / BLOCK) * BLOCK;
}
