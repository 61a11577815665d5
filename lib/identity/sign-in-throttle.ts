import { keyedHash } from "#lib/platform/crypto.ts";

/** Failures are counted per window that begins with the first one; a window is not prolonged by further attempts. */
export const THROTTLE_WINDOW_MS = 15 * 60_000;

/**
 * How many failures a window holds. NIST SP 800-63B (5.2.2) allows 100 per account in a row; far fewer are enough for
 * a person. An address may stand for an office, so it has more.
 */
export const THROTTLE_LIMITS = {
  /** All accounts together, from one address. */
  address: 50,
  /** One account, from all addresses that it has not signed in from before, together. */
  account: 10,
  /** One account, from one address that it has signed in from before. */
  pair: 10,
} as const;

export type ThrottleKind = keyof typeof THROTTLE_LIMITS;

/** How long an address stays known to an account after a sign-in from it. */
export const KNOWN_ADDRESS_DAYS = 90;

export type ThrottleSubjects = Record<ThrottleKind, string>;

/** The keys under which attempts are counted: keyed hashes, so that the table names neither people nor addresses. */
export function throttleSubjects(secret: string, email: string, address: string): ThrottleSubjects {
  return {
    address: keyedHash(secret, "sign-in-address", address),
    account: keyedHash(secret, "sign-in-account", email),
    pair: keyedHash(secret, "sign-in-pair", `${email}\0${address}`),
  };
}

/** The keys under which codes of the second step are counted: apart from passwords, so that neither uses up the other's. */
export function secondStepSubjects(secret: string, userId: string, address: string): ThrottleSubjects {
  return {
    address: keyedHash(secret, "second-step-address", address),
    account: keyedHash(secret, "second-step-account", userId),
    pair: keyedHash(secret, "second-step-pair", `${userId}\0${address}`),
  };
}

/**
 * Which counters an attempt counts against. From an address that the account has signed in from before, the account
 * has a counter of its own: whoever else fails on the account, from elsewhere, cannot lock its owner out.
 */
export function countersFor(addressKnown: boolean): readonly ThrottleKind[] {
  return addressKnown ? ["address", "pair"] : ["address", "account"];
}
