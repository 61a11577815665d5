import { z } from "zod";
import { dayInput, defineVerb, idInput } from "#lib/access/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { daysIncluded, periodInstants } from "#lib/platform/zoned-time.ts";
import { findSegmentsBetween, type SegmentOfDays } from "./segment.repository.ts";

/** Days that may be looked at in one go: a year and a day. */
const DAYS_MAX = 366;
const SEGMENTS_MAX = 10_000;

type SegmentsOfDays = { segments: SegmentOfDays[]; from: Date; until: Date; timeZone: string; /** More lie in these days than are answered. */ more: boolean };

/**
 * Segments that hold events of some days of the organization's zone, of one source or of all, in the order of their
 * receipt. One whose events state no time counts by its receipt.
 *
 * @throws AppError validation when the days are none, or too many
 */
export const segmentsOfDays = defineVerb({
  name: "logs.segments_of_days",
  permission: "logs.read",
  effect: "read",
  input: z.strictObject({ sourceId: idInput.nullable(), firstDay: dayInput, lastDay: dayInput, most: z.number().int().min(1).max(SEGMENTS_MAX).default(SEGMENTS_MAX) }),
  async run({ tx, context: { organizationId }, input: { sourceId, firstDay, lastDay, most } }): Promise<SegmentsOfDays> {
    if (lastDay < firstDay || daysIncluded(firstDay, lastDay) > DAYS_MAX) throw new AppError("validation", "days", "Nothing was read.", [{ path: "lastDay", message: `Choose a last day on or after the first, at most ${DAYS_MAX} days later.` }]);
    const organization = await findOrganization(tx, organizationId);
    if (organization === null) throw notFound("organization");
    const { from, until } = periodInstants({ firstDay, lastDay, timeZone: organization.timeZone });
    const found = await findSegmentsBetween(tx, organizationId, { sourceId, from, until, limit: most + 1 });
    return { segments: found.slice(0, most), from, until, timeZone: organization.timeZone, more: found.length > most };
  },
});
