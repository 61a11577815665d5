import type { Kernel } from "./kernel.ts";

const TWO_BYTES = 0x800;
const PLANE = 0x10000;
/** Its lower case depends on where in a word it stands. */
const SIGMA = 0x3a3;
let tables: { readonly lower: Uint8Array; readonly cased: Uint8Array } | null = null;

/** Gives the kernel JavaScript's lower case of the characters that it tells apart itself. */
export function writeLetterCases(kernel: Kernel): void {
  tables ??= makeTables();
  for (const [name, bytes] of [["lowerCase", tables.lower], ["cased", tables.cased]] as const) {
    const place = kernel.allocate(bytes.length);
    kernel.u8.set(bytes, place);
    kernel.place(name, place);
  }
}

function makeTables(): { lower: Uint8Array; cased: Uint8Array } {
  const lower = new Uint16Array(TWO_BYTES);
  const cased = new Uint8Array(PLANE / 8);
  for (let point = 0x80; point < PLANE; point += 1) {
    const char = String.fromCharCode(point);
    const lowered = char.toLowerCase();
    const same = lowered === char && point !== SIGMA;
    const short = lowered.length === 1 && lowered.charCodeAt(0) >= 0x80 && lowered.charCodeAt(0) < TWO_BYTES && point !== SIGMA;
    if (point < TWO_BYTES) lower[point] = short ? lowered.charCodeAt(0) : 0;
    else if (!same) cased[point >> 3]! |= 1 << (point & 7);
  }
  return { lower: new Uint8Array(lower.buffer), cased };
}
