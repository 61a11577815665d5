import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { incidentIn, recordStep } from "./record-step.ts";

/** Records that the harm no longer spreads, and by what. */
export const containIncident = defineVerb({
  name: "incidents.contain",
  permission: "incidents.manage",
  effect: "write",
  input: z.strictObject({ incidentId: idInput, text: textInput(4000).min(1, "Say what was done to contain it.") }),
  async run(args) {
    const incident = await incidentIn(args, args.input.incidentId, ["open"], "contained");
    await recordStep(args, incident, {
      entry: { kind: "contained", text: args.input.text },
      state: { status: "contained", containedAt: args.now },
      changes: { status: "contained" },
    });
  },
});
