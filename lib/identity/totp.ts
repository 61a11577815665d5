import { createHmac, timingSafeEqual } from "node:crypto";

/** What authenticator apps understand without being told (RFC 6238, section 4; RFC 4226, section 5.3): SHA-1, 6 digits, 30 s. */
export const TOTP = {
  stepSeconds: 30,
  digits: 6,
  /** 160 bits: the length that RFC 4226 (section 4, R6) recommends. */
  secretBytes: 20,
  /** Steps before and after the present one: a clock half a minute off, and the time it takes to type (RFC 6238, section 5.2). */
  window: 1,
} as const;

const CODE = /^[0-9]{6}$/;

/** The one-time password of a counter (RFC 4226, section 5.3). */
export function hotp(secret: Uint8Array, counter: number, digits: number = TOTP.digits): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac("sha1", secret).update(message).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const truncated = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(truncated % 10 ** digits).padStart(digits, "0");
}

/** The time step of an instant: whole periods of 30 s since 1970. */
export function stepOf(at: Date): number {
  return Math.floor(at.getTime() / 1000 / TOTP.stepSeconds);
}

/**
 * The time step that a code belongs to, among the present one and its neighbours.
 *
 * @param after the newest step of which a code was taken already; that one and earlier ones do not count
 * @returns null when the code is not right, or was right and is spent
 */
export function matchingStep(secret: Uint8Array, code: string, at: Date, after: number): number | null {
  if (!CODE.test(code)) return null;
  const given = Buffer.from(code);
  const present = stepOf(at);
  let found: number | null = null;
  for (let step = present - TOTP.window; step <= present + TOTP.window; step += 1) {
    // All are compared: how long it takes tells nothing of which one fits.
    if (timingSafeEqual(given, Buffer.from(hotp(secret, step))) && step > after) found ??= step;
  }
  return found;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base32 without padding (RFC 4648, section 6): how a secret is typed into an app. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32.charAt(Number.parseInt(five.padEnd(5, "0"), 2))).join("");
}

/** The address that an app reads from the QR code (Key Uri Format of Google Authenticator, which the others follow). */
export function enrolmentUri(secret: Uint8Array, names: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(names.issuer)}:${encodeURIComponent(names.account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(names.issuer)}`;
}
