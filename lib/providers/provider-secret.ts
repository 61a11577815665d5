import { unwrapSecret, wrapSecret } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";

const labelOf = (organizationId: string): string => `identity-provider ${organizationId}`;

/** The client secret as it is kept: under the installation's key, and of use to this organization alone. */
export function sealProviderSecret(organizationId: string, secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(wrapSecret(runtime().masterKey, labelOf(organizationId), Buffer.from(secret)));
}

export function openProviderSecret(organizationId: string, wrapped: Uint8Array): string {
  return unwrapSecret(runtime().masterKey, labelOf(organizationId), wrapped).toString("utf8");
}
