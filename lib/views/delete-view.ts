import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireOwnView } from "./require-own-view.ts";
import { removeView } from "./view.repository.ts";

/** Deletes a view. The list and its records stay as they are. */
export const deleteView = defineVerb({
  name: "views.delete",
  permission: "views.save",
  effect: "write",
  input: z.strictObject({ viewId: idInput }),
  async run({ tx, context, input, audit }): Promise<{ list: string }> {
    const { id, list, name, shared, filters, columns } = await requireOwnView(tx, context, input.viewId);
    await removeView(tx, context.organizationId, id);
    await audit({ action: "view.deleted", subjectKind: "view", subjectId: id, changes: { list, name, shared, filters, columns } });
    return { list };
  },
});
