// Words and shapes of comments that browser code may use.
export * from "./comment.ts";
export { COMMENT_MAX, WITHDRAWAL_REASON_MAX } from "./limits.ts";
export { mentionedParts, type TextPart } from "./mentions.ts";
