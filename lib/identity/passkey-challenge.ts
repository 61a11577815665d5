import { randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { keyedHash } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** As long as a browser's own dialog waits, and a little for the network. */
const LIFE_MS = 5 * 60_000;

/** What a challenge is for. A registration is bound to its session too: `passkey_registration <session id>`. */
export type ChallengePurpose = "passkey_sign_in" | `passkey_registration ${string}`;

/** A challenge as its browser carries it, in a cookie that no script reads. Asking for one costs no row. */
export const sealedChallengeInput = z.string().max(200).regex(/^[A-Za-z0-9_-]{43}\.\d{1,15}\.[0-9a-f]{64}$/, "This is no challenge.");

const sealOf = (purpose: ChallengePurpose, challenge: string, expires: string): string => keyedHash(runtime().secret, "passkey-challenge", `${purpose}\0${challenge}\0${expires}`);

/** A fresh challenge of 256 bits. */
export function newChallenge(purpose: ChallengePurpose, now: Date): { challenge: Buffer<ArrayBuffer>; sealed: string; expiresAt: Date } {
  const challenge = Buffer.from(randomBytes(32));
  const expiresAt = new Date(now.getTime() + LIFE_MS);
  const [text, expires] = [challenge.toString("base64url"), String(expiresAt.getTime())];
  return { challenge, sealed: `${text}.${expires}.${sealOf(purpose, text, expires)}`, expiresAt };
}

/** The challenge that was sealed for this purpose; null when it was made for another, has expired, or was made up. */
export function openChallenge(sealed: string, purpose: ChallengePurpose, now: Date): { challenge: string; expiresAt: Date } | null {
  const [challenge = "", expires = "", seal = ""] = sealed.split(".");
  if (!timingSafeEqual(Buffer.from(sealOf(purpose, challenge, expires)), Buffer.from(seal.padEnd(64).slice(0, 64)))) return null;
  const expiresAt = new Date(Number(expires));
  return expiresAt > now ? { challenge, expiresAt } : null;
}
