/** As long as a remark on an incident. */
export const COMMENT_MAX = 8000;
/** Why something that was said is taken back, in a line or two. */
export const WITHDRAWAL_REASON_MAX = 500;
/** A slip is mended at once; what stood longer may have been read and acted on, and stays. */
export const EDIT_MS = 15 * 60_000;
/** Two equal comments of one person on one subject within this time are one, sent twice. */
export const DOUBLE_SEND_MS = 60_000;
/** Comments shown of one subject, the newest; what talks longer is no comment any more. */
export const COMMENTS_SHOWN = 500;
/** Subjects asked for at once: a control with its requests. */
export const SUBJECTS_MAX = 60;
/** People named in one comment. */
export const MENTIONS_MAX = 20;
