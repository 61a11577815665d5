import { defineVerb } from "#lib/access/index.ts";
import { shippedLibrary, tailorRequests } from "#lib/controls/index.ts";
import { markStep } from "./settle-step.ts";

/** Brings the evidence requests to what the organization runs, and says that this step of the first week is done. */
export const tailorRequestsStep = defineVerb({
  name: "first_week.tailor_requests",
  permission: "first_week.manage",
  effect: "write",
  input: tailorRequests.definition.input,
  prepare: () => shippedLibrary(),
  async run(args): Promise<Awaited<ReturnType<typeof tailorRequests>>> {
    const done = await tailorRequests.definition.run(args);
    await markStep(args, "requests", "done");
    return done;
  },
});
