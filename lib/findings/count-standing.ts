import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { todayOf } from "./create-finding.ts";
import { countStanding, type StandingRow } from "./finding-list.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";

/**
 * What stands against a control or a requirement now: findings that are not settled (`open`), the gravest of them, those
 * past their day or past the day until which their risk was accepted, and accepted risks.
 */
export type StandingCount = Omit<StandingRow, "key">;

/**
 * Counts the findings that stand against each of some controls, or requirements by all the controls that answer them and
 * by name. A finding counts once per subject; a subject without any is not in the answer.
 */
export const countStandingFindings = defineVerb({
  name: "findings.count_standing",
  permission: "findings.read",
  effect: "read",
  input: z.strictObject({
    /** Set when the keys are codes of this edition: findings that name them count too. */
    frameworkKey: z.string().min(1).max(64).optional(),
    subjects: z.array(z.strictObject({ key: z.string().min(1).max(64), controlCodes: z.array(z.string().max(64)).max(FINDING_LIMITS.subjectControls) })).max(FINDING_LIMITS.subjects),
  }),
  async run({ tx, scope, now, input: { frameworkKey, subjects } }): Promise<Map<string, StandingCount>> {
    const rows = await countStanding(tx, scope, subjects, frameworkKey ?? null, await todayOf(tx, scope.organizationId, now));
    return new Map(rows.map(({ key, ...count }) => [key, count]));
  },
});
