/** Largest file that one evidence may carry: 2 GiB holds a disk image's logs or a long recording. */
export const MAX_UPLOAD_BYTES = 2 * 1024 * 1024 * 1024;

/** For how long an upload that broke can go on: over a weekend and a holiday. */
export const UPLOAD_KEPT_MS = 7 * 24 * 3_600_000;

/** What one organization may have on its way at once, so that no one fills the disk of all with files that never arrive. */
export const MAX_OPEN_UPLOADS = 1_000;
export const MAX_OPEN_BYTES = 64 * 1024 * 1024 * 1024;

/** A piece whose checksum is sent with it waits in memory until it is known to be right. */
export const MAX_CHECKED_BYTES = 8 * 1024 * 1024;

/**
 * So many of them come into memory at once in a process; the others stay with their senders. More at once are no faster, since two
 * or three keep a processor busy. Who sends slowly stops counting after a while, and is not waited for.
 */
export const CHECKED_AT_ONCE = 3;
export const CHECKED_TURN_MS = 1_000;

/** Who writes to an upload says so this often; silence for three times as long means that its server ended. */
export const WRITER_RENEWS_MS = 10_000;
export const WRITER_HOLDS_MS = 30_000;

/** For so long a writer is kept for the next piece at the same process of the server; at another one that waits, in these steps. */
export const WRITER_RESTS_MS = 500;
export const HOLD_PAUSES_MS = [50, 100, 200, 400] as const;

/** Limits of a ZIP that is taken apart. */
export const UNPACK_LIMITS = {
  /** As many as one submission takes. */
  files: 100,
  /** Bytes of its files together: as much as one upload. */
  bytes: MAX_UPLOAD_BYTES,
  /** What a file may grow by: text of one letter compresses a thousandfold, documents and logs some twenty times. */
  ratio: 250,
  /** A file smaller than this may grow by any factor. */
  ratioFreeBytes: 1024 * 1024,
} as const;
