import { z } from "zod";
import type { Values } from "#lib/connector/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { keyedHash, unwrapSecret, wrapSecret } from "#lib/platform/crypto.ts";
import { runtime } from "#lib/platform/runtime.ts";

const labelOf = (organizationId: string, connectionId: string): string => `connection ${organizationId} ${connectionId}`;

/** A credential as it is kept: under the installation's key, of use to this connection alone. */
export function sealCredential(organizationId: string, connectionId: string, values: Values): Uint8Array<ArrayBuffer> {
  return new Uint8Array(wrapSecret(runtime().masterKey, labelOf(organizationId, connectionId), Buffer.from(JSON.stringify(values))));
}

const kept = z.record(z.string(), z.string());

export function openCredential(organizationId: string, connectionId: string, wrapped: Uint8Array): Values {
  return kept.parse(JSON.parse(unwrapSecret(runtime().masterKey, labelOf(organizationId, connectionId), wrapped).toString("utf8")));
}

/** Tells two credentials apart without telling either: keyed, so that nobody can try guesses against it. */
export function fingerprintOf(organizationId: string, strategy: string, values: Values): string {
  return keyedHash(runtime().secret, `credential ${organizationId}`, canonicalJson({ strategy, ...values })).slice(0, 16);
}
