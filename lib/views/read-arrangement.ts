import { z } from "zod";
import { defineVerb, roleHolds } from "#lib/access/index.ts";
import { listKeyInput } from "./inputs.ts";
import { VIEWS_PER_LIST } from "./limits.ts";
import { findArrangement, findViews } from "./view.repository.ts";
import type { Arrangement, View } from "./view.ts";

/** Views shown of one list: a person's own, and a few people's shared ones. */
const VIEWS_SHOWN = VIEWS_PER_LIST * 4;

export type ListArrangement = Arrangement & { views: View[]; maySave: boolean; mayShare: boolean };

/** How the person who asks has arranged a list, and the views that they can choose from. */
export const readArrangement = defineVerb({
  name: "views.read_arrangement",
  permission: "lists.arrange",
  effect: "read",
  input: z.strictObject({ list: listKeyInput }),
  async run({ tx, context, input }): Promise<ListArrangement> {
    const { actor, organizationId } = context;
    if (actor.kind !== "member") return { columns: null, density: "normal", startViewId: null, views: [], maySave: false, mayShare: false };
    const maySave = roleHolds(actor.role, "views.save");
    return {
      ...(await findArrangement(tx, organizationId, actor.memberId, input.list)),
      // Views are the organization's own; an auditor is not told of them.
      views: maySave ? await findViews(tx, actor.memberId, input.list, VIEWS_SHOWN) : [],
      maySave,
      mayShare: roleHolds(actor.role, "views.share"),
    };
  },
});
