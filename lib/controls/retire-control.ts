import { z } from "zod";
import { dayInput, defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findControl, lastRecordedVersions } from "./controls.repository.ts";
import { writeRetirements } from "./write-retirement.ts";

/**
 * Retires a control: from a day on, today or a past one, it leaves lists, matrices, gaps and occurrences; before it, it is
 * read as it was. A control is never deleted, since evidence, packets and other people's notes refer to it.
 *
 * @throws AppError not_found; precondition_failed when it is retired already; validation for the day or the successor
 */
export const retireControl = defineVerb({
  name: "controls.retire",
  permission: "controls.manage",
  effect: "write",
  input: z.strictObject({
    controlId: idInput,
    day: dayInput,
    reason: textInput(2_000).refine((text) => text !== "", "Say why: whoever reads of the control later sees it."),
    successorCode: z.string().trim().min(1).max(64).optional(),
  }),
  async run(args): Promise<{ retiredFrom: Date }> {
    const { tx, scope, input, audit } = args;
    const control = await findControl(tx, scope, { id: input.controlId });
    if (control === null) throw notFound("control");
    const successorId = input.successorCode === undefined ? null : await successorOf(args, control.code, input.successorCode);
    const [retirement] = await writeRetirements(args, [{ controlId: control.id, from: input.day, reason: input.reason, successorId }]);
    if (retirement === undefined) throw notFound("control");
    const { from } = retirement;
    await audit({ action: "control.retired", subjectKind: "control", subjectId: control.id, changes: { code: control.code, from: from.toISOString(), reason: input.reason, successor: input.successorCode ?? null } });
    return { retiredFrom: from };
  },
});

async function successorOf({ tx, scope }: Pick<VerbArguments<unknown>, "tx" | "scope">, code: string, successorCode: string): Promise<string> {
  const successor = await findControl(tx, scope, { code: successorCode });
  const held = successor !== null && (await lastRecordedVersions(tx, scope.organizationId)).get(successor.id)?.retirement === null;
  if (successor === null || !held || successorCode === code) {
    const sentence = successorCode === code ? "A control does not succeed itself." : `${successorCode} is no control in force.`;
    throw new AppError("validation", "successor", sentence, [{ path: "successorCode", message: sentence }]);
  }
  return successor.id;
}
