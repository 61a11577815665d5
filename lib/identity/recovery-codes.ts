import { randomInt } from "node:crypto";
import { keyedHash } from "#lib/platform/crypto.ts";

/** As many as a person can keep on one sheet. */
const RECOVERY_CODE_COUNT = 10;

// 31 signs that cannot be taken for one another, twelve of them: 59 bits, against a throttle of ten tries in a window.
const SIGNS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 3;
const GROUP_LENGTH = 4;

/** New codes in groups that can be read out: `k7q2-m9fd-x3vw`. */
export function newRecoveryCodes(): string[] {
  const group = (): string => Array.from({ length: GROUP_LENGTH }, () => SIGNS.charAt(randomInt(SIGNS.length))).join("");
  return Array.from({ length: RECOVERY_CODE_COUNT }, () => Array.from({ length: GROUPS }, group).join("-"));
}

/** What is kept of a code. Case, spaces and hyphens do not matter to whoever types one. */
export function recoveryCodeHash(secret: string, userId: string, code: string): string {
  return keyedHash(secret, "recovery-code", `${userId}\0${code.toLowerCase().replace(/[\s-]/g, "")}`);
}
