/** Limits of exports and deletions, in one place, each with its reason. */
export const LEAVING_LIMITS = {
  /** How long an archive can be downloaded: a working week, with the weekends beside it. It holds everything, so it is not kept longer. */
  exportDays: 7,
  /** Exports of one organization that can be downloaded at once: each takes as much room as everything that it has. */
  exportsKept: 3,
  /** Exports that are listed; the audit trail has all of them. */
  exportsShown: 20,
  /** Bytes of one archive: what a blob store and a file system can take. */
  archiveBytes: 4 * 1024 ** 4,
  /** Evidence or controls that one hold names: what a person chooses; more of them are a period. */
  heldAtOnce: 100,
  /** Characters of a reason that a person gives. */
  reasonChars: 500,
} as const;
