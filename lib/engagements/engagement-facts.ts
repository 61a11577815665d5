import type { Scope } from "#lib/access/index.ts";
import { frameworkLabels } from "#lib/frameworks/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Period } from "#lib/platform/zoned-time.ts";
import { engagementLabel } from "./engagement-words.ts";
import { requireEngagement } from "./engagement.repository.ts";

/** What other domains need of an engagement. */
export type EngagementFacts = {
  id: string;
  name: string;
  /** "SOC 2 Type II" */
  label: string;
  auditFirm: string;
  period: Period;
  controlIds: string[];
};

/** @throws AppError not_found */
export async function readEngagementFacts(tx: TenantTransaction, scope: Scope, engagementId: string): Promise<EngagementFacts> {
  const { id, name, type, frameworkKey, auditFirm, firstDay, lastDay, timeZone, controls } = await requireEngagement(tx, scope, engagementId);
  const frameworkName = (await frameworkLabels(tx)).get(frameworkKey)?.name ?? frameworkKey;
  return { id, name, label: engagementLabel({ frameworkName, type }), auditFirm, period: { firstDay, lastDay, timeZone }, controlIds: controls.map((one) => one.controlId) };
}
