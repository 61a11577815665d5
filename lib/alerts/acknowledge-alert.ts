import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { addAction, changeState, requireAlert } from "./alert.repository.ts";
import { refuseUnlessRepeated } from "./refuse-unless-repeated.ts";

/**
 * Takes note of an alert. Who acknowledges it also takes it on, unless it was assigned to somebody.
 *
 * @throws AppError not_found; conflict when somebody else was faster
 */
export const acknowledgeAlert = defineVerb({
  name: "alerts.acknowledge",
  permission: "alerts.judge",
  effect: "write",
  input: z.strictObject({ alertId: idInput }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const { organizationId, actor } = context;
    const { state } = await requireAlert(tx, organizationId, input.alertId);
    const me = actorId(actor);
    const taker = state.assigneeMemberId ?? (actor.kind === "member" ? actor.memberId : null);
    const changed = await changeState(tx, organizationId, input.alertId, { status: ["open"] }, { status: "acknowledged", acknowledgedAt: now, assigneeMemberId: taker, updatedAt: now });
    if (!changed) {
      await refuseUnlessRepeated(tx, context.organizationId, input.alertId, { kind: "acknowledged", memberId: me });
      return unchanged();
    }
    await addAction(tx, organizationId, now, { alertId: input.alertId, kind: "acknowledged", memberId: me });
    await audit({ action: "alert.acknowledged", subjectKind: "alert", subjectId: input.alertId, changes: { on_time: now <= state.acknowledgeBy } });
  },
});
