import { z } from "zod";
import { defineVerb, idInput, instantsInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { askedInstants, heldSince, isPast } from "#lib/platform/as-of.ts";
import { ownersInForce, type ControlOwner } from "./ownership.repository.ts";

/** Who answers for a control, now or at a past instant; null for nobody. @throws AppError not_found */
export const readOwner = defineVerb({
  name: "ownership.read",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({ controlId: idInput, ...instantsInput }),
  async run({ tx, scope, context, input, now }): Promise<ControlOwner | null> {
    await requireControls(tx, scope, [input.controlId]);
    const asOf = askedInstants(input, scope, now);
    return (await ownersInForce(tx, context.organizationId, isPast(asOf, now) ? heldSince(asOf) : null)).get(input.controlId) ?? null;
  },
});
