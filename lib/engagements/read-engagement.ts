import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { frameworkLabels } from "#lib/frameworks/index.ts";
import type { EngagementType } from "#prisma/generated/enums.ts";
import { findAuditors, findPeople, requireEngagement, type PersonRow } from "./engagement.repository.ts";
import { periodStanding, type PeriodStanding } from "./engagement-period.ts";
import { ENGAGEMENT_LIMITS } from "./limits.ts";

export type EngagementView = {
  id: string;
  name: string;
  type: EngagementType;
  frameworkKey: string;
  frameworkName: string;
  frameworkEdition: string;
  auditFirm: string;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  standing: PeriodStanding;
  controls: { id: string; code: string; title: string }[];
  auditors: (PersonRow & { lastVisitAt: Date | null })[];
  /** Auditors of the organization who are not in this engagement; empty for an auditor. */
  canBeAdded: PersonRow[];
  accessUntil: Date;
  accessOpen: boolean;
};

/** One engagement with its controls, its auditors and where its period stands. */
export const readEngagement = defineVerb({
  name: "engagements.read",
  permission: "engagements.read",
  effect: "read",
  input: z.strictObject({ engagementId: idInput }),
  async run({ tx, scope, context, input, now }): Promise<EngagementView> {
    const { organizationId } = context;
    const { controls, auditors, organizationId: _, createdAt: __, ...row } = await requireEngagement(tx, scope, input.engagementId);
    const framework = (await frameworkLabels(tx)).get(row.frameworkKey);
    const people = await findPeople(tx, organizationId, auditors.map((one) => one.memberId));
    const added = new Set(auditors.map((one) => one.memberId));
    const others = scope.engagement === null ? await findAuditors(tx, organizationId, ENGAGEMENT_LIMITS.auditors) : [];
    return {
      ...row,
      frameworkName: framework?.name ?? row.frameworkKey,
      frameworkEdition: framework?.edition ?? "",
      standing: periodStanding(row, now),
      controls: await requireControls(tx, scope, controls.map((one) => one.controlId)),
      auditors: auditors.flatMap((one) => {
        const person = people.get(one.memberId);
        return person === undefined ? [] : [{ ...person, lastVisitAt: one.thisVisitAt }];
      }),
      canBeAdded: others.filter((one) => !added.has(one.id)),
      accessUntil: row.accessUntil,
      accessOpen: row.accessUntil > now,
    };
  },
});
