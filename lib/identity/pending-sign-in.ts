import { z } from "zod";
import { keyedHash, newToken, sha256Hex } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";

/** Long enough to find the phone, short enough that a window left open is no way in. */
export const PENDING_SIGN_IN_MS = 10 * 60_000;

/** Codes that one pending sign-in takes; then the password is asked for again. */
export const PENDING_ATTEMPTS_MAX = 5;

/** The secret that a browser carries between the two steps. */
export const pendingTokenInput = z.string().max(64).regex(/^[A-Za-z0-9_-]{43}$/, "This is not a pending sign-in.");

/** A new token, and the hash that is kept of it. */
export function newPendingToken(): { token: string; tokenHash: string } {
  const token = newToken();
  return { token, tokenHash: pendingTokenHash(token) };
}

export function pendingTokenHash(token: string): string {
  return keyedHash(runtime().secret, "pending-sign-in", token);
}

/** What a session that completes it opens: the first step was an organization's provider, or the person's own password. */
export function providerOf({ organizationId }: { organizationId: string | null }): { organizationId: string; secondFactor: true } | undefined {
  return organizationId === null ? undefined : { organizationId, secondFactor: true };
}

/** Stands for the password that was shown: another one ends the pending sign-in. */
export function passwordMark(passwordHash: string): string {
  return sha256Hex(passwordHash);
}
