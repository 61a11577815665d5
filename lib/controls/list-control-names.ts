import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { headersInForce } from "./controls.repository.ts";

export type NamedControl = { controlId: string; code: string; title: string };

/** Every control in force by name, in the order of codes: for choosing one. Nothing of its status is read. */
export const listControlNames = defineVerb({
  name: "controls.list_names",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, now }): Promise<NamedControl[]> {
    const headers = await headersInForce(tx, scope.organizationId, { effectiveAt: now, knownAt: now }, scope.engagement?.controlIds);
    return [...headers.values()].map(({ controlId, code, title }) => ({ controlId, code, title })).sort((a, b) => (a.code < b.code ? -1 : 1));
  },
});
