import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { listKeyRows, type ApiKeyRow } from "./api-key.repository.ts";
import { keyStanding, type KeyStanding } from "./key-standing.ts";
import { scopesAmong, type ApiScope } from "./scopes.ts";

export type ApiKeyView = Omit<ApiKeyRow, "createdBy" | "scopes"> & { scopes: ApiScope[]; standing: KeyStanding };

/** Keys shown, the living and the last that ended: the audit trail knows all. */
const MOST = 100;

/** The organization's keys, without what they are. `lastUsedAt` is exact to five minutes. */
export const listKeys = defineVerb({
  name: "api_keys.list",
  permission: "api_keys.manage",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now }): Promise<ApiKeyView[]> {
    const rows = await listKeyRows(tx, organizationId, MOST);
    return rows.map(({ createdBy: _by, makerMay, scopes, ...row }) => ({ ...row, scopes: scopesAmong(scopes), standing: keyStanding({ ...row, makerMay }, now) }));
  },
});
