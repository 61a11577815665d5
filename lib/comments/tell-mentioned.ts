import type { VerbArguments } from "#lib/access/index.ts";
import { membersHolding, notify, settleNotifications } from "#lib/notifications/index.ts";
import type { Mentionable } from "./mentions.ts";
import { READS, type CommentSubject, type SubjectName } from "./subjects.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

// Who is named again in a changed text was told already.
const causeOf = (commentId: string): string => `mentioned:${commentId}`;

/** Tells the people whom a comment names that it does; those alone who may read its record. The text stays with the record. */
export async function tellMentioned(act: Act, commentId: string, { subjectKind, subjectId, name }: CommentSubject & { name: SubjectName }, people: readonly Mentionable[]): Promise<void> {
  if (people.length === 0) return;
  const { tx, context } = act;
  const readers = new Set(await membersHolding(tx, context.organizationId, READS[subjectKind]));
  await notify(act, {
    kind: "mentioned", to: people.map(({ id }) => id).filter((id) => readers.has(id)), cause: causeOf(commentId), subject: { kind: subjectKind, id: subjectId },
    facts: { ...name, by: context.actor.name, comment: commentId },
  });
}

/** A comment that was withdrawn asks nothing of anybody any more. */
export async function settleMentions(act: Act, commentId: string, subjectId: string): Promise<void> {
  await settleNotifications(act, { kinds: ["mentioned"], subjectIds: [subjectId], cause: causeOf(commentId) });
}
