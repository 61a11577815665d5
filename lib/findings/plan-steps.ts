import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findStep, insertStep, settleStep, stepsOf } from "./finding-parts.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingToRemedy, recordStep } from "./record-step.ts";
import { OWED_STATUSES } from "./words.ts";

/** Adds a step to a remediation, at its end. @throws AppError not_found; forbidden; limit_exceeded; precondition_failed once it is done */
export const addStep = defineVerb({
  name: "findings.add_step",
  permission: "findings.remediate",
  effect: "write",
  input: z.strictObject({ findingId: idInput, text: lineInput(FINDING_LIMITS.title) }),
  async run(args): Promise<{ id: string } | undefined> {
    const { tx, context: { organizationId, actor }, now, input: { findingId, text } } = args;
    const finding = await findingToRemedy(args, findingId, OWED_STATUSES, "given another step");
    const steps = await stepsOf(tx, organizationId, finding.id);
    if (steps.at(-1)?.text === text) return void args.unchanged();
    if (steps.length >= FINDING_LIMITS.steps) throw new AppError("limit_exceeded", "too_many_steps", `A finding has at most ${FINDING_LIMITS.steps} steps; nothing was changed.`);
    // First: whoever adds a step at the same time finds the state moved, and is told so.
    await recordStep(args, finding, { kind: "step_added", text });
    return { id: await insertStep(tx, organizationId, { findingId: finding.id, position: steps.length + 1, text, addedBy: actorId(actor), addedAt: now }) };
  },
});

/** Marks a step as done, or as not done after all. @throws AppError not_found; forbidden; precondition_failed once the remediation is done */
export const finishStep = defineVerb({
  name: "findings.finish_step",
  permission: "findings.remediate",
  effect: "write",
  input: z.strictObject({ stepId: idInput, done: z.boolean() }),
  async run(args) {
    const { tx, context: { organizationId, actor }, now, input: { stepId, done } } = args;
    const step = await findStep(tx, organizationId, stepId);
    if (step === null) throw notFound("step");
    const finding = await findingToRemedy(args, step.findingId, OWED_STATUSES, "worked on");
    if (!(await settleStep(tx, organizationId, step.id, done ? { at: now, by: actorId(actor) } : null))) return args.unchanged();
    await recordStep(args, finding, { kind: done ? "step_done" : "step_undone", text: step.text, changes: { step: step.id } });
  },
});
