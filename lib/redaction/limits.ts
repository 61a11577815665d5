/** Limits of redaction, in one place, each with its reason. */
export const REDACTION_LIMITS = {
  /** Bytes of a file that is redacted here, or compared with its redacted version: it is held in memory. */
  fileBytes: 20 * 1024 * 1024,
  /** Columns or ranges of lines that are chosen: more of them are another file. */
  chosen: 200,
  /** Columns that are offered. */
  columns: 200,
  /** Characters of what was removed, and of why. */
  words: 300,
} as const;

/** What stands where something was taken out. */
export const REDACTED = "[redacted]";
