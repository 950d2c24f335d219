// Gives what the program imports from its script short names, on both sides. wasm-bindgen puts a hash into each, which does not
// compress and is in the download twice.

/** The kind of a section, in the WebAssembly binary format (core specification, 5.5.5). */
const IMPORTS = 2;
const HEADER = 8;

/**
 * @param {Buffer} wasm the program
 * @param {string} script its script
 * @returns {{ wasm: Buffer, script: string }} the same with short names
 */
export function shortenImports(wasm, script) {
  const { start, content, end } = importSection(wasm);
  const names = new Map();
  const shortened = renamed(content, (name) => {
    if (!names.has(name)) names.set(name, short(names.size, script));
    return names.get(name);
  });
  for (const [long, name] of names) {
    const parts = script.split(new RegExp(`\\b${long}\\b`));
    if (parts.length !== 2) throw new Error(`the script names ${long} ${parts.length - 1} times, not once`);
    script = parts.join(name);
  }
  const section = Buffer.concat([Buffer.from([IMPORTS]), encoded(shortened.length), shortened]);
  return { wasm: Buffer.concat([wasm.subarray(0, start), section, wasm.subarray(end)]), script };
}

/** A name for the nth import that the script does not use yet. */
function short(nth, script) {
  for (let name = `$${nth.toString(36)}`; ; name += "_") if (!script.includes(`${name}:`)) return name;
}

function importSection(wasm) {
  for (let start = HEADER; start < wasm.length; ) {
    const [length, from] = decoded(wasm, start + 1);
    if (wasm[start] === IMPORTS) return { start, content: wasm.subarray(from, from + length), end: from + length };
    start = from + length;
  }
  throw new Error("the program imports nothing");
}

/** The section with other names; functions only, as all that wasm-bindgen imports. */
function renamed(content, rename) {
  const [count, first] = decoded(content, 0);
  const parts = [encoded(count)];
  let at = first;
  for (let n = 0; n < count; n += 1) {
    const [moduleLength, moduleAt] = decoded(content, at);
    const [nameLength, nameAt] = decoded(content, moduleAt + moduleLength);
    const name = rename(content.toString("utf8", nameAt, nameAt + nameLength));
    const kindAt = nameAt + nameLength;
    if (content[kindAt] !== 0) throw new Error("the program imports something that is no function");
    const [, end] = decoded(content, kindAt + 1);
    parts.push(content.subarray(at, moduleAt + moduleLength), encoded(name.length), Buffer.from(name), content.subarray(kindAt, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** An unsigned LEB128 number and where it ends. */
function decoded(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function encoded(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}
