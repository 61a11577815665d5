import type { Scope } from "#lib/access/index.ts";
import { frameworkLabels } from "#lib/frameworks/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { findEngagements } from "./engagement.repository.ts";
import { periodStanding, type PeriodStanding } from "./engagement-period.ts";
import { engagementLabel } from "./engagement-words.ts";
import { ENGAGEMENT_LIMITS } from "./limits.ts";

/** The engagement that everyday work is done for. */
export type CurrentEngagement = {
  id: string;
  name: string;
  /** "SOC 2 Type II" */
  label: string;
  auditFirm: string;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  standing: PeriodStanding;
};

/** The running engagement that ends first; without one, the next to begin; null when all have ended or there is none. */
export async function currentEngagement(tx: TenantTransaction, scope: Scope, now: Date): Promise<CurrentEngagement | null> {
  const rows = (await findEngagements(tx, scope, ENGAGEMENT_LIMITS.listed)).map((row) => ({ row, standing: periodStanding(row, now) }));
  const running = rows.filter((one) => one.standing.phase === "running").sort((a, b) => a.standing.daysToEnd - b.standing.daysToEnd);
  const coming = rows.filter((one) => one.standing.phase === "before").sort((a, b) => a.standing.daysToStart - b.standing.daysToStart);
  const chosen = running[0] ?? coming[0];
  if (chosen === undefined) return null;
  const { id, name, type, frameworkKey, auditFirm, firstDay, lastDay, timeZone } = chosen.row;
  const frameworkName = (await frameworkLabels(tx)).get(frameworkKey)?.name ?? frameworkKey;
  return { id, name, label: engagementLabel({ frameworkName, type }), auditFirm, firstDay, lastDay, timeZone, standing: chosen.standing };
}
