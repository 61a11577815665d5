import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findFirings, type FiringRow } from "./vendor-origin.repository.ts";

export type { FiringRow };

/** The times that a collected alert fired, the newest first, each with the alert that tells of it, or why none does. */
export const listFirings = defineVerb({
  name: "alerts.list_firings",
  permission: "alerts.read",
  effect: "read",
  input: z.strictObject({ objectId: idInput }),
  run: ({ tx, context: { organizationId }, input: { objectId } }): Promise<FiringRow[]> => findFirings(tx, organizationId, objectId),
});
