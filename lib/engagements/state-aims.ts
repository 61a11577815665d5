import { z } from "zod";
import { dayInput, defineVerb, timeZoneInput } from "#lib/access/index.ts";
import { adoptFrameworks, frameworkLabels } from "#lib/frameworks/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound, type FieldProblem } from "#lib/platform/errors.ts";
import { daysIncluded } from "#lib/platform/zoned-time.ts";
import { EngagementType } from "#prisma/generated/enums.ts";
import { findAims, replaceAims, type AuditAim } from "./aim.repository.ts";
import { ENGAGEMENT_LIMITS } from "./limits.ts";

/**
 * Says which audits the organization works towards, all of them, and for which period. No engagement is opened: that takes
 * an audit firm. The frameworks are adopted with it.
 *
 * @throws AppError validation; not_found for a framework that is not loaded
 */
export const stateAims = defineVerb({
  name: "engagements.state_aims",
  permission: "engagements.manage",
  effect: "write",
  input: z.strictObject({
    aims: z.array(z.strictObject({ frameworkKey: z.string().min(1).max(64), type: z.enum(EngagementType) })).min(1, "Choose at least one framework.").max(ENGAGEMENT_LIMITS.aims),
    firstDay: dayInput,
    lastDay: dayInput,
    timeZone: timeZoneInput,
  }),
  async run(args): Promise<AuditAim[]> {
    const { tx, context, input, now, audit, unchanged } = args;
    const { aims, ...period } = input;
    refuseBadDays(period);
    const known = await frameworkLabels(tx);
    if (aims.some((aim) => !known.has(aim.frameworkKey))) throw notFound("framework");
    const wanted = [...new Map(aims.map((aim) => [aim.frameworkKey, { ...aim, ...period }])).values()].sort((a, b) => (a.frameworkKey < b.frameworkKey ? -1 : 1));
    const before = await findAims(tx);
    if (isSame(before, wanted)) unchanged();
    else {
      await replaceAims(tx, context.organizationId, wanted, actorId(context.actor), now);
      await adoptFrameworks(args, wanted.map((aim) => aim.frameworkKey));
      await audit({ action: "audit_aims.stated", subjectKind: "organization", subjectId: context.organizationId, changes: { before, after: wanted } });
    }
    return wanted;
  },
});

function refuseBadDays({ firstDay, lastDay }: { firstDay: string; lastDay: string }): void {
  const problems: FieldProblem[] = [];
  if (lastDay < firstDay) problems.push({ path: "lastDay", message: "The last day lies before the first." });
  if (daysIncluded(firstDay, lastDay) > ENGAGEMENT_LIMITS.periodDays) problems.push({ path: "lastDay", message: "The period is longer than three years." });
  if (problems.length > 0) throw new AppError("validation", "aim_days", "The days do not fit together; nothing was changed.", problems);
}

function isSame(before: readonly AuditAim[], after: readonly AuditAim[]): boolean {
  const text = (aims: readonly AuditAim[]) => aims.map((aim) => [aim.frameworkKey, aim.type, aim.firstDay, aim.lastDay, aim.timeZone].join(" ")).join("\n");
  return text(before) === text(after);
}
