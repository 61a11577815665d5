import { notFound } from "#lib/platform/errors.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { MAIL_LIMITS } from "./mail-limits.ts";
import { NOTIFICATION_KIND_NAMES, type NotificationFacts, type NotificationKind } from "./kinds.ts";

/** Kinds of due work: a notification that may have to be mailed, a person whose next mail is due, a mail that may have to be tried again, a person whose digest is due. */
export const MAIL_DUE = { news: "notification_news", person: "notification_person", again: "notification_mail_again", digest: "work_digest" } as const;

/** Whom a mail goes to. */
export type Reader = { memberId: string; name: string; email: string; role: Role; organizationName: string; slug: string; demo: boolean };

/** A member who can be mailed; null when they have left, or their account was closed. */
export async function findReader(tx: TenantTransaction, organizationId: string, memberId: string): Promise<Reader | null> {
  const member = await tx.member.findFirst({ where: { organizationId, id: memberId, removedAt: null } });
  if (member === null) return null;
  const user = await tx.userAccount.findUnique({ where: { id: member.userId }, select: { disabledAt: true } });
  if (user === null || user.disabledAt !== null) return null;
  const { name: organizationName, slug, demo } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { name: true, slug: true, demo: true } });
  return { memberId, name: member.name, email: member.email, role: member.role, organizationName, slug, demo };
}

/** Members of organizations that mail: the demo's people have addresses that nobody has. */
export async function findReaders(tx: TenantTransaction, organizationId: string): Promise<{ memberId: string; role: Role }[]> {
  const rows = await tx.$queryRaw<{ memberId: string; role: Role }[]>`
    SELECT m.id AS "memberId", m.role::text AS role FROM member m
    WHERE m.organization_id = ${organizationId} AND m.removed_at IS NULL AND NOT EXISTS (SELECT FROM organization o WHERE o.demo) ORDER BY m.id`;
  return rows;
}

/** @throws AppError not_found; who has left is there still */
export async function requireMember(tx: TenantTransaction, organizationId: string, memberId: string): Promise<void> {
  if ((await tx.member.count({ where: { organizationId, id: memberId } })) === 0) throw notFound("member");
}

/** Puts new notifications in line to be mailed. The demo's people have addresses that nobody has. */
export async function putNews(tx: TenantTransaction, ids: readonly string[], at: Date): Promise<void> {
  await tx.$executeRaw`
    SELECT directory_put_due_work(${MAIL_DUE.news}, t.id, ${at}::timestamptz) FROM unnest(${[...ids]}::text[]) AS t(id)
     WHERE NOT EXISTS (SELECT FROM organization o WHERE o.demo)`;
}

export async function putDue(tx: TenantTransaction, kind: string, subjectId: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${kind}, ${subjectId}, ${at}::timestamptz)`;
}

export async function endDue(tx: TenantTransaction, kind: string, subjectId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${kind}, ${subjectId})`;
}

/** Whom a notification is for. */
export async function readerOf(tx: TenantTransaction, organizationId: string, notificationId: string): Promise<string | null> {
  const row = await tx.notification.findUnique({ where: { organizationId_id: { organizationId, id: notificationId } }, select: { memberId: true } });
  return row?.memberId ?? null;
}

