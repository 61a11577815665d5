import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { requirementTitles } from "#lib/frameworks/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { decisionsOf, insertDecisions, lockApplicability } from "./applicability.repository.ts";

/** Items decided in one act: a whole Annex A, and the largest framework of one's own. */
const ITEMS_MAX = 2000;

/**
 * Says of items whether they apply, with the reason for including or excluding them (ISO/IEC 27001, 6.1.3 d). Decided so
 * already: nothing changes.
 *
 * @throws AppError not_found for an edition or an item that is not there
 */
export const decideApplicability = defineVerb({
  name: "applicability.decide",
  permission: "mappings.manage",
  effect: "write",
  input: z.strictObject({
    frameworkKey: z.string().min(1).max(64),
    codes: z.array(z.string().min(1).max(64)).min(1, "Choose at least one item.").max(ITEMS_MAX),
    applicable: z.boolean(),
    justification: textInput(2000).min(1, "Say why: the statement must."),
  }),
  async run({ tx, context, input, now, audit, unchanged }): Promise<{ decided: number }> {
    const { organizationId } = context;
    const { frameworkKey, applicable, justification } = input;
    const codes = [...new Set(input.codes)];
    const known = await requirementTitles(tx, [frameworkKey]);
    if (codes.some((code) => !known.has(`${frameworkKey} ${code}`))) throw notFound("requirement");
    await lockApplicability(tx, organizationId);
    const before = await decisionsOf(tx, organizationId, frameworkKey);
    const fresh = codes.filter((code) => before.get(code)?.applicable !== applicable || before.get(code)?.justification !== justification);
    if (fresh.length === 0) {
      unchanged();
      return { decided: 0 };
    }
    await insertDecisions(tx, organizationId, frameworkKey, fresh.map((requirementCode) => ({
      id: newId("apd", now.getTime()), requirementCode, number: (before.get(requirementCode)?.number ?? 0) + 1, applicable, justification, recordedAt: now, recordedBy: actorId(context.actor),
    })));
    await audit({ action: "applicability.decided", subjectKind: "framework", subjectId: frameworkKey, changes: { items: fresh, applicable, justification } });
    return { decided: fresh.length };
  },
});
