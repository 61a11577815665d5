import type { Permission } from "#lib/access/index.ts";

/**
 * What a key may be given: the permissions that the API has a use for, in the order in which they are offered. They are
 * permissions of people, by the same names and with the same words; none of them changes a person, a setting or a
 * judgement. A test holds them against the routes.
 */
export const API_SCOPES = ["controls.read", "evidence.read", "evidence.submit"] as const satisfies readonly Permission[];
export type ApiScope = (typeof API_SCOPES)[number];

/** The scopes among words that were stored: one that an earlier version offered gives nothing any more. */
export function scopesAmong(words: readonly string[]): ApiScope[] {
  return API_SCOPES.filter((scope) => words.includes(scope));
}
