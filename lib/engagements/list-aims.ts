import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { findAims, type AuditAim } from "./aim.repository.ts";

/** The audits that the organization works towards. */
export const listAims = defineVerb({
  name: "engagements.list_aims",
  permission: "engagements.manage",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx }): Promise<AuditAim[]> => findAims(tx),
});
