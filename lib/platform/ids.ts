import { randomBytes } from "node:crypto";

/**
 * A new identifier: `<prefix>_` and a UUIDv7 (RFC 9562, section 5.7) without hyphens.
 * Sorts by creation time to the millisecond, so it serves as a keyset tie-breaker.
 *
 * @param prefix two to four lower-case letters that name the kind of record
 * @param now milliseconds since 1970, from the context's clock
 */
export function newId(prefix: string, now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Math.trunc(now), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return `${prefix}_${bytes.toString("hex")}`;
}

/**
 * The same, but one that sorts after `last` even where the clock was set back since: for kinds of which the newest counts.
 *
 * @param last the newest identifier of the kind; null when there is none
 */
export function newIdAfter(prefix: string, now: number, last: string | null): string {
  const before = last === null ? -1 : Number.parseInt(last.slice(prefix.length + 1, prefix.length + 13), 16);
  return newId(prefix, Math.max(Math.trunc(now), before + 1));
}

/**
 * The least identifier of a kind that an instant can have: lets a list be cut at a time by its key.
 *
 * @param at milliseconds since 1970
 */
export function lowestIdAt(prefix: string, at: number): string {
  return `${prefix}_${Math.max(0, Math.trunc(at)).toString(16).padStart(12, "0")}`;
}

/** Longest identifier that any input accepts. */
export const ID_MAX_LENGTH = 64;
