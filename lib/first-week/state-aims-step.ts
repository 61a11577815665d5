import { defineVerb } from "#lib/access/index.ts";
import { stateAims } from "#lib/engagements/index.ts";
import { markStep } from "./settle-step.ts";

/** Says which audits the organization works towards, and that this step of the first week is done. */
export const stateAimsStep = defineVerb({
  name: "first_week.state_aims",
  permission: "first_week.manage",
  effect: "write",
  input: stateAims.definition.input,
  async run(args): Promise<Awaited<ReturnType<typeof stateAims>>> {
    const done = await stateAims.definition.run(args);
    await markStep(args, "frameworks", "done");
    return done;
  },
});
