import { z } from "zod";
import { defineVerb, idInput, type Scope } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { COMMENT_SUBJECTS, type CommentView } from "./comment.ts";
import { findAuthors, findComments, type Author, type CommentRow } from "./comment.repository.ts";
import { COMMENTS_SHOWN, EDIT_MS, SUBJECTS_MAX } from "./limits.ts";
import { requireSubjects } from "./subjects.ts";

export const subjectInput = z.strictObject({ subjectKind: z.enum(COMMENT_SUBJECTS), subjectId: idInput });

/** Comments on one or several records, oldest first. An auditor gets what is shared with them, on records of the engagement. */
export const listComments = defineVerb({
  name: "comments.list",
  permission: "comments.read",
  effect: "read",
  input: z.strictObject({ subjects: z.array(subjectInput).min(1).max(SUBJECTS_MAX) }),
  async run({ tx, context, scope, input, now }): Promise<{ rows: CommentView[] }> {
    await requireSubjects(tx, context, scope, input.subjects);
    const rows = await findComments(tx, scope, input.subjects, COMMENTS_SHOWN);
    const authors = await findAuthors(tx, rows.flatMap((row) => [row.authorMemberId, ...(row.withdrawal === null ? [] : [row.withdrawal.memberId])]));
    const me = actorId(context.actor);
    return { rows: rows.map((row) => viewOf(row, { authors, me, scope, now })) };
  },
});

type For = { authors: ReadonlyMap<string, Author>; me: string; scope: Scope; now: Date };

function viewOf(row: CommentRow, { authors, me, scope, now }: For): CommentView {
  const [newest, ...earlier] = row.texts;
  const forAuditor = scope.engagement !== null;
  const author = authors.get(row.authorMemberId);
  const until = new Date(row.createdAt.getTime() + EDIT_MS);
  const mine = row.authorMemberId === me;
  const { withdrawal } = row;
  const hidden = withdrawal !== null && forAuditor;
  return {
    id: row.id,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    author: author?.name ?? "Somebody",
    byAuditor: author?.isAuditor ?? false,
    mine,
    visibility: row.visibility,
    at: row.createdAt,
    text: hidden ? "" : (newest?.text ?? ""),
    mentions: hidden ? [] : row.mentions.map((one) => one.written),
    editedAt: earlier.length === 0 ? null : (newest?.at ?? null),
    earlier: forAuditor ? [] : earlier.map(({ at, text }) => ({ at, text })),
    withdrawn: withdrawal === null ? null : { at: withdrawal.at, by: authors.get(withdrawal.memberId)?.name ?? "Somebody", reason: withdrawal.reason },
    editableUntil: mine && withdrawal === null && now < until ? until : null,
  };
}
