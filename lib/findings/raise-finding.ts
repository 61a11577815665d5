import { z } from "zod";
import { defineVerb, idInput, lineInput, textInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { createFinding } from "./create-finding.ts";
import { findSentTwice } from "./finding.repository.ts";
import { FINDING_LIMITS, SENT_TWICE_MS } from "./limits.ts";
import { ownerInput, ownerOfControls, resolveOwner } from "./owner.ts";
import { requirementsInput, requireRequirements } from "./requirements.ts";
import { nameSource, sourceInput } from "./sources.ts";
import { findingName } from "./words.ts";

/**
 * Raises a finding that a person saw. Its due date follows from its severity; where nobody is named, the owner of the first
 * control that has one answers for it. What an audit found is shared with auditors from the start: they said it.
 *
 * @throws AppError not_found for a control, requirement, person or source that is not there
 */
export const raiseFinding = defineVerb({
  name: "findings.raise",
  permission: "findings.raise",
  effect: "write",
  input: z.strictObject({
    title: lineInput(FINDING_LIMITS.title),
    description: textInput(FINDING_LIMITS.text).min(1, "Say what was found, and where."),
    severity: z.enum(Severity),
    source: sourceInput,
    controlIds: z.array(idInput).max(FINDING_LIMITS.controls).default([]),
    requirements: requirementsInput.default([]),
    /** Left out: the owner of the controls. */
    owner: ownerInput.optional(),
  }),
  async run(args): Promise<{ id: string; name: string }> {
    const { tx, scope, context, input, now, unchanged } = args;
    const { organizationId, actor } = context;
    const source = await nameSource(args, input.source);
    const controls = await requireControls(tx, scope, input.controlIds);
    const requirements = await requireRequirements(tx, input.requirements);
    const controlIds = controls.map(({ id }) => id);
    const owner = input.owner === undefined ? await ownerOfControls(tx, organizationId, controlIds) : await resolveOwner(args, input.owner);
    const twice = await findSentTwice(tx, organizationId, actorId(actor), input.title, new Date(now.getTime() - SENT_TWICE_MS));
    if (twice !== null) {
      unchanged();
      return { id: twice.id, name: findingName(twice) };
    }
    const { id, number } = await createFinding(args, {
      ...source, title: input.title, description: input.description, severity: input.severity, subjectKey: null, owner, controlIds, requirements,
      visibility: source.sourceKind === "engagement" ? "shared_with_auditor" : "internal",
    });
    return { id, name: findingName({ number, raisedAt: now }) };
  },
});
