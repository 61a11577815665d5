import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { reopenStep, settledSteps, WHOLE, writeStep, type SettledStep } from "./first-week.repository.ts";
import { nextStep, STEP_NAMES, type FirstWeekStep, type StepState } from "./steps.ts";

/** Says that a step of the first week is done, put off, or open again; `whole` finishes the guidance or puts it aside. */
export const settleStep = defineVerb({
  name: "first_week.settle_step",
  permission: "first_week.manage",
  effect: "write",
  input: z.strictObject({ step: z.enum([...STEP_NAMES, WHOLE]), state: z.enum(["open", "done", "put_off"]) }),
  async run(args): Promise<{ step: SettledStep["step"]; next: FirstWeekStep | null }> {
    const { step, state } = args.input;
    await markStep(args, step, state);
    return { step, next: step === WHOLE ? null : nextStep(step) };
  },
});

/** Settles a step within the transaction of a verb: of this one, or of the act that the step asks for. */
export async function markStep({ tx, context, now, audit, unchanged }: VerbArguments<unknown>, step: SettledStep["step"], state: StepState): Promise<void> {
  const { organizationId, actor } = context;
  const before = (await settledSteps(tx)).find((one) => one.step === step)?.state ?? "open";
  if (before === state) return unchanged();
  if (state === "open") await reopenStep(tx, organizationId, step);
  else await writeStep(tx, organizationId, { step, state, settledAt: now }, actorId(actor));
  await audit({ action: "first_week.step_settled", subjectKind: "organization", subjectId: organizationId, changes: { step, before, after: state } });
}
