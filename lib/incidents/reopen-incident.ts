import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { incidentIn, recordStep } from "./record-step.ts";
import { watchTimeLimit } from "./time-limit.ts";

/** Opens a finished incident again, with the reason. The earlier cause and times stay in the timeline. */
export const reopenIncident = defineVerb({
  name: "incidents.reopen",
  permission: "incidents.manage",
  effect: "write",
  input: z.strictObject({ incidentId: idInput, reason: textInput(4000).min(1, "Say why it is opened again.") }),
  async run(args) {
    const incident = await incidentIn(args, args.input.incidentId, ["resolved", "closed"], "reopened");
    await recordStep(args, incident, {
      entry: { kind: "reopened", text: args.input.reason },
      state: { status: "open", cause: null, containedAt: null, resolvedAt: null, resolvedBy: null, closedAt: null, closedBy: null },
      changes: { before: incident.state.status, cause_before: incident.state.cause },
    });
    await watchTimeLimit(args, { ...incident, severity: incident.state.severity });
  },
});
