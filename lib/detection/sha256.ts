/**
 * SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, in lower-case hex. The engine is pure and synchronous, so neither
 * node:crypto nor WebCrypto will do; it names rules and hits, and is not used where speed or secrecy matters.
 */
export function sha256Hex(text: string): string {
  hash(text);
  return hexOf(state.length);
}

/** The first half of it, which is enough of a name. */
export function halfSha256Hex(text: string): string {
  hash(text);
  return hexOf(state.length / 2);
}

/** Names texts that all begin alike: what they begin with is hashed once. */
export class NamesAfter {
  private readonly beginning: string;
  private readonly words: number;
  private readonly state: Int32Array;

  constructor(beginning: string) {
    this.beginning = beginning;
    this.words = Math.floor(encoder.encode(beginning).length / BLOCK_BYTES) * BLOCK_WORDS;
    put(beginning);
    state.set(INITIAL);
    compressAll(0, this.words);
    this.state = state.slice();
  }

  /** `halfSha256Hex` of the beginning and this. */
  halfSha256Hex(rest: string): string {
    const length = put(this.beginning + rest);
    state.set(this.state);
    compressAll(this.words, length);
    return hexOf(state.length / 2);
  }
}

function hash(text: string): void {
  const length = put(text);
  state.set(INITIAL);
  compressAll(0, length);
}

function compressAll(from: number, to: number): void {
  for (let block = from; block < to; block += BLOCK_WORDS) compress(block);
}

/** Puts the words of a text; returns their number. */
function put(text: string): number {
  return putAscii(text) ?? putBytes(encoder.encode(text));
}

/** The first words of what was hashed last. In one piece: text put together bit by bit would be kept as a tree of its bits. */
function hexOf(words: number): string {
  const digits = words === state.length ? whole : half;
  for (let at = 0; at < words * DIGITS; at += 1) digits[at] = HEX.charCodeAt((state[at >> 3]! >>> (28 - (at & 7) * 4)) & 15);
  return String.fromCharCode(...digits);
}

const encoder = new TextEncoder();
const BLOCK_BYTES = 64;
const BLOCK_WORDS = 16;
const HEX = "0123456789abcdef";
/** Of a word. */
const DIGITS = 8;
/** Texts up to so many words are put where the one before was: memory for each would take longer than hashing it. */
const SHARED_WORDS = 4096;
const shared = new Int32Array(SHARED_WORDS);
const state = new Int32Array(8);
const whole = Array.from({ length: 8 * DIGITS }, () => 0);
const half = Array.from({ length: 4 * DIGITS }, () => 0);
let words = shared;

/** Puts the words of a text that is ASCII, as most are, without making bytes of it; returns their number, or null for any other text. */
function putAscii(text: string): number | null {
  const length = begin(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return null;
    words[at >> 2]! |= code << (24 - (at & 3) * 8);
  }
  return length;
}

/** Signed words throughout: numbers above 2^31 would be kept as doubles, at four times the cost. */
function putBytes(bytes: Uint8Array): number {
  const length = begin(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) words[at >> 2]! |= bytes[at]! << (24 - (at & 3) * 8);
  return length;
}

/** Makes room for so many bytes and puts what follows them; returns the number of words. */
function begin(bytes: number): number {
  const length = Math.ceil((bytes + 9) / BLOCK_BYTES) * BLOCK_WORDS;
  words = length > SHARED_WORDS ? new Int32Array(length) : shared;
  words.fill(0, 0, length);
  words[bytes >> 2] = 0x80 << (24 - (bytes & 3) * 8);
  words[length - 2] = Math.floor(bytes / 0x20000000);
  words[length - 1] = bytes << 3;
  return length;
}

const schedule = new Int32Array(64);

function compress(block: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t += 1) w[t] = words[block + t]!;
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t += 1) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[t]! + w[t]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
  state[5]! += f;
  state[6]! += g;
  state[7]! += h;
}

function rotate(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by));
}

/** The first 32 bits of the fractional parts of the roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fractions(count: number, root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes.map((prime) => Math.floor((root(prime) % 1) * 0x100000000) | 0);
}

const INITIAL = fractions(8, Math.sqrt);
const ROUND = Int32Array.from(fractions(64, Math.cbrt));
