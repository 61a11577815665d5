import type { Scope } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { COMMENT_SUBJECTS, COMMENT_VISIBILITIES, type CommentVisibility } from "./comment.ts";
import type { Mentionable } from "./mentions.ts";
import type { CommentSubject } from "./subjects.ts";

const parts = {
  texts: { orderBy: [{ at: "desc" }, { id: "desc" }] },
  withdrawal: true,
  mentions: { orderBy: { memberId: "asc" } },
} satisfies Prisma.CommentInclude;

type Stored = Prisma.CommentGetPayload<{ include: typeof parts }>;
export type CommentRow = Omit<Stored, "subjectKind" | "visibility"> & { subjectKind: CommentSubject["subjectKind"]; visibility: CommentVisibility };

const read = (row: Stored): CommentRow => ({ ...row, subjectKind: storedWord(COMMENT_SUBJECTS, row.subjectKind), visibility: storedWord(COMMENT_VISIBILITIES, row.visibility) });

/** An auditor reads what is shared: by the organization, or by auditors of the same engagement. Others read all. */
function within({ engagement }: Scope): Prisma.CommentWhereInput {
  return engagement === null ? {} : { visibility: "shared_with_auditor", OR: [{ engagementId: null }, { engagementId: engagement.id }] };
}

/** Comments on these subjects, the newest `most` of them, oldest first. */
export async function findComments(tx: TenantTransaction, scope: Scope, subjects: readonly CommentSubject[], most: number): Promise<CommentRow[]> {
  const found = await tx.comment.findMany({ where: { AND: [within(scope), { OR: [...subjects] }] }, select: { id: true }, orderBy: { id: "desc" }, take: most });
  if (found.length === 0) return [];
  const rows = await tx.comment.findMany({ where: { id: { in: found.map(({ id }) => id) } }, include: parts, orderBy: { id: "asc" } });
  return rows.map(read);
}

/** @throws AppError not_found for an unknown comment and for one that this person does not see */
export async function requireComment(tx: TenantTransaction, scope: Scope, id: string): Promise<CommentRow> {
  const row = await tx.comment.findFirst({ where: { AND: [{ id }, within(scope)] }, include: parts });
  if (row === null) throw notFound("comment");
  return read(row);
}

/** A comment that a person made of the same words since an instant; null when there is none. */
export async function findSameComment(tx: TenantTransaction, comment: Pick<NewComment, "subject" | "authorMemberId" | "visibility" | "text">, since: Date): Promise<{ id: string } | null> {
  const { subject, text, ...rest } = comment;
  return tx.comment.findFirst({ where: { ...subject, ...rest, createdAt: { gt: since }, texts: { some: { text } } }, select: { id: true } });
}

export type NewComment = { subject: CommentSubject; authorMemberId: string; visibility: CommentVisibility; engagementId: string | null; text: string };

export async function createComment(tx: TenantTransaction, organizationId: string, now: Date, comment: NewComment): Promise<string> {
  const { subject, text, ...rest } = comment;
  const id = newId("cmt", now.getTime());
  await tx.comment.create({ data: { organizationId, id, ...subject, ...rest, createdAt: now } });
  await addText(tx, organizationId, id, now, text);
  return id;
}

/** The text from now on; those before it stay. */
export async function addText(tx: TenantTransaction, organizationId: string, commentId: string, now: Date, text: string): Promise<void> {
  await tx.commentText.create({ data: { organizationId, id: newId("ctx", now.getTime()), commentId, text, at: now } });
}

/** Notes who is named; who was named in an earlier text of it already is not named anew. */
export async function addMentions(tx: TenantTransaction, organizationId: string, commentId: string, now: Date, people: readonly Mentionable[]): Promise<void> {
  await tx.commentMention.createMany({ data: people.map((person) => ({ organizationId, commentId, memberId: person.id, written: person.name, at: now })), skipDuplicates: true });
}

export async function addWithdrawal(tx: TenantTransaction, organizationId: string, commentId: string, now: Date, memberId: string, reason: string): Promise<void> {
  await tx.commentWithdrawal.create({ data: { organizationId, commentId, memberId, reason, at: now } });
}

/** The organization's present people, who can be named; auditors are not among them. */
export function findMentionable(tx: TenantTransaction): Promise<Mentionable[]> {
  return tx.member.findMany({ where: { removedAt: null, role: { not: "auditor" } }, select: { id: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });
}

export type Author = { name: string; isAuditor: boolean };

/** Who wrote or withdrew, also those who have left. */
export async function findAuthors(tx: TenantTransaction, ids: readonly string[]): Promise<Map<string, Author>> {
  const rows = await tx.member.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true, role: true } });
  return new Map(rows.map((row) => [row.id, { name: row.name, isAuditor: row.role === "auditor" }]));
}
