import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findControl } from "./controls.repository.ts";
import { writeReinstatement } from "./write-retirement.ts";

/**
 * Takes a retirement back: from now on the control holds again, by a new version, with the mappings and evidence requests
 * that the retirement ended. The time between stays one in which it did not hold.
 *
 * @throws AppError not_found; precondition_failed when it is not retired
 */
export const reinstateControl = defineVerb({
  name: "controls.reinstate",
  permission: "controls.manage",
  effect: "write",
  input: z.strictObject({ controlId: idInput, reason: textInput(2_000).refine((text) => text !== "", "Say why it holds again.") }),
  async run(args): Promise<{ version: number }> {
    const { tx, scope, input, audit } = args;
    const control = await findControl(tx, scope, { id: input.controlId });
    if (control === null) throw notFound("control");
    const { version } = await writeReinstatement(args, control.id);
    await audit({ action: "control.reinstated", subjectKind: "control", subjectId: control.id, changes: { code: control.code, reason: input.reason, version } });
    return { version };
  },
});
