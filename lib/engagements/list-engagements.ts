import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { frameworkLabels } from "#lib/frameworks/index.ts";
import type { EngagementType } from "#prisma/generated/enums.ts";
import { findEngagements } from "./engagement.repository.ts";
import { periodStanding, type PeriodStanding } from "./engagement-period.ts";
import { ENGAGEMENT_LIMITS } from "./limits.ts";

export type EngagementListRow = {
  id: string;
  name: string;
  type: EngagementType;
  frameworkKey: string;
  frameworkName: string;
  auditFirm: string;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  standing: PeriodStanding;
  controls: number;
  controlIds: string[];
  auditors: number;
  accessUntil: Date;
  accessOpen: boolean;
};

/** Engagements, the newest period first. An auditor gets the one that they entered. */
export const listEngagements = defineVerb({
  name: "engagements.list",
  permission: "engagements.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, now }): Promise<EngagementListRow[]> {
    const labels = await frameworkLabels(tx);
    const rows = await findEngagements(tx, scope, ENGAGEMENT_LIMITS.listed);
    return rows.map(({ controls, auditors, organizationId: _, createdAt: __, ...row }) => ({
      ...row,
      frameworkName: labels.get(row.frameworkKey)?.name ?? row.frameworkKey,
      standing: periodStanding(row, now),
      controls: controls.length,
      controlIds: controls.map((one) => one.controlId),
      auditors: auditors.length,
      accessOpen: row.accessUntil > now,
    }));
  },
});
