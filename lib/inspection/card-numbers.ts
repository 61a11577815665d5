import { INSPECTION_LIMITS } from "./limits.ts";

/** Digits in a number of each issuer, with the first digits that it uses (ISO/IEC 7812; the issuers' published ranges). */
const RANGES: readonly { from: number; to: number; digits: number; lengths: readonly number[] }[] = [
  { from: 4, to: 4, digits: 1, lengths: [13, 16, 19] },
  { from: 51, to: 55, digits: 2, lengths: [16] },
  { from: 2221, to: 2720, digits: 4, lengths: [16] },
  { from: 34, to: 34, digits: 2, lengths: [15] },
  { from: 37, to: 37, digits: 2, lengths: [15] },
  { from: 300, to: 305, digits: 3, lengths: [14] },
  { from: 36, to: 36, digits: 2, lengths: [14] },
  { from: 38, to: 39, digits: 2, lengths: [14] },
  { from: 6011, to: 6011, digits: 4, lengths: [16, 19] },
  { from: 644, to: 659, digits: 3, lengths: [16, 19] },
  { from: 3528, to: 3589, digits: 4, lengths: [16] },
  { from: 62, to: 62, digits: 2, lengths: [16, 17, 18, 19] },
];

const LONGEST = 19;
const SHORTEST = 13;
/** A line of nothing but digits that is longer than this is cut somewhere. */
const LONGEST_CARRIED = 64 * 1024;

export type CardNumbers = { count: number; /** Masked, with their lines. */ places: string[] };

/**
 * Looks for payment card numbers in text that comes in chunks. A candidate is 13 to 19 digits, in groups parted by single spaces or
 * hyphens of one kind, that touches no letter, digit, point or other number: so no hash, identifier or amount is one. It is
 * told only when an issuer uses its first digits at its length and its check digit is right (Luhn). Linear in the text.
 */
export function cardNumberScanner(): { push(text: string): void; end(): CardNumbers } {
  // Begins with a character that was judged and counted before, so that what follows has its neighbour.
  let carried = "\0";
  let line = 1;
  let count = 0;
  const places: string[] = [];
  const judge = (text: string): void => {
    for (let at = 1; at < text.length; ) {
      const code = text.charCodeAt(at);
      if (code === 10) line += 1;
      if (!isDigit(code)) {
        at += 1;
        continue;
      }
      const end = endOfRun(text, at);
      const digits = numberIn(text, at, end);
      if (digits !== undefined) {
        count += 1;
        if (places.length < INSPECTION_LIMITS.places) places.push(`${digits.slice(0, 6)}…${digits.slice(-4)} in line ${line}`);
      }
      at = end;
    }
  };
  return {
    push(text) {
      const whole = carried + text;
      let cut = whole.length;
      while (cut > 1 && whole.length - cut < LONGEST_CARRIED && mayGoOn(whole.charCodeAt(cut - 1))) cut -= 1;
      if (cut <= 1 && whole.length < LONGEST_CARRIED) {
        carried = whole;
        return;
      }
      judge(whole.slice(0, cut));
      carried = whole.slice(cut - 1);
    },
    end() {
      judge(carried);
      return { count, places };
    },
  };
}

/** What a number, or its neighbourhood, may consist of: a chunk that ends so is judged with the next one. */
const mayGoOn = (code: number): boolean => isDigit(code) || code === 32 || code === 45 || code === 46;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWord = (code: number): boolean => isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;

/** Behind the digits that begin at `at`, single spaces and hyphens between them included. */
function endOfRun(text: string, at: number): number {
  let end = at;
  while (end < text.length) {
    if (isDigit(text.charCodeAt(end))) end += 1;
    else if ((text[end] === " " || text[end] === "-") && isDigit(text.charCodeAt(end + 1))) end += 1;
    else break;
  }
  return end;
}

function numberIn(text: string, from: number, to: number): string | undefined {
  const before = text.charCodeAt(from - 1);
  const after = text.charCodeAt(to);
  if (isWord(before) || isWord(after) || "-.+#/".includes(text[from - 1] ?? " ") || (text[to] === "." && isDigit(text.charCodeAt(to + 1)))) return undefined;
  const written = text.slice(from, to);
  if (written.includes(" ") && written.includes("-")) return undefined;
  const groups = written.split(/[ -]/);
  const digits = groups.join("");
  if (digits.length < SHORTEST || digits.length > LONGEST || (groups.length > 1 && !asOnCards(groups))) return undefined;
  return isCardNumber(digits) ? digits : undefined;
}

/** Groups as cards are printed: fours with a rest, or 4-6-5 and 4-6-4. Columns of figures are not. */
function asOnCards(groups: readonly string[]): boolean {
  const sizes = groups.map((group) => group.length).join("-");
  return /^(4-){2,4}[1-4]$/.test(sizes) || sizes === "4-6-5" || sizes === "4-6-4";
}

function isCardNumber(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  if (!RANGES.some((range) => range.lengths.includes(digits.length) && Number(digits.slice(0, range.digits)) >= range.from && Number(digits.slice(0, range.digits)) <= range.to)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const counted = place % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}
