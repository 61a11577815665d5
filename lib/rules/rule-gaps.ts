import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { findStandings, type StandingRow } from "./rule-text.repository.ts";
import type { RuleStandingState } from "./words.ts";

/** A rule that raises nothing, or is blind to its own examples: a gap of the controls that it serves. */
export type RuleGap = StandingRow & { state: Exclude<RuleStandingState, "enabled"> };

/** Rules that are disabled, quarantined or failing, in the order of their keys. */
export async function ruleGaps(tx: TenantTransaction, organizationId: string): Promise<RuleGap[]> {
  return (await findStandings(tx, organizationId)).flatMap((row): RuleGap[] => (row.state === "enabled" ? [] : [{ ...row, state: row.state }]));
}
