import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { addMentions, addText } from "./comment.repository.ts";
import { COMMENT_MAX, EDIT_MS } from "./limits.ts";
import { namedPeople } from "./named-people.ts";
import { requireOwnComment } from "./require-own-comment.ts";
import { tellMentioned } from "./tell-mentioned.ts";

/** Mends one's own comment while it is fresh. The text before stays in its history. */
export const editComment = defineVerb({
  name: "comments.edit",
  permission: "comments.write",
  effect: "write",
  input: z.strictObject({ comment: idInput, text: textInput(COMMENT_MAX).min(1, "Write the comment.") }),
  async run(args): Promise<void> {
    const { tx, context, scope, input, now, audit, unchanged } = args;
    const { organizationId } = context;
    const { id, texts, createdAt, subjectKind, subjectId, name } = await requireOwnComment(tx, context, scope, input.comment);
    if (texts[0]?.text === input.text) return unchanged();
    if (now.getTime() - createdAt.getTime() >= EDIT_MS) {
      throw new AppError("precondition_failed", "comment_too_old", "A comment can be changed for 15 minutes. Withdraw it, or write another.");
    }
    const people = await namedPeople(tx, scope, input.text);
    await addText(tx, organizationId, id, now, input.text);
    await addMentions(tx, organizationId, id, now, people);
    await audit({ action: "comment.edited", subjectKind, subjectId, changes: { comment: id } });
    await tellMentioned(args, id, { subjectKind, subjectId, name }, people);
  },
});
