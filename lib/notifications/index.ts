/** The door of `lib/notifications` for servers. */
export { chooseMails, readMailChoices, type MailChoices } from "./choose-mails.ts";
export { sendMailAgain } from "./claim-notification-mail.ts";
export { countUnread } from "./count-unread.ts";
export { gatherMail, mailNews } from "./gather-mail.ts";
export { listMails, type MailList } from "./list-mails.ts";
export { listNotifications, type NotificationList } from "./list-notifications.ts";
export { forgetOldMails, MAIL_DUE, type MailRow } from "./mail.repository.ts";
export { markAllRead, markNotifications } from "./mark-notifications.ts";
export { membersHolding, removeOlder, type NotificationRow } from "./notification.repository.ts";
export { notify, settleNotifications, settleStandIns, type News } from "./notify.ts";
export { openNotification } from "./open-notification.ts";
export { sendNotificationMailJob } from "./send-notification-mail.job.ts";
export { readUnsubscription, stopMails, type Unsubscription } from "./stop-mails.ts";
export { readerOfToken } from "./unsubscribe-link.ts";
