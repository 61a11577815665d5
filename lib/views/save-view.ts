import { z } from "zod";
import { defineVerb, lineInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { columnsInput, filtersInput, listKeyInput } from "./inputs.ts";
import { VIEW_NAME_MAX, VIEWS_PER_LIST } from "./limits.ts";
import { ownMember } from "./own-member.ts";
import { addView, countOwnViews, hasViewNamed } from "./view.repository.ts";

/** The refusal of a name that a person has used on the list already. */
export function nameTaken(): AppError {
  return new AppError("conflict", "view_name_taken", "You have a view of this name already.", [{ path: "name", message: "You have a view of this name already." }]);
}

/** Keeps filters and columns of a list under a name, for this person alone. */
export const saveView = defineVerb({
  name: "views.save",
  permission: "views.save",
  effect: "write",
  input: z.strictObject({ list: listKeyInput, name: lineInput(VIEW_NAME_MAX), filters: filtersInput, columns: columnsInput.nullable() }),
  async run({ tx, context, input, now, audit }): Promise<{ id: string }> {
    const memberId = ownMember(context);
    if (await hasViewNamed(tx, memberId, input.list, input.name)) throw nameTaken();
    if ((await countOwnViews(tx, memberId, input.list)) >= VIEWS_PER_LIST) {
      throw new AppError("limit_exceeded", "views_per_list", `You have ${VIEWS_PER_LIST} views of this list. Delete one first.`);
    }
    const id = await addView(tx, context.organizationId, now, { ...input, ownerMemberId: memberId, shared: false });
    await audit({ action: "view.saved", subjectKind: "view", subjectId: id, changes: { ...input } });
    return { id };
  },
});
