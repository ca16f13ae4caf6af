// A dropped folder as one tar archive, made of references to its files: none is read early.
// The same folder gives the same bytes: paths in order, no times, no owners. Long or foreign
// paths go into a pax header, so every size is known before the first byte is sent.

const BLOCK = 512;
const encoder = new TextEncoder();

// Like a Blob, as far as an upload needs one: a size, and slices. A slice is put together
// when its part is sent, because one Blob of ten thousand pieces takes a second to make.
export class FolderArchive {
  constructor(entries) {
    this.pieces = [];
    this.starts = [];
    this.ends = [];
    this.size = 0;
    let waiting = [];
    for (const { path, file, size } of entries) {
      const name = encoder.encode(path);
      if (name.length > 99 || name.length !== path.length) waiting.push(...paxHeader(name));
      waiting.push(header(name.slice(0, 99), size, "0"));
      this.addBytes(joined(waiting));
      this.add(file, size);
      waiting = [padding(size)];
    }
    this.addBytes(joined([...waiting, new Uint8Array(2 * BLOCK)]));
  }

  addBytes(bytes) {
    this.add(bytes, bytes.length);
  }

  add(piece, length) {
    if (length === 0) return;
    this.pieces.push(piece);
    this.starts.push(this.size);
    this.size += length;
    this.ends.push(this.size);
  }

  slice(from, to) {
    const parts = [];
    for (let at = this.pieceAt(from); at < this.pieces.length && this.starts[at] < to; at += 1) {
      const piece = this.pieces[at];
      const start = this.starts[at];
      const whole = start >= from && this.ends[at] <= to;
      // Slicing a file costs the browser more than sending it.
      parts.push(whole ? piece : piece.slice(Math.max(0, from - start), to - start));
    }
    return new Blob(parts);
  }

  // The last piece that begins at or before this byte.
  pieceAt(byte) {
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

function paxHeader(name) {
  const record = paxRecord("path", name);
  return [header(encoder.encode("pax"), record.length, "x"), record, padding(record.length)];
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

function header(name, size, type) {
  const block = new Uint8Array(BLOCK);
  const put = (text, at) => block.set(encoder.encode(text), at);
  block.set(name, 0);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put("00000000000\0", 136);
  put("        ", 148);
  put(type, 156);
  put("ustar\x0000", 257);
  let sum = 0;
  for (let at = 0; at < 265; at += 1) sum += block[at];
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
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

function padding(size) {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}
