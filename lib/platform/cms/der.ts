// The few bytes of DER (X.690) that are made or looked into by hand: what the libraries have no type for.

export const DER = { octets: 0x04, sequence: 0x30, set: 0x31 } as const;

/** One value with its tag and length. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

/** The values that stand side by side in `bytes`, each with its tag and content. @throws RangeError when they are cut off */
export function readDer(bytes: Uint8Array): { tag: number; content: Uint8Array; whole: Uint8Array }[] {
  const values = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const { length, start } = readLength(bytes, at + 1);
    if (start + length > bytes.length) throw new RangeError("a value is cut off");
    values.push({ tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return values;
}

function readLength(bytes: Uint8Array, at: number): { length: number; start: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new RangeError("a length is not as DER has it");
  let length = 0;
  for (let place = 1; place <= count; place += 1) length = length * 256 + (bytes[at + place] ?? 0);
  return { length, start: at + 1 + count };
}
