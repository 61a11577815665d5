import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { CLASSIFICATIONS } from "./classification.ts";
import { findRetention, writeRetention } from "./retention.repository.ts";

/** As long as the setting may be, and from the first day on. */
const DAYS = { least: 1, most: 36_500 };

/**
 * Says how widely an evidence may be known, and how long it is kept where that differs from its classification. What is disposed of
 * already stays so.
 *
 * @throws AppError not_found
 */
export const classifyEvidence = defineVerb({
  name: "evidence.classify",
  permission: "evidence.classify",
  effect: "write",
  input: z.strictObject({
    evidenceId: idInput,
    classification: z.enum(CLASSIFICATIONS),
    retainDays: z.number("A whole number of days, or nothing.").int().min(DAYS.least).max(DAYS.most).optional(),
  }),
  async run({ tx, context, input, audit, unchanged }): Promise<void> {
    const { evidenceId, classification } = input;
    const before = await findRetention(tx, context.organizationId, evidenceId);
    if (before === null) throw notFound("evidence");
    const retainDays = input.retainDays ?? null;
    if (before.classification === classification && before.retainDays === retainDays) return unchanged();
    await writeRetention(tx, context.organizationId, evidenceId, { classification, retainDays });
    await audit({ action: "evidence.classified", subjectKind: "evidence", subjectId: evidenceId, changes: { classification: { from: before.classification, to: classification }, retain_days: { from: before.retainDays, to: retainDays } } });
  },
});
