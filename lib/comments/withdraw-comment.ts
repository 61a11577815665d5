import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { addWithdrawal } from "./comment.repository.ts";
import { WITHDRAWAL_REASON_MAX } from "./limits.ts";
import { requireOwnComment } from "./require-own-comment.ts";
import { settleMentions } from "./tell-mentioned.ts";

/** Takes one's own comment back, with a reason. It stays as withdrawn; auditors no longer read its text. */
export const withdrawComment = defineVerb({
  name: "comments.withdraw",
  permission: "comments.write",
  effect: "write",
  input: z.strictObject({ comment: idInput, reason: lineInput(WITHDRAWAL_REASON_MAX) }),
  async run(args): Promise<void> {
    const { tx, context, scope, input, now, audit } = args;
    const { id, subjectKind, subjectId } = await requireOwnComment(tx, context, scope, input.comment);
    await addWithdrawal(tx, context.organizationId, id, now, actorId(context.actor), input.reason);
    await audit({ action: "comment.withdrawn", subjectKind, subjectId, changes: { comment: id, reason: input.reason } });
    await settleMentions(args, id, subjectId);
  },
});
