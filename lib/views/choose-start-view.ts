import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { listKeyInput } from "./inputs.ts";
import { ownMember } from "./own-member.ts";
import { putArrangement, requireView } from "./view.repository.ts";

/** Keeps with which view a list opens for this person; null for none. */
export const chooseStartView = defineVerb({
  name: "views.choose_start",
  permission: "views.save",
  effect: "write",
  input: z.strictObject({ list: listKeyInput, viewId: idInput.nullable() }),
  async run({ tx, context, input, now, unchanged }): Promise<void> {
    const memberId = ownMember(context);
    if (input.viewId !== null && (await requireView(tx, memberId, input.viewId)).list !== input.list) throw notFound("view");
    await putArrangement(tx, context.organizationId, memberId, input.list, now, { startViewId: input.viewId });
    unchanged();
  },
});
