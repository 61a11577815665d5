import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { controlNamesInForce } from "./controls.repository.ts";

export type NamedControl = { controlId: string; code: string; title: string };

/** Every control in force by name, in the order of codes, or the first so many: for choosing one. Nothing of its status is read. */
export const listControlNames = defineVerb({
  name: "controls.list_names",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({ most: z.int().min(1).max(1_000).optional() }),
  run: ({ tx, scope, input, now }): Promise<NamedControl[]> => controlNamesInForce(tx, scope, asOfNow(now), input.most),
});
