/** A note is read by a person; what is longer is a file. */
export const MAX_NOTE = 20_000;

/** Files that one submission takes: recording them is one transaction, which may not last seconds. */
export const MAX_FILES_AT_ONCE = 100;

/** Evidence judged in one act: each locks its requests, and the transaction may not last seconds. */
export const MAX_JUDGED_AT_ONCE = 50;

/** Requests that one evidence answers: more than the largest control asks would be a mistake. */
export const MAX_ANSWERED_REQUESTS = 50;

/** Evidence that one packet or one coverage may carry. Above it the answer would be too large to check by hand. */
export const MAX_DOSSIER_EVIDENCE = 20_000;
