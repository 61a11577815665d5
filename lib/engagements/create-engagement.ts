import { z } from "zod";
import { dayInput, defineVerb, idInput, lineInput, timeZoneInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { adoptFrameworks, frameworkLabels } from "#lib/frameworks/index.ts";
import { AppError, notFound, type FieldProblem } from "#lib/platform/errors.ts";
import { daysIncluded, periodInstants } from "#lib/platform/zoned-time.ts";
import { EngagementType } from "#prisma/generated/enums.ts";
import { findSame, insertEngagement } from "./engagement.repository.ts";
import { ENGAGEMENT_LIMITS } from "./limits.ts";

/**
 * Opens an engagement: one audit of named controls over a period, for one audit firm. Its auditors can enter until the end of
 * `accessUntil`, a day of the engagement's time zone. The framework is adopted with it.
 *
 * @throws AppError validation; not_found for a framework or a control that is not the organization's; conflict when the same
 *   name, framework and period exist
 */
export const createEngagement = defineVerb({
  name: "engagements.create",
  permission: "engagements.manage",
  effect: "write",
  input: z.strictObject({
    name: lineInput(120),
    type: z.enum(EngagementType),
    frameworkKey: z.string().min(1).max(64),
    firstDay: dayInput,
    lastDay: dayInput,
    timeZone: timeZoneInput,
    auditFirm: lineInput(120),
    controlIds: z.array(idInput).min(1, "Choose at least one control.").max(ENGAGEMENT_LIMITS.controls),
    accessUntil: dayInput,
  }),
  async run(args) {
    const { tx, scope, context, input, now, audit } = args;
    const { controlIds, accessUntil, ...facts } = input;
    refuseBadDays(input);
    if (!(await frameworkLabels(tx)).has(input.frameworkKey)) throw notFound("framework");
    const controls = await requireControls(tx, scope, [...new Set(controlIds)]);
    const { organizationId } = context;
    if ((await findSame(tx, organizationId, input)) !== null) {
      throw new AppError("conflict", "engagement_exists", "There is an engagement of this name, framework and period already. Open that one.");
    }
    const lastOfAccess = periodInstants({ firstDay: accessUntil, lastDay: accessUntil, timeZone: input.timeZone }).until;
    const id = await insertEngagement(tx, organizationId, { ...facts, accessUntil: lastOfAccess }, controls.map((one) => one.id), now);
    await adoptFrameworks(args, [input.frameworkKey]);
    await audit({
      action: "engagement.created",
      subjectKind: "engagement",
      subjectId: id,
      changes: { ...facts, access_until: lastOfAccess.toISOString(), controls: controls.map((one) => one.code).sort() },
    });
    return { id };
  },
});

function refuseBadDays(input: { firstDay: string; lastDay: string; accessUntil: string }): void {
  const problems: FieldProblem[] = [];
  if (input.lastDay < input.firstDay) problems.push({ path: "lastDay", message: "The last day lies before the first." });
  if (daysIncluded(input.firstDay, input.lastDay) > ENGAGEMENT_LIMITS.periodDays) problems.push({ path: "lastDay", message: "The period is longer than three years." });
  if (input.accessUntil < input.firstDay) problems.push({ path: "accessUntil", message: "Access would end before the period begins." });
  if (problems.length > 0) throw new AppError("validation", "engagement_days", "The days do not fit together; nothing was created.", problems);
}
