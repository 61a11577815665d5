import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { addAction, lastAction, requireAlert } from "./alert.repository.ts";
import { REASON_MAX } from "./client.ts";

/** Two equal comments of one person within this time are one comment, sent twice. */
const DOUBLE_SEND_MS = 60_000;

/** Adds a comment to an alert, also after its verdict. */
export const commentAlert = defineVerb({
  name: "alerts.comment",
  permission: "alerts.judge",
  effect: "write",
  input: z.strictObject({ alertId: idInput, text: textInput(REASON_MAX).min(1, "Write the comment.") }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const { organizationId } = context;
    await requireAlert(tx, organizationId, input.alertId);
    const me = actorId(context.actor);
    const last = await lastAction(tx, input.alertId, "commented");
    if (last !== null && last.memberId === me && last.text === input.text && now.getTime() - last.at.getTime() < DOUBLE_SEND_MS) return unchanged();
    await addAction(tx, organizationId, now, { alertId: input.alertId, kind: "commented", memberId: me, text: input.text });
    await audit({ action: "alert.commented", subjectKind: "alert", subjectId: input.alertId });
  },
});
