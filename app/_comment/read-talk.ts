import { roleHolds } from "#lib/access/index.ts";
import { listComments, listMentionable, type CommentSubject, type CommentView } from "#lib/comments/index.ts";
import type { Context } from "#lib/platform/context.ts";

/** A record that a page lets people talk about; the label tells it from others of the same page. */
export type TalkSubject = CommentSubject & { label: string };

export type Talk = {
  subjects: readonly TalkSubject[];
  comments: CommentView[];
  /** Names that can stand behind an @; none for auditors. */
  names: string[];
  portal: boolean;
};

/** What was said about the records of a page, and who can be named in it. */
export async function readTalk(context: Context, subjects: readonly TalkSubject[]): Promise<Talk> {
  const { rows } = await listComments(context, { subjects: subjects.map(({ subjectKind, subjectId }) => ({ subjectKind, subjectId })) });
  const { actor } = context;
  const portal = actor.kind === "member" && actor.role === "auditor";
  const mayName = actor.kind === "member" && roleHolds(actor.role, "people.read");
  const names = mayName ? (await listMentionable(context, {})).map(({ name }) => name) : [];
  return { subjects, comments: rows, names, portal };
}
