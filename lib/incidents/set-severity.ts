import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { incidentIn, recordStep } from "./record-step.ts";
import { watchTimeLimit } from "./time-limit.ts";

/** Judges the severity anew, with a reason; the earlier judgement stays in the timeline. */
export const setSeverity = defineVerb({
  name: "incidents.set_severity",
  permission: "incidents.manage",
  effect: "write",
  input: z.strictObject({ incidentId: idInput, severity: z.enum(Severity), reason: textInput(4000).min(1, "Say why.") }),
  async run(args) {
    const { input, unchanged } = args;
    const incident = await incidentIn(args, input.incidentId, ["open", "contained", "resolved"], "judged anew");
    if (incident.state.severity === input.severity) return unchanged();
    await recordStep(args, incident, {
      entry: { kind: "severity_set", severity: input.severity, text: input.reason },
      state: { severity: input.severity },
      changes: { before: incident.state.severity, after: input.severity },
    });
    await watchTimeLimit(args, { ...incident, severity: input.severity });
  },
});
