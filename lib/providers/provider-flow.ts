import { z } from "zod";
import { unwrapSecret, wrapSecret } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";

// A sign-in that has left for a provider, as its browser carries it: what anybody may begin must not be a row that
// anybody may write. Sealed, because the code verifier in it is a secret.

const LABEL = "provider-sign-in";

const schema = z.strictObject({
  organizationId: z.string(),
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** A path of this site to go on to. */
  next: z.string(),
  expiresAt: z.number(),
});

export type ProviderFlow = z.output<typeof schema>;

export function sealFlow(flow: ProviderFlow): string {
  return wrapSecret(runtime().masterKey, LABEL, Buffer.from(JSON.stringify(flow))).toString("base64url");
}

/** The sign-in that a browser carries; null when it was made up, or has taken too long. */
export function openFlow(sealed: string, now: Date): ProviderFlow | null {
  try {
    const flow = schema.parse(JSON.parse(unwrapSecret(runtime().masterKey, LABEL, Buffer.from(sealed, "base64url")).toString("utf8")));
    return flow.expiresAt > now.getTime() ? flow : null;
  } catch {
    // Whatever is wrong with it, it is not ours: a wrong tag, a length that cannot be.
    return null;
  }
}
