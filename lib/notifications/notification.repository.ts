import { PERMISSIONS, type Permission } from "#lib/access/index.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { NOTIFICATION_KIND_NAMES, SUBJECT_KINDS, type NotificationFacts, type NotificationKind, type SubjectKind } from "./kinds.ts";

export type NewNotification = {
  id: string;
  memberId: string;
  kind: NotificationKind;
  cause: string;
  subjectKind: SubjectKind;
  subjectId: string;
  engagementId: string | null;
  facts: NotificationFacts;
  createdAt: Date;
  /** The person in whose stead they are told; null for themselves. */
  forMemberId: string | null;
};

/** Adds what its person has not been told of the same cause, for people who are members now. @returns the ids of what was added */
export async function insertNotifications(tx: TenantTransaction, organizationId: string, rows: readonly NewNotification[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const added = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO notification (organization_id, id, member_id, kind, cause, subject_kind, subject_id, engagement_id, facts, created_at, for_member_id)
    SELECT ${organizationId}, d."id", m.id, d."kind", d."cause", d."subjectKind", d."subjectId", d."engagementId", d."facts", d."createdAt", d."forMemberId"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS d("id" text, "memberId" text, "kind" text, "cause" text, "subjectKind" text, "subjectId" text, "engagementId" text, "facts" jsonb, "createdAt" timestamptz, "forMemberId" text)
      JOIN member m ON m.organization_id = ${organizationId} AND m.id = d."memberId" AND m.removed_at IS NULL
    ON CONFLICT (organization_id, member_id, cause) DO NOTHING RETURNING id`;
  return added.map(({ id }) => id);
}

/** Notifications about records: of one person or of all, of one cause or of any. */
export type Settled = { kinds: readonly NotificationKind[]; subjectIds: readonly string[]; memberId?: string; cause?: string };

/** Marks what nothing is owed of any more. */
export async function settle(tx: TenantTransaction, organizationId: string, { kinds, subjectIds, ...of }: Settled, now: Date): Promise<void> {
  if (subjectIds.length === 0) return;
  await tx.notification.updateMany({
    where: { organizationId, subjectId: { in: [...subjectIds] }, kind: { in: [...kinds] }, settledAt: null, ...of },
    data: { settledAt: now },
  });
}

/** Pairs of people of whom the first was told in the second's stead, and has not done with it. */
export async function toldInStead(tx: TenantTransaction, organizationId: string): Promise<{ memberId: string; forMemberId: string }[]> {
  const rows = await tx.notification.findMany({ where: { organizationId, forMemberId: { not: null }, settledAt: null }, select: { memberId: true, forMemberId: true }, distinct: ["memberId", "forMemberId"] });
  return rows.flatMap(({ memberId, forMemberId }) => (forMemberId === null ? [] : [{ memberId, forMemberId }]));
}

/** Marks what one person was told in another's stead as owed no more. */
export async function settleInStead(tx: TenantTransaction, organizationId: string, pair: { memberId: string; forMemberId: string }, now: Date): Promise<void> {
  await tx.notification.updateMany({ where: { organizationId, ...pair, settledAt: null }, data: { settledAt: now } });
}

/** Ids of the members whose role holds a permission: who is told of what concerns no one person. */
export async function membersHolding(tx: TenantTransaction, organizationId: string, permission: Permission): Promise<string[]> {
  const rows = await tx.member.findMany({ where: { organizationId, removedAt: null, role: { in: [...PERMISSIONS[permission]], not: "auditor" } }, select: { id: true }, orderBy: { id: "asc" } });
  return rows.map(({ id }) => id);
}

/** Whose inbox, and what of it may still be seen: kinds that the role may open, of the engagement for an auditor. */
export type Inbox = { organizationId: string; memberId: string; kinds: readonly NotificationKind[]; engagementId: string | null };

const within = ({ organizationId, memberId, kinds, engagementId }: Inbox) => ({ organizationId, memberId, kind: { in: [...kinds] }, engagementId });
const UNREAD = { readAt: null, settledAt: null } as const;

export type NotificationRow = { id: string; kind: NotificationKind; subjectKind: SubjectKind; subjectId: string; facts: NotificationFacts; createdAt: Date; readAt: Date | null; settledAt: Date | null };

const columns = { id: true, kind: true, subjectKind: true, subjectId: true, facts: true, createdAt: true, readAt: true, settledAt: true } as const;

function rowOf<Row extends { kind: string; subjectKind: string; facts: unknown }>(row: Row): Omit<Row, "kind" | "subjectKind" | "facts"> & { kind: NotificationKind; subjectKind: SubjectKind; facts: NotificationFacts } {
  return { ...row, kind: storedWord(NOTIFICATION_KIND_NAMES, row.kind), subjectKind: storedWord(SUBJECT_KINDS, row.subjectKind), facts: row.facts as NotificationFacts };
}

/** The newest first, below the id given. */
export async function findNotifications(tx: TenantTransaction, inbox: Inbox, filter: { unread: boolean; below: string | undefined; take: number }): Promise<NotificationRow[]> {
  const { unread, below, take } = filter;
  const rows = await tx.notification.findMany({
    where: { ...within(inbox), ...(unread ? UNREAD : {}), ...(below === undefined ? {} : { id: { lt: below } }) },
    select: columns, orderBy: { id: "desc" }, take,
  });
  return rows.map(rowOf);
}

export function countUnreadOf(tx: TenantTransaction, inbox: Inbox): Promise<number> {
  return tx.notification.count({ where: { ...within(inbox), ...UNREAD }, take: COUNT_LOOKS });
}

export async function findNotification(tx: TenantTransaction, inbox: Inbox, id: string): Promise<NotificationRow | null> {
  const row = await tx.notification.findFirst({ where: { ...within(inbox), id }, select: columns });
  return row === null ? null : rowOf(row);
}

export function countOwn(tx: TenantTransaction, inbox: Inbox, ids: readonly string[]): Promise<number> {
  return tx.notification.count({ where: { ...within(inbox), id: { in: [...ids] } } });
}

/** Marks some as read or unread. */
export async function writeRead(tx: TenantTransaction, inbox: Inbox, ids: readonly string[], readAt: Date | null): Promise<void> {
  await tx.notification.updateMany({ where: { ...within(inbox), id: { in: [...ids] }, readAt: readAt === null ? { not: null } : null }, data: { readAt } });
}

/** Marks everything up to a notification as read: what came after it was not seen. */
export async function writeReadUpTo(tx: TenantTransaction, inbox: Inbox, newestId: string, readAt: Date): Promise<void> {
  await tx.notification.updateMany({ where: { ...within(inbox), id: { lte: newestId }, readAt: null }, data: { readAt } });
}

/** Forgets what was told before an instant. */
export async function removeOlder(tx: TenantTransaction, organizationId: string, before: Date): Promise<void> {
  await tx.notification.deleteMany({ where: { organizationId, createdAt: { lt: before } } });
}
