import { z } from "zod";
import { defineVerb, idInput, roleHolds } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { addAction, changeState, findMemberRole, requireAlert } from "./alert.repository.ts";

/**
 * Gives an alert to a member who may judge it, or to nobody.
 *
 * @throws AppError not_found; validation when the member may not judge; conflict when the assignee is no longer the one
 *   that the caller saw, or the alert was judged
 */
export const assignAlert = defineVerb({
  name: "alerts.assign",
  permission: "alerts.judge",
  effect: "write",
  input: z.strictObject({
    alertId: idInput,
    assigneeMemberId: idInput.nullable(),
    /** Who had it when the caller looked: a change in between is not overwritten. */
    seenAssigneeMemberId: idInput.nullable(),
  }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const { organizationId } = context;
    const { state } = await requireAlert(tx, organizationId, input.alertId);
    if (state.assigneeMemberId === input.assigneeMemberId) return unchanged();
    if (input.assigneeMemberId !== null) {
      const role = await findMemberRole(tx, organizationId, input.assigneeMemberId);
      if (role === null || !roleHolds(role, "alerts.judge")) {
        throw new AppError("validation", "assignee_cannot_judge", "This person cannot judge alerts; nothing was changed.", [{ path: "assigneeMemberId", message: "Choose an administrator or a security analyst." }]);
      }
    }
    const expected = { status: ["open", "acknowledged"] as const, assigneeMemberId: input.seenAssigneeMemberId };
    const changed = await changeState(tx, organizationId, input.alertId, expected, { assigneeMemberId: input.assigneeMemberId, updatedAt: now });
    if (!changed) {
      const what = state.status === "judged" ? "This alert has been judged" : "Somebody else assigned this alert in the meantime";
      throw new AppError("conflict", "alert_changed", `${what}; nothing was changed. Look at it as it is now.`);
    }
    await addAction(tx, organizationId, now, { alertId: input.alertId, kind: "assigned", memberId: actorId(context.actor), assigneeId: input.assigneeMemberId });
    await audit({ action: "alert.assigned", subjectKind: "alert", subjectId: input.alertId, changes: { before: state.assigneeMemberId, after: input.assigneeMemberId } });
  },
});
