import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { incidentIn, recordStep } from "./record-step.ts";

/** Closes a resolved incident. Whoever resolved it cannot also approve its closure. */
export const closeIncident = defineVerb({
  name: "incidents.close",
  permission: "incidents.close",
  effect: "write",
  input: z.strictObject({ incidentId: idInput, text: textInput(4000).default("") }),
  async run(args) {
    const { context, input, now } = args;
    const incident = await incidentIn(args, input.incidentId, ["resolved"], "closed");
    if (incident.state.resolvedBy === actorId(context.actor)) {
      throw new AppError("precondition_failed", "closed_by_resolver", "You resolved this incident, so another person must approve its closure.");
    }
    await recordStep(args, incident, {
      entry: { kind: "closed", text: input.text },
      state: { status: "closed", closedAt: now, closedBy: actorId(context.actor) },
      changes: { status: "closed" },
    });
  },
});
