import { CollectionFailure } from "./completeness.ts";
import type { Ask, Json, OutgoingRequest, PermissionFound, Run } from "./contract.ts";
import { jsonOf } from "./read-items.ts";

export type JsonAnswered = { status: number; headers: Headers; body: Json };

/**
 * Asks for JSON that has to be there.
 *
 * @param operation as in answers: what faults are told by
 * @throws CollectionFailure credential_refused (401), denied (403), misconfigured (a redirect, 404, any other refusal), malformed
 *   (no JSON), and what asking throws
 */
export async function askJson(ask: Ask, request: OutgoingRequest, operation: string): Promise<JsonAnswered> {
  const { status, headers, bytes } = await ask(request);
  if (status === 401) throw new CollectionFailure("credential_refused", operation, "The credentials are refused.");
  if (status === 403) throw new CollectionFailure("denied", operation, `These credentials may not ask ${operation}.`);
  if (status >= 300 && status < 400) throw new CollectionFailure("misconfigured", operation, `${operation} leads elsewhere (${status}): give the address that answers itself.`);
  if (status === 404) throw new CollectionFailure("misconfigured", operation, `There is no ${operation} at this address.`);
  if (status >= 400) throw new CollectionFailure("misconfigured", operation, `${operation} was refused with ${status}.`);
  return { status, headers, body: jsonOf(bytes, operation) };
}

/**
 * Asks for one part of many: what is denied (403) or is not there (404) becomes a gap of the run, and the others are asked.
 *
 * @returns null when the part cannot be had
 * @throws CollectionFailure as `askJson` does for everything else
 */
export async function askPart({ ask, gap }: Pick<Run, "ask" | "gap">, request: OutgoingRequest, operation: string, scope: string | null = null): Promise<JsonAnswered | null> {
  const answer = await ask(request);
  if (answer.status === 403 || answer.status === 404) {
    const denied = answer.status === 403;
    gap({ reason: denied ? "denied" : "not_found", operation, scope, says: denied ? `These credentials may not ask ${operation}.` : `There is no ${operation} here.` });
    return null;
  }
  return askJson(() => Promise.resolve(answer), request, operation);
}

/**
 * Tries one permission with a question that changes nothing.
 *
 * @param needed ids of the collectors that need it
 * @throws CollectionFailure what says nothing about a permission: unreachable, rate_limited, skewed
 */
export async function tryPermission(ask: Ask, request: OutgoingRequest, { permission, needed }: Pick<PermissionFound, "permission" | "needed">): Promise<PermissionFound> {
  const { status } = await ask(request);
  if (status === 401 || status === 403) return { permission, needed, state: "missing", says: `It was refused with ${status}.` };
  if (status >= 200 && status < 300) return { permission, needed, state: "granted", says: "It was answered." };
  return { permission, needed, state: "unknown", says: `It was answered with ${status}.` };
}

/** The members of a JSON object; none of anything else. */
export function membersOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : {};
}

/** The elements of a JSON array; none of anything else. */
export function elementsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** A JSON object with these members only: what nobody named is not stored. */
export function onlyMembers(value: Json | undefined, names: readonly string[]): Readonly<Record<string, Json>> {
  const members = membersOf(value);
  return Object.fromEntries(names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]])));
}
