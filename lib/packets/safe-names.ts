import { PACKET_LIMITS } from "./limits.ts";

/** Device names that Windows refuses as a file name, with any extension. */
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/iu;

/** Letters, digits and combining marks of any script, and the few signs that no shell, ZIP tool or file system minds. */
const NOT_SAFE = /[^\p{L}\p{N}\p{M}._()+=@ -]/gu;

const encoder = new TextEncoder();

/**
 * A file name that means the same on every system: NFC, one path component, no control, bidirectional, emoji or shell
 * characters, no Windows device name, no leading dot or dash, at most 96 bytes with the extension kept. Never empty.
 * Names may collide afterwards: see `NameAllocator`.
 */
export function safeFileName(name: string): string {
  const plain = name.toWellFormed().normalize("NFC").replace(NOT_SAFE, "_").replace(/[_ ]+/gu, "_").replace(/\.{2,}/gu, ".");
  // Windows drops trailing dots and spaces; a leading dot hides the file, a leading dash reads as an option.
  const trimmed = plain.replace(/^[._\p{M}-]+/u, "").replace(/[._]+$/u, "");
  const named = trimmed === "" ? "unnamed" : trimmed;
  const short = shorten(WINDOWS_RESERVED.test(named) ? `_${named}` : named, PACKET_LIMITS.fileNameBytes);
  return short;
}

function shorten(name: string, maxBytes: number): string {
  if (byteLength(name) <= maxBytes) return name;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : "";
  let stem = "";
  for (const { segment } of new Intl.Segmenter("en", { granularity: "grapheme" }).segment(name.slice(0, name.length - extension.length))) {
    if (byteLength(stem + segment + extension) > maxBytes) break;
    stem += segment;
  }
  return `${stem.replace(/[._]+$/u, "") || "unnamed"}${extension}`;
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/** Two names with one key are one file on some system: case and compatibility forms fold. */
export function collisionKey(path: string): string {
  return path.normalize("NFKC").toLowerCase().toUpperCase().normalize("NFKC");
}

/** Hands out names that stay apart on systems which fold case; the second `a.txt` becomes `a-2.txt`. */
export class NameAllocator {
  readonly #taken = new Set<string>();

  /** @param name any text @param companions suffixes of files that will stand beside it and must be free as well */
  take(name: string, companions: readonly string[] = []): string {
    const safe = safeFileName(name);
    const dot = safe.lastIndexOf(".");
    const stem = dot > 0 ? safe.slice(0, dot) : safe;
    const extension = dot > 0 ? safe.slice(dot) : "";
    for (let n = 1; ; n += 1) {
      const candidate = n === 1 ? safe : `${stem}-${n}${extension}`;
      const keys = ["", ...companions].map((suffix) => collisionKey(candidate + suffix));
      if (keys.some((key) => this.#taken.has(key))) continue;
      keys.forEach((key) => this.#taken.add(key));
      return candidate;
    }
  }
}
