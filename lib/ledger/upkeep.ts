/** A ledger that grew is signed again after this long. */
export const CHECKPOINT_EVERY_MS = 3_600_000;

/** It audits itself this often. */
export const AUDIT_EVERY_MS = 24 * 3_600_000;
