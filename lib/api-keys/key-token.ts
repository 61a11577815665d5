import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { sha256Hex } from "#lib/platform/crypto.ts";

const PREFIX = "tmk_";
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** Digits of base 62 that 256 bits and 32 bits need. */
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/**
 * A new key: 256 random bits behind a prefix, with a checksum at the end, so that a scanner of secrets tells a key from a
 * text that looks like one without asking us. A plain SHA-256 is kept of it: a slow hash protects what people choose and
 * others guess, and nobody guesses 256 bits.
 */
export function newKeyToken(): { token: string; tokenHash: string; hint: string } {
  const random = base62(BigInt(`0x${randomBytes(32).toString("hex")}`), RANDOM_LENGTH);
  const token = `${PREFIX}${random}${checksumOf(random)}`;
  return { token, tokenHash: sha256Hex(token), hint: token.slice(-4) };
}

/** The hash that a key is found by; null for a text that is no key, or was written down wrong. */
export function keyTokenHash(token: string): string | null {
  if (!SHAPE.test(token)) return null;
  const random = token.slice(PREFIX.length, PREFIX.length + RANDOM_LENGTH);
  return token.endsWith(checksumOf(random)) ? sha256Hex(token) : null;
}

function checksumOf(random: string): string {
  return base62(BigInt(crc32(random)), CHECKSUM_LENGTH);
}

function base62(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; rest > 0n; rest /= 62n) text = (DIGITS[Number(rest % 62n)] ?? "") + text;
  return text.padStart(length, "0");
}
