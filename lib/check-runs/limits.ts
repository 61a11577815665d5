/** Limits of what checks make, in one place, each with its reason. */
export const CHECK_LIMITS = {
  /** Rows of a kind that one check judges of one connection: they are judged in memory. Beyond it the check says that it could not see all. */
  rows: 100_000,
  /** Characters of a run's results on their way to the database: two hundred thousand of three hundred. */
  resultsText: 64 * 1024 * 1024,
  /** Characters that are kept of a name or reason. */
  text: 2_000,
  /** Characters of a thing's name: results are listed by it, and an index entry holds it beside the thing's id. */
  name: 300,
  /** Characters of an address's place in the results: a name and an id, each character up to four bytes. */
  cursor: 16_000,
  /** Results in the record of a run; counts and the hash are of all. */
  recorded: 1_000,
  /** Results of a page; changes, runs, versions, acceptances that a screen shows. */
  shown: 200,
  /** A risk is accepted for a year at most, as of findings. */
  acceptanceDays: 366,
  reason: 2_000,
  /** Parameters set at once, and how far from nothing one may be: checks have a handful, of days and shares. */
  parameters: 50,
  parameter: 1_000_000,
} as const;
