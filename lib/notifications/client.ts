/** The door of `lib/notifications` for browser code: pure words and kinds. */
export { NOTIFICATION_KIND_NAMES, NOTIFICATION_KINDS, type MailMode, type NotificationKind, type WorkDigest } from "./kinds.ts";
export { notificationWords } from "./words.ts";