/** Two workers that gather one person's mail follow each other: the second finds nothing left. */
export async function lockReader(tx: TenantTransaction, organizationId: string, memberId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`notification-mail ${organizationId} ${memberId}`}, 0))`;
}

export type Unmailed = { id: string; kind: NotificationKind; facts: NotificationFacts; engagementId: string | null; createdAt: Date };

const columns = { id: true, kind: true, facts: true, engagementId: true, createdAt: true } as const;

type Stored = { id: string; kind: string; facts: unknown; engagementId: string | null; createdAt: Date };
const unmailedOf = (row: Stored): Unmailed => ({ ...row, kind: storedWord(NOTIFICATION_KIND_NAMES, row.kind), facts: row.facts as NotificationFacts });

/** What a person was told since an instant, has not read, still owes, may still see, and was not mailed. */
export async function findUnmailed(tx: TenantTransaction, organizationId: string, memberId: string, what: { kinds: readonly NotificationKind[]; since: Date; take: number }): Promise<Unmailed[]> {
  const rows = await tx.notification.findMany({
    where: { organizationId, memberId, mailId: null, readAt: null, settledAt: null, kind: { in: [...what.kinds] }, createdAt: { gte: what.since } },
    select: columns, orderBy: { id: "asc" }, take: what.take,
  });
  return rows.map(unmailedOf);
}

/** Stands in place of a mail's id where none is wanted. */
const NO_MAIL = "none";

export async function markUnwanted(tx: TenantTransaction, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.notification.updateMany({ where: { organizationId, id: { in: [...ids] }, mailId: null }, data: { mailId: NO_MAIL } });
}

/** What a mail tells: of the notifications that it was made of, those that are still owed and may still be seen. */
export async function findMailed(tx: TenantTransaction, organizationId: string, mailId: string, kinds: readonly NotificationKind[]): Promise<Unmailed[]> {
  const rows = await tx.notification.findMany({ where: { organizationId, mailId, readAt: null, settledAt: null, kind: { in: [...kinds] } }, select: columns, orderBy: { id: "asc" } });
  return rows.map(unmailedOf);
}

/** The engagements that an auditor is let into now. */
export async function openEngagements(tx: TenantTransaction, organizationId: string, memberId: string, now: Date): Promise<Set<string>> {
  const rows = await tx.engagementAuditor.findMany({ where: { organizationId, memberId, engagement: { accessUntil: { gt: now } } }, select: { engagementId: true } });
  return new Set(rows.map(({ engagementId }) => engagementId));
}

export type NewMail = { id: string; memberId: string; security: boolean; createdAt: Date };

/** Makes a mail of notifications; each belongs to one mail only. */
export async function insertMail(tx: TenantTransaction, organizationId: string, mail: NewMail, notificationIds: readonly string[]): Promise<void> {
  await tx.notificationMail.create({ data: { organizationId, ...mail } });
  await tx.notification.updateMany({ where: { organizationId, id: { in: [...notificationIds] }, mailId: null }, data: { mailId: mail.id } });
}

/** Makes the digest of a person's day. @returns false when there is one already */
export async function insertDigest(tx: TenantTransaction, organizationId: string, digest: Omit<NewMail, "security"> & { digestDay: string }): Promise<boolean> {
  const { count } = await tx.notificationMail.createMany({ data: [{ organizationId, ...digest, security: false }], skipDuplicates: true });
  return count === 1;
}

/** Whether a mail is a digest. */
export async function isDigest(tx: TenantTransaction, organizationId: string, id: string): Promise<boolean> {
  return (await tx.notificationMail.count({ where: { organizationId, id, digestDay: { not: null } } })) === 1;
}

export type ClaimedMail = { memberId: string; security: boolean; attempts: number };

/** Takes a waiting mail for this worker alone until `leasedUntil`; null when another has it, or it is settled. */
export async function claimMail(tx: TenantTransaction, organizationId: string, id: string, now: Date, leasedUntil: Date): Promise<ClaimedMail | null> {
  const { count } = await tx.notificationMail.updateMany({
    where: { organizationId, id, outcome: "waiting", OR: [{ leasedUntil: null }, { leasedUntil: { lte: now } }] },
    data: { leasedUntil, attempts: { increment: 1 } },
  });
  if (count === 0) return null;
  return tx.notificationMail.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } }, select: { memberId: true, security: true, attempts: true } });
}

/** @throws AppError not_found */
export async function requireMail(tx: TenantTransaction, organizationId: string, id: string): Promise<void> {
  if ((await tx.notificationMail.count({ where: { organizationId, id } })) === 0) throw notFound("mail");
}

export type MailOutcome = "sent" | "dropped" | "failed";

/** Ends a mail. @returns false when it is settled already */
export async function settleMail(tx: TenantTransaction, organizationId: string, id: string, outcome: MailOutcome, problem: string | null, now: Date): Promise<boolean> {
  const { count } = await tx.notificationMail.updateMany({ where: { organizationId, id, outcome: "waiting" }, data: { outcome, settledAt: now, leasedUntil: null, problem } });
  return count === 1;
}

/** Gives a mail back after a try that failed. @returns how often it was tried; null when it is not waiting */
export async function releaseMail(tx: TenantTransaction, organizationId: string, id: string, problem: string): Promise<number | null> {
  const { count } = await tx.notificationMail.updateMany({ where: { organizationId, id, outcome: "waiting" }, data: { leasedUntil: null, problem } });
  if (count === 0) return null;
  const { attempts } = await tx.notificationMail.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } }, select: { attempts: true } });
  return attempts;
}

/** Forgets mails that nobody asks after any more. */
export async function forgetOldMails(tx: TenantTransaction, organizationId: string, now: Date): Promise<void> {
  await tx.notificationMail.deleteMany({ where: { organizationId, createdAt: { lt: new Date(now.getTime() - MAIL_LIMITS.keptDays * 86_400_000) } } });
}

export type MailRow = { id: string; memberId: string; name: string; email: string; createdAt: Date; attempts: number; outcome: "waiting" | MailOutcome; settledAt: Date | null; problem: string | null; notifications: number };

/** Mails of an outcome, or those in trouble (failed, or waiting after a try that failed), newest first. */
export async function findMails(tx: TenantTransaction, organizationId: string, show: "trouble" | "all", below: string | undefined, take: number): Promise<MailRow[]> {
  return tx.$queryRaw<MailRow[]>`
    SELECT n.id, n.member_id AS "memberId", m.name, m.email, n.created_at AS "createdAt", n.attempts, n.outcome, n.settled_at AS "settledAt", n.problem,
           (SELECT count(*)::int FROM notification t WHERE t.organization_id = n.organization_id AND t.mail_id = n.id) AS notifications
      FROM notification_mail n JOIN member m ON m.organization_id = n.organization_id AND m.id = n.member_id
     WHERE n.organization_id = ${organizationId} AND (${below ?? null}::text IS NULL OR n.id < ${below ?? null}::text)
       AND (${show} = 'all' OR n.outcome = 'failed' OR (n.outcome = 'waiting' AND n.problem IS NOT NULL))
     ORDER BY n.id DESC LIMIT ${take}`;
}
