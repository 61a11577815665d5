import type { Scope } from "#lib/access/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { requireComment, type CommentRow } from "./comment.repository.ts";
import { requireSubject, type SubjectName } from "./subjects.ts";

/**
 * A comment that its author is about to change or withdraw, on a record that they still see, and the record's name.
 * @throws AppError not_found, forbidden, conflict when it is withdrawn already
 */
export async function requireOwnComment(tx: TenantTransaction, context: Context, scope: Scope, id: string): Promise<CommentRow & { name: SubjectName }> {
  const comment = await requireComment(tx, scope, id);
  const name = await requireSubject(tx, context, scope, { subjectKind: comment.subjectKind, subjectId: comment.subjectId });
  if (comment.authorMemberId !== actorId(context.actor)) throw new AppError("forbidden", "not_your_comment", "Only who wrote a comment changes it.");
  if (comment.withdrawal !== null) throw new AppError("conflict", "comment_withdrawn", "This comment was withdrawn already.");
  return { ...comment, name };
}
