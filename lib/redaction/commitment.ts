import { sha256Hex } from "#lib/platform/crypto.ts";

/**
 * What a redacted version says of its original: a hash of the original's hash and a salt. It cannot be guessed from what the
 * original might have held, and whoever is shown original and salt can recompute it with sha256sum.
 */
export function commitmentTo(originalSha256: string, salt: string): string {
  return sha256Hex(`tickmark redaction v1\n${salt}\n${originalSha256}\n`);
}
