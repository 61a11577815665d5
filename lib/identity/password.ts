import { randomBytes } from "node:crypto";
import { z } from "zod";

/** NIST SP 800-63B asks for at least 8 characters where a second factor exists, 15 where none does; no rules of composition. */
export const PASSWORD_MIN_LENGTH = 15;

// The bound keeps a request from hashing megabytes.
const PASSWORD_MAX_LENGTH = 256;

/** A password as it is typed at sign-in: any, of a bounded length. */
export const passwordInput = z.string().min(1, "Enter your password.").max(PASSWORD_MAX_LENGTH, `At most ${PASSWORD_MAX_LENGTH} characters.`);

/** A password that somebody chooses. */
export const newPasswordInput = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `At least ${PASSWORD_MIN_LENGTH} characters: a sentence will do.`)
  .max(PASSWORD_MAX_LENGTH, `At most ${PASSWORD_MAX_LENGTH} characters.`);

/** A password for a new person: 120 bits, in groups that can be read out. */
export function randomPassword(): string {
  return randomBytes(15).toString("hex").match(/.{5}/g)?.join("-") ?? "";
}

/**
 * A hash of nothing, with today's parameters: verifying against it takes as long as against a real account's. Who signs in
 * through their organization alone has it too: no password opens the account, until one is chosen by mail.
 */
export const NOBODYS_HASH = "scrypt$131072$8$1$+snp5eK8qOuPPWQg2AK4Hw==$gYxXKuzvB52/3MFRMI/mp3P5KUChgnGjtTBcp4BYdiU=";
