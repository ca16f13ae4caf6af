// A dropped folder as one tar archive, without reading it: a Blob that refers to the files.
// The same folder gives the same bytes: paths in order, no times, no owners. Long or foreign
// paths go into a pax header, so every size is known before the first byte is sent.

const BLOCK = 512;
const encoder = new TextEncoder();

export function folderBlob(entries) {
  const pieces = [];
  for (const { path, file } of inOrder(entries)) {
    const name = encoder.encode(path);
    if (name.length > 99 || name.length !== path.length) pieces.push(...paxHeader(name));
    pieces.push(header(name.slice(0, 99), file.size, "0"), file, padding(file.size));
  }
  pieces.push(new Uint8Array(2 * BLOCK));
  return new Blob(pieces);
}

export function inOrder(entries) {
  return [...entries].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
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
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function padding(size) {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}
