import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { ownersInForce, type ControlOwner } from "./ownership.repository.ts";

/** Who answers for a control, now or at a past instant; null for nobody. @throws AppError not_found */
export const readOwner = defineVerb({
  name: "ownership.read",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({ controlId: idInput, asOf: z.date().optional() }),
  async run({ tx, scope, context, input }): Promise<ControlOwner | null> {
    await requireControls(tx, scope, [input.controlId]);
    return (await ownersInForce(tx, context.organizationId, input.asOf)).get(input.controlId) ?? null;
  },
});
