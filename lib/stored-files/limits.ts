/** How stored files are looked at, in one place, each with its reason. */
export const LOOK_LIMITS = {
  /** All bytes are read within so many days: disks lose a sector unseen for months, and backups are kept for about one. */
  readWithinDays: 30,
  /** A look that could not happen for long is made up for, but a month's worth at most. */
  catchUpDays: 30,
  /** At most this many bytes a second are read, so that a look takes less than a tenth of what a disk gives. */
  bytesPerSecond: 64 * 1024 * 1024,
  /** Files and bytes after which it is noted how far a look is: what is cut off in between is read again. */
  batch: 200,
  batchBytes: 256 * 1024 * 1024,
  /** Files that are looked for, not read, between two notes; more only where one folder of the store has more. */
  glanced: 2_000,
} as const;

export const DAY_MS = 86_400_000;
