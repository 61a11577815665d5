import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { controlIdsOf, requirementsNamed } from "./finding-parts.repository.ts";
import { putControls, putRequirements } from "./finding.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingIn, recordStep } from "./record-step.ts";
import { keyOf, requirementsInput, requireRequirements } from "./requirements.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/** Says which controls and requirements a finding touches. @throws AppError not_found; precondition_failed once it is settled */
export const relateFinding = defineVerb({
  name: "findings.relate",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, controlIds: z.array(idInput).max(FINDING_LIMITS.controls), requirements: requirementsInput }),
  async run(args) {
    const { tx, scope, context: { organizationId }, input } = args;
    const finding = await findingIn(args, input.findingId, UNSETTLED_STATUSES, "related to others");
    const controls = await requireControls(tx, scope, input.controlIds);
    const requirements = await requireRequirements(tx, input.requirements);
    const before = { controls: (await controlIdsOf(tx, scope, [finding.id])).get(finding.id) ?? [], requirements: (await requirementsNamed(tx, organizationId, finding.id)).map(keyOf) };
    const after = { controls: controls.map(({ id }) => id).sort(), requirements: requirements.map(keyOf).sort() };
    if (before.controls.join() === after.controls.join() && before.requirements.join() === after.requirements.join()) return args.unchanged();
    await putControls(tx, organizationId, finding.id, after.controls);
    await putRequirements(tx, organizationId, finding.id, requirements);
    await recordStep(args, finding, { kind: "related", text: [...controls.map(({ code }) => code), ...after.requirements].join(", "), touched: { controlIds: after.controls, requirementRefs: after.requirements }, changes: { before, after } });
  },
});
