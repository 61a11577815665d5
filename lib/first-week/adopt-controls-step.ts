import { defineVerb } from "#lib/access/index.ts";
import { adoptControls, shippedLibrary } from "#lib/controls/index.ts";
import { markStep } from "./settle-step.ts";

/** Takes controls from the library, and says that this step of the first week is done. */
export const adoptControlsStep = defineVerb({
  name: "first_week.adopt_controls",
  permission: "first_week.manage",
  effect: "write",
  input: adoptControls.definition.input,
  prepare: () => shippedLibrary(),
  async run(args): Promise<Awaited<ReturnType<typeof adoptControls>>> {
    const done = await adoptControls.definition.run(args);
    await markStep(args, "controls", "done");
    return done;
  },
});
