import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { Visibility } from "#prisma/generated/enums.ts";
import { requireIncident } from "./incident.repository.ts";
import { recordStep } from "./record-step.ts";

/** Adds a remark. `internal` ones are never shown to an auditor nor put into a packet. */
export const commentIncident = defineVerb({
  name: "incidents.comment",
  permission: "incidents.manage",
  effect: "write",
  input: z.strictObject({ incidentId: idInput, text: textInput(8000).min(1, "A remark needs words."), visibility: z.enum(Visibility) }),
  async run(args) {
    const { tx, scope, input } = args;
    const incident = await requireIncident(tx, scope, input.incidentId);
    await recordStep(args, incident, {
      entry: { kind: "commented", text: input.text, visibility: input.visibility },
      changes: { visibility: input.visibility },
    });
  },
});
