import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { evidenceAcceptedSince, type AcceptedEvidence } from "#lib/evidence/index.ts";
import { incidentsChangedSince, type ChangedIncident } from "#lib/incidents/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { findVisit } from "./engagement.repository.ts";
import { ENGAGEMENT_LIMITS } from "./limits.ts";

/** A list that names at most so many and says whether there are more. */
export type News<Row> = { rows: Row[]; more: boolean };

export type AuditorHome = {
  /** Start of the visit before this one; null on the first visit, when everything is new. */
  since: Date | null;
  evidence: News<AcceptedEvidence>;
  incidents: News<ChangedIncident>;
};

/**
 * What is new to an auditor since the last visit, within the engagement's controls and period. Packets are told by
 * `packets.list` with the same instant.
 *
 * @throws AppError forbidden for anybody but an auditor of an open engagement
 */
export const readAuditorHome = defineVerb({
  name: "engagements.read_auditor_home",
  permission: "engagement.visit",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, context }): Promise<AuditorHome> {
    const { actor, organizationId } = context;
    const { engagement } = scope;
    if (engagement === null || actor.kind !== "member") throw new AppError("forbidden", "no_engagement", "Only an auditor visits an engagement.");
    const visit = await findVisit(tx, organizationId, engagement.id, actor.memberId);
    if (visit === null) throw new AppError("forbidden", "no_engagement", "You have no open engagement here.");
    const since = visit.lastVisitAt ?? new Date(0);
    const ahead = ENGAGEMENT_LIMITS.newsShown + 1;
    return {
      since: visit.lastVisitAt,
      evidence: cut(await evidenceAcceptedSince(tx, { ...scope, engagement }, since, ahead)),
      incidents: cut(await incidentsChangedSince(tx, organizationId, engagement, since, ahead)),
    };
  },
});

function cut<Row>(rows: Row[]): News<Row> {
  return { rows: rows.slice(0, ENGAGEMENT_LIMITS.newsShown), more: rows.length > ENGAGEMENT_LIMITS.newsShown };
}
