import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { incidentIn, recordStep } from "./record-step.ts";
import { forgetTimeLimit } from "./time-limit.ts";

/** Resolves an incident with its cause. An incident without a cause cannot be resolved. */
export const resolveIncident = defineVerb({
  name: "incidents.resolve",
  permission: "incidents.manage",
  effect: "write",
  input: z.strictObject({
    incidentId: idInput,
    cause: textInput(2000).min(10, "Say what caused it, in at least ten characters."),
    text: textInput(4000).min(1, "Say what was done."),
  }),
  async run(args) {
    const { context, input, now } = args;
    const incident = await incidentIn(args, input.incidentId, ["open", "contained"], "resolved");
    await recordStep(args, incident, {
      entry: { kind: "resolved", text: input.text, cause: input.cause },
      state: { status: "resolved", cause: input.cause, resolvedAt: now, resolvedBy: actorId(context.actor) },
      changes: { status: "resolved", cause: input.cause },
    });
    await forgetTimeLimit(args, incident.id);
  },
});
