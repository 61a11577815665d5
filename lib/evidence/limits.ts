/** Largest file that one evidence may carry: 512 MiB holds a day of a busy host's logs or a long recording. */
export const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;

/** A note is read by a person; what is longer is a file. */
export const MAX_NOTE = 20_000;

/** Requests that one evidence answers: more than the largest control asks would be a mistake. */
export const MAX_ANSWERED_REQUESTS = 50;

/** Evidence that one packet or one coverage may carry. Above it the answer would be too large to check by hand. */
export const MAX_DOSSIER_EVIDENCE = 20_000;
