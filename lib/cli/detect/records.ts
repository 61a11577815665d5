const QUOTE = 34;
const BACKSLASH = 92;
const LF = 10;
const SPACE = 32;
const COMMA = 44;

/** An item of a larger JSON document, as one line, and where it stood. */
export type CutRecord = { readonly offset: number; readonly bytes: Uint8Array };

/**
 * The records of `[{...}, ...]` and `{"Records": [{...}, ...]}`, cut out of the bytes without reading them: each is judged
 * as a line of its own, also what is no record: it is told with its place. Null when the document has another shape, or stops.
 */
export function cutRecords(document: Uint8Array): CutRecord[] | null {
  const start = arrayStart(document);
  if (start === -1) return null;
  const records: CutRecord[] = [];
  for (let at = start; at < document.length; ) {
    const byte = document[at]!;
    if (byte === 0x5d) return records;
    if (byte === COMMA || byte <= SPACE) {
      at += 1;
      continue;
    }
    const end = itemEnd(document, at);
    if (end > document.length) return null;
    records.push({ offset: at, bytes: oneLine(document.subarray(at, end)) });
    at = end;
  }
  return null;
}

/** Where an item of a list ends, whatever it is; beyond the document when it does not. */
function itemEnd(document: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < document.length; at += 1) {
    const byte = document[at]!;
    if (byte === QUOTE) at = stringEnd(document, at);
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (depth === 0 && (byte === COMMA || byte === 0x5d || byte === 0x7d || byte <= SPACE)) return at === from ? at + 1 : at;
    else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return document.length + 1;
}

function arrayStart(document: Uint8Array): number {
  const head = new TextDecoder().decode(document.subarray(0, 256));
  const found = /^\uFEFF?\s*(?:\{\s*"Records"\s*:\s*)?\[/.exec(head);
  return found ? new TextEncoder().encode(found[0]).length : -1;
}

function stringEnd(document: Uint8Array, open: number): number {
  let at = open + 1;
  while (at < document.length && document[at] !== QUOTE) at += document[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** Newlines stand between the parts of a record only: in its texts they are escaped. */
function oneLine(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(LF)) return bytes;
  return bytes.map((byte) => (byte === LF ? SPACE : byte));
}
