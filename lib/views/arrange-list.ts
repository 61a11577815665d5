import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { columnsInput, listKeyInput } from "./inputs.ts";
import { ownMember } from "./own-member.ts";
import { putArrangement } from "./view.repository.ts";
import { DENSITIES } from "./view.ts";

/** Keeps which columns of a list a person wants, in which order and how dense. Null is the list as it comes. */
export const arrangeList = defineVerb({
  name: "views.arrange_list",
  permission: "lists.arrange",
  effect: "write",
  input: z.strictObject({ list: listKeyInput, columns: columnsInput.nullable().optional(), density: z.enum(DENSITIES).optional() }),
  async run({ tx, context, input, now, unchanged }): Promise<void> {
    const { list, ...change } = input;
    await putArrangement(tx, context.organizationId, ownMember(context), list, now, change);
    // How somebody likes to read is nobody's business: no row in the trail.
    unchanged();
  },
});
