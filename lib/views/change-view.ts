import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import { columnsInput, filtersInput } from "./inputs.ts";
import { VIEW_NAME_MAX } from "./limits.ts";
import { requireOwnView } from "./require-own-view.ts";
import { nameTaken } from "./save-view.ts";
import { hasViewNamed, updateView } from "./view.repository.ts";

/** Renames a view, or gives it the filters and columns of now. */
export const changeView = defineVerb({
  name: "views.change",
  permission: "views.save",
  effect: "write",
  input: z.strictObject({ viewId: idInput, name: lineInput(VIEW_NAME_MAX).optional(), filters: filtersInput.optional(), columns: columnsInput.nullable().optional() }),
  async run({ tx, context, input, now, audit }): Promise<void> {
    const { viewId, ...change } = input;
    const view = await requireOwnView(tx, context, viewId);
    if (change.name !== undefined && (await hasViewNamed(tx, view.ownerMemberId, view.list, change.name, viewId))) throw nameTaken();
    await updateView(tx, context.organizationId, viewId, now, change);
    const changes = Object.fromEntries(Object.entries(change).map(([field, after]) => [field, { before: view[field as keyof typeof change] ?? null, after }]));
    await audit({ action: "view.changed", subjectKind: "view", subjectId: viewId, changes });
  },
});
