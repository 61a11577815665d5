import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { findStandings, type StandingRow } from "./rule-text.repository.ts";

/** A rule that raises nothing, by its standing: a gap of the controls that it serves. */
export type RuleGap = StandingRow & { state: "disabled" | "quarantined" };

/** Rules that are disabled or quarantined, in the order of their keys. */
export async function ruleGaps(tx: TenantTransaction, organizationId: string): Promise<RuleGap[]> {
  return (await findStandings(tx, organizationId)).flatMap((row): RuleGap[] => (row.state === "enabled" ? [] : [{ ...row, state: row.state }]));
}
