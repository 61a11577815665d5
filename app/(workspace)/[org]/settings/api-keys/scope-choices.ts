import { OPERATIONS } from "#app/api/v1/operations.ts";
import { API_SCOPES, type ApiScope } from "#lib/api-keys/client.ts";
import { roleMatrix } from "#lib/people/index.ts";

/** A scope as people read it: the words of the permission, and the requests that it opens. */
export type ScopeChoice = { scope: ApiScope; words: string; opens: string };

/** What a key may be given: the words are those of the roles, the requests those of the API's own description. */
export function scopeChoices(): ScopeChoice[] {
  const words = new Map(roleMatrix().flatMap(({ rows }) => rows.map((row) => [row.permission, row.words])));
  return API_SCOPES.map((scope) => ({
    scope,
    words: words.get(scope) ?? scope,
    opens: OPERATIONS.filter((operation) => operation.scope === scope).map(({ method, path }) => `${method.toUpperCase()} ${path}`).join(", "),
  }));
}
