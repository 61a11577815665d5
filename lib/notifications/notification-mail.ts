import { composeMail, type MailItem, type MailText } from "#lib/platform/mail-text.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { MAIL_LIMITS } from "./mail-limits.ts";
import type { Reader, Unmailed } from "./mail.repository.ts";
import { unsubscribeToken } from "./unsubscribe-link.ts";
import { notificationWords } from "./words.ts";

type Facts = { reader: Reader; organizationId: string; news: readonly Unmailed[]; timeZone: string; security: boolean };

/**
 * The mail that tells a person what they were told in the inbox, as one list. Its links lead to this installation alone;
 * one that is of a person's safety cannot be stopped, so it carries no link to do so.
 */
export function notificationMail({ reader, organizationId, news, timeZone, security }: Facts): MailText & { unsubscribeUrl?: string } {
  const { baseUrl } = runtime();
  const items = news.slice(0, MAIL_LIMITS.listed).map((one): MailItem => {
    const { sentence, detail } = notificationWords(one.kind, one.facts, timeZone);
    return { title: sentence, detail, url: `${homeOf(baseUrl, reader, one)}/notifications/${one.id}` };
  });
  const [only] = items;
  const more = news.length - items.length;
  const token = security ? undefined : unsubscribeToken({ organizationId, memberId: reader.memberId });
  const mail = composeMail({
    subject: news.length === 1 && only !== undefined ? `${only.title}: ${only.detail}` : `${news.length} notifications from ${reader.organizationName}`,
    greeting: `Hello ${reader.name},`,
    lead: [news.length === 1 ? `${reader.organizationName} has one notification for you.` : `${reader.organizationName} has ${news.length} notifications for you that you have not read.`],
    items,
    closing: more === 0 ? [] : [`${more} more stand in Tickmark.`],
    footer: [
      { text: security ? "This mail is about your access or your organization's existence, so it cannot be switched off." : "You chose to hear of these by mail, or have not chosen otherwise." },
      { text: "Choose what is mailed, and when", url: `${baseUrl}/account/notifications` },
      ...(token === undefined ? [] : [{ text: `Stop these mails from ${reader.organizationName}`, url: `${baseUrl}/unsubscribe/${token}` }]),
    ],
  });
  return { ...mail, ...(token === undefined ? {} : { unsubscribeUrl: `${baseUrl}/api/unsubscribe/${token}` }) };
}

function homeOf(baseUrl: string, { slug }: Reader, { engagementId }: Unmailed): string {
  return engagementId === null ? `${baseUrl}/${slug}` : `${baseUrl}/auditor/${engagementId}`;
}
