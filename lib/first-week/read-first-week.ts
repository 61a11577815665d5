import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { settledSteps, WHOLE } from "./first-week.repository.ts";
import { STEP_NAMES, type FirstWeekStep, type StepState } from "./steps.ts";

export type FirstWeek = {
  steps: { step: FirstWeekStep; state: StepState }[];
  /** The first step that is neither done nor put off; null when none is left. */
  current: FirstWeekStep | null;
  /** How the guidance ended; null while it goes on. */
  ended: { as: "finished" | "put_aside"; at: Date } | null;
};

/** How far the first week is. */
export const readFirstWeek = defineVerb({
  name: "first_week.read",
  permission: "first_week.manage",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx }): Promise<FirstWeek> {
    const settled = new Map((await settledSteps(tx)).map((one) => [one.step, one]));
    const whole = settled.get(WHOLE);
    const steps = STEP_NAMES.map((step) => ({ step, state: settled.get(step)?.state ?? "open" as const }));
    return {
      steps,
      current: steps.find(({ state }) => state === "open")?.step ?? null,
      ended: whole === undefined ? null : { as: whole.state === "done" ? "finished" : "put_aside", at: whole.settledAt },
    };
  },
});
