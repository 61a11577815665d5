import type { OpenHit } from "./hit.ts";
import type { WindowEntry } from "./entry-pool.ts";

/** Everything a correlator knows, as JSON: store it with the offset of the next line, and continue from there. */
export type CorrelatorSnapshot = {
  readonly version: 1;
  readonly watermarkMs: number | null;
  readonly sequence: number;
  readonly rules: readonly RuleSnapshot[];
};

export type RuleSnapshot = {
  readonly ruleId: string;
  /** State of a rule that has changed since means something else: it is not restored, and reported. */
  readonly ruleHash: string;
  readonly report: RuleReport;
  /** Oldest update first. */
  readonly groups: readonly GroupSnapshot[];
};

export type GroupSnapshot = { readonly values: readonly string[]; readonly entries: readonly WindowEntry[]; readonly hit: OpenHit | null };

/** What a correlation could not take into account: shown as gaps, never hidden. Counts of events, groups, entries. */
export type RuleReport = {
  /** Events older than the window or the watermark allow. */
  late: number;
  /** Events without a time, when no time was known yet. */
  untimed: number;
  /** Events without a field that the rule groups by or counts. */
  incomplete: number;
  /** Events dated further in the future than the clock skew allows; counted at their receipt instead. */
  futureDated: number;
  evictedGroups: number;
  droppedEntries: number;
};

export function emptyReport(): RuleReport {
  return { late: 0, untimed: 0, incomplete: 0, futureDated: 0, evictedGroups: 0, droppedEntries: 0 };
}
