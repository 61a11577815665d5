import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireOwnView } from "./require-own-view.ts";
import { updateView } from "./view.repository.ts";

/** Shows a view to everybody of the organization who can see its list, or to its owner alone again. Auditors see none. */
export const shareView = defineVerb({
  name: "views.share",
  permission: "views.share",
  effect: "write",
  input: z.strictObject({ viewId: idInput, shared: z.boolean() }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<void> {
    const view = await requireOwnView(tx, context, input.viewId);
    if (view.shared === input.shared) return unchanged();
    await updateView(tx, context.organizationId, view.id, now, { shared: input.shared });
    await audit({ action: input.shared ? "view.shared" : "view.unshared", subjectKind: "view", subjectId: view.id, changes: { name: view.name, list: view.list } });
  },
});
