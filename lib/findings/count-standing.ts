import { z } from "zod";
import { SEVERITIES } from "#lib/alerts/client.ts";
import { defineVerb } from "#lib/access/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { todayOf } from "./create-finding.ts";
import { namedBy, standingAgainst, type StandingFinding } from "./finding-list.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingStanding } from "./standing.ts";

/** What stands against a control or a requirement now. */
export type StandingCount = {
  /** Not settled: somebody has yet to remedy it, or to verify that it is remedied. */
  open: number;
  /** The gravest of those. */
  worst: Severity | null;
  /** Past their day, or past the day until which their risk was accepted. */
  late: number;
  accepted: number;
};

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
    const today = await todayOf(tx, scope.organizationId, now);
    const ofControls = Map.groupBy(await standingAgainst(tx, scope, [...new Set(subjects.flatMap((one) => one.controlCodes))]), (one) => one.subject);
    const ofNames = Map.groupBy(frameworkKey === undefined ? [] : await namedBy(tx, scope, frameworkKey, subjects.map(({ key }) => key)), (one) => one.subject);
    const counts = new Map<string, StandingCount>();
    for (const { key, controlCodes } of subjects) {
      const touching = [...controlCodes.flatMap((code) => ofControls.get(code) ?? []), ...(ofNames.get(key) ?? [])];
      const distinct = [...new Map(touching.map((one) => [one.findingId, one])).values()];
      if (distinct.length > 0) counts.set(key, countOf(distinct, today));
    }
    return counts;
  },
});

function countOf(findings: readonly StandingFinding[], today: string): StandingCount {
  const open = findings.filter((one) => one.status !== "risk_accepted");
  return {
    open: open.length,
    worst: SEVERITIES.find((severity) => open.some((one) => one.severity === severity)) ?? null,
    late: findings.filter((one) => findingStanding(one, today, 0).late).length,
    accepted: findings.length - open.length,
  };
}
