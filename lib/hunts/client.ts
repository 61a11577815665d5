// Words and bounds of retro-hunts that browser code may use.

/** How far a retro-hunt has come. `full`: it found more than is kept, and stopped. */
export const HUNT_STATUSES = ["queued", "running", "paused", "cancelled", "finished", "full", "failed"] as const;
export type HuntStatus = (typeof HUNT_STATUSES)[number];

/** What became of a segment. `partial`: its text ends early. `missing`, `damaged`: where it lies. */
export const HUNT_SEGMENT_STATUSES = ["waiting", "read", "partial", "missing", "damaged"] as const;
export type HuntSegmentStatus = (typeof HUNT_SEGMENT_STATUSES)[number];

export const HUNT_CHOICES = ["in_force", "rules", "texts", "pack"] as const;
export type HuntChoice = (typeof HUNT_CHOICES)[number];

/** The name by which people call a retro-hunt: HUNT-12. */
export function huntName(number: number): string {
  return `HUNT-${number}`;
}

/** Every limit of retro-hunts, each with its reason. */
export const HUNT_LIMITS = {
  reasonChars: 500,
  /** Sources that are named one by one; more are "every source". */
  sources: 200,
  /** Segments of one hunt: half a year of a file an hour and source. */
  segments: 5_000,
  /** Matches that are kept of one rule: who has so many has a rule to tune, not matches to read. */
  matchesPerRule: 1_000,
  /** Matches that are kept of one hunt: beyond, it stops and says so. */
  matches: 20_000,
  /** Matches raised in one act: each alert has its number, its deadline and its ledger entry. */
  raisedAtOnce: 500,
  /** Refused texts that are named; the rest are counted. */
  refusedShown: 20,
} as const;
