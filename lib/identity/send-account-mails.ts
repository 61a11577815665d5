import { errorFields, log } from "#lib/platform/log.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { newAccountLink } from "./account-link.ts";
import { accountMail, isLinkKind } from "./account-mail.ts";
import { keepTokenHash, leaseAccountMails, noteAccountMailSent, removeAccountMails, type DueAccountMail } from "./account-mail.repository.ts";

/** Mails taken at once, and how often one is tried: the last try comes after two hours. */
const BATCH = 20;
const MOST_ATTEMPTS = 8;
/** What was asked for when is of use to support for a month, and to nobody afterwards. */
const KEPT_MS = 30 * 86_400_000;

/**
 * Sends the mails about accounts that are due, for the worker. A link's token is made here and stands in the mail alone;
 * a try that fails leaves the mail for later, with a token of its own.
 */
export async function sendAccountMails(): Promise<void> {
  const { database, clock } = runtime();
  for (const mail of await leaseAccountMails(database, clock.now(), BATCH, MOST_ATTEMPTS)) {
    try {
      await send(mail);
      await noteAccountMailSent(database, mail.id, clock.now());
    } catch (error) {
      log.error("account_mail.failed", { mail: mail.id, kind: mail.kind, ...errorFields(error) });
    }
  }
}

async function send(mail: DueAccountMail): Promise<void> {
  const { database, mailer, baseUrl } = runtime();
  let link: string | null = null;
  if (isLinkKind(mail.kind)) {
    const { url, tokenHash } = newAccountLink(mail.kind);
    await keepTokenHash(database, mail.id, tokenHash);
    link = url;
  }
  const { id, kind, address, name, email, createdAt: at, expiresAt } = mail;
  await mailer.send({ id, to: { name, address }, ...accountMail(kind, { name, email, at, expiresAt, baseUrl, link }) });
}

/** Forgets mails about accounts that are old, for the worker. */
export async function forgetAccountMails(): Promise<void> {
  const { database, clock } = runtime();
  await removeAccountMails(database, new Date(clock.now().getTime() - KEPT_MS));
}
