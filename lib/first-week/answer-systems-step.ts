import { defineVerb } from "#lib/access/index.ts";
import { answerSystems } from "#lib/systems/index.ts";
import { markStep } from "./settle-step.ts";

/** Says what the organization runs, and that this step of the first week is done. */
export const answerSystemsStep = defineVerb({
  name: "first_week.answer_systems",
  permission: "first_week.manage",
  effect: "write",
  input: answerSystems.definition.input,
  async run(args): Promise<Awaited<ReturnType<typeof answerSystems>>> {
    const done = await answerSystems.definition.run(args);
    await markStep(args, "systems", "done");
    return done;
  },
});
