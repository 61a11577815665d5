import type { Database } from "#lib/platform/db.ts";
import { newId } from "#lib/platform/ids.ts";
import type { LinkKind, NoticeKind } from "./account-mail.ts";

// Global table only: no organization is known when a person has lost their password.

type Mails = Pick<Database, "accountMail">;

export type NewAccountMail = {
  kind: LinkKind | NoticeKind;
  /** Null when there is no such person, or none yet. */
  userId: string | null;
  address: string;
  /** False for a request that nobody is to hear of: the row is written all the same. */
  due: boolean;
  expiresAt: Date;
};

/** Puts a mail in line. @returns its id */
export async function putAccountMail(database: Mails, mail: NewAccountMail, now: Date): Promise<string> {
  const { due, ...row } = mail;
  const id = newId("aml", now.getTime());
  await database.accountMail.create({ data: { ...row, id, createdAt: now, nextTryAt: now, sentAt: due ? null : now } });
  return id;
}

export type DueAccountMail = { id: string; kind: LinkKind | NoticeKind; address: string; userId: string | null; createdAt: Date; expiresAt: Date; name: string; email: string };

/**
 * Takes mails that are due, each for this process alone until its next try: one minute after the first, then twice as
 * long each time. A process that dies meanwhile loses none.
 */
export function leaseAccountMails(database: Database, now: Date, limit: number, mostAttempts: number): Promise<DueAccountMail[]> {
  return database.$queryRaw<DueAccountMail[]>`
    WITH taken AS (
      UPDATE account_mail m SET attempts = m.attempts + 1, next_try_at = ${now}::timestamptz + interval '1 minute' * (2 ^ m.attempts)
       WHERE m.id IN (SELECT d.id FROM account_mail d
                       WHERE d.sent_at IS NULL AND d.next_try_at <= ${now}::timestamptz AND d.expires_at > ${now}::timestamptz AND d.attempts < ${mostAttempts}::int
                       ORDER BY d.next_try_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED)
      RETURNING m.id, m.kind, m.address, m.user_id, m.created_at, m.expires_at)
    SELECT t.id, t.kind, t.address, t.user_id AS "userId", t.created_at AS "createdAt", t.expires_at AS "expiresAt",
           coalesce(u.name, '') AS name, coalesce(u.email, '') AS email
      FROM taken t LEFT JOIN user_account u ON u.id = t.user_id ORDER BY t.id`;
}

/** Keeps the hash of the link that the mail is about to carry; one of an earlier try ends with it. */
export async function keepTokenHash(database: Mails, id: string, tokenHash: string): Promise<void> {
  await database.accountMail.update({ where: { id }, data: { tokenHash } });
}

export async function noteAccountMailSent(database: Mails, id: string, sentAt: Date): Promise<void> {
  await database.accountMail.update({ where: { id }, data: { sentAt } });
}

export type OpenLink = { id: string; userId: string | null; address: string };

/** The link of a kind that is neither used nor past its end; null for all others alike. */
export async function findOpenLink(database: Mails, kind: LinkKind, tokenHash: string, now: Date): Promise<OpenLink | null> {
  const row = await database.accountMail.findUnique({ where: { tokenHash }, select: { id: true, userId: true, address: true, kind: true, usedAt: true, expiresAt: true } });
  if (row === null || row.kind !== kind || row.usedAt !== null || row.expiresAt <= now) return null;
  const { id, userId, address } = row;
  return { id, userId, address };
}

/** Uses a link up. @returns false when somebody was faster */
export async function useLink(database: Mails, id: string, now: Date): Promise<boolean> {
  const { count } = await database.accountMail.updateMany({ where: { id, usedAt: null, expiresAt: { gt: now } }, data: { usedAt: now } });
  return count === 1;
}

/** Ends the other links of these kinds that a person was mailed, and keeps those from leaving that were not mailed yet. */
export async function endLinks(database: Mails, userId: string, kinds: readonly LinkKind[], now: Date): Promise<void> {
  await database.accountMail.updateMany({ where: { userId, kind: { in: [...kinds] }, usedAt: null }, data: { usedAt: now, sentAt: now } });
}

/** Forgets mails about accounts that were due before an instant. @returns how many */
export async function removeAccountMails(database: Mails, before: Date): Promise<number> {
  const { count } = await database.accountMail.deleteMany({ where: { createdAt: { lt: before } } });
  return count;
}
