import { z } from "zod";
import { defineVerb, textInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { COMMENT_VISIBILITIES } from "./comment.ts";
import { addMentions, createComment, findSameComment } from "./comment.repository.ts";
import { COMMENT_MAX, DOUBLE_SEND_MS } from "./limits.ts";
import { subjectInput } from "./list-comments.ts";
import { namedPeople } from "./named-people.ts";
import { requireSubject } from "./subjects.ts";
import { tellMentioned } from "./tell-mentioned.ts";

/**
 * Says something about a record. `internal` is never shown to an auditor nor put into a packet; an auditor's own is
 * read by the organization and by the auditors of the same engagement.
 */
export const addComment = defineVerb({
  name: "comments.add",
  permission: "comments.write",
  effect: "write",
  input: z.strictObject({ subject: subjectInput, text: textInput(COMMENT_MAX).min(1, "Write the comment."), visibility: z.enum(COMMENT_VISIBILITIES) }),
  async run(args): Promise<{ id: string }> {
    const { tx, context, scope, input, now, audit, unchanged } = args;
    const { actor, organizationId } = context;
    if (actor.kind !== "member") throw new AppError("forbidden", "no_member", "Only people comment.");
    const { subject, text, visibility } = input;
    const name = await requireSubject(tx, context, scope, subject);
    if (scope.engagement !== null && visibility === "internal") {
      throw new AppError("validation", "auditors_share", "What an auditor writes is read by the organization.", [{ path: "visibility", message: "What an auditor writes is read by the organization." }]);
    }
    const same = await findSameComment(tx, { subject, authorMemberId: actor.memberId, visibility, text }, new Date(now.getTime() - DOUBLE_SEND_MS));
    if (same !== null) {
      unchanged();
      return same;
    }
    const people = await namedPeople(tx, scope, text);
    const id = await createComment(tx, organizationId, now, { subject, authorMemberId: actor.memberId, visibility, engagementId: scope.engagement?.id ?? null, text });
    await addMentions(tx, organizationId, id, now, people);
    await audit({ action: "comment.added", ...subject, changes: { comment: id, visibility, mentions: people.map((person) => person.id) } });
    await tellMentioned(args, id, { ...subject, name }, people);
    return { id };
  },
});
