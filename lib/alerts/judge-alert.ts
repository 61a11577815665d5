import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { addAction, changeState, requireAlert } from "./alert.repository.ts";
import { JUDGED_VERDICTS, REASON_MAX, REASON_MIN } from "./client.ts";
import { refuseUnlessRepeated } from "./refuse-unless-repeated.ts";

/**
 * Judges an alert: false positive, expected, or security event, with the reason. An incident is declared instead
 * (lib/incidents). Judging is also taking note: an alert that nobody acknowledged is acknowledged by its verdict. One that was
 * closed because its vendor called it over was judged by nobody, and still may be.
 *
 * @throws AppError not_found; conflict when it was judged in the meantime
 */
export const judgeAlert = defineVerb({
  name: "alerts.judge",
  permission: "alerts.judge",
  effect: "write",
  input: z.strictObject({
    alertId: idInput,
    verdict: z.enum(JUDGED_VERDICTS),
    reason: textInput(REASON_MAX).min(REASON_MIN, `Give the reason in at least ${REASON_MIN} characters.`),
  }),
  async run({ tx, context, input, now, audit, unchanged }) {
    const { organizationId } = context;
    const { alertId, verdict, reason } = input;
    const { state } = await requireAlert(tx, organizationId, alertId);
    const me = actorId(context.actor);
    const data = { status: "judged" as const, verdict, judgedAt: now, acknowledgedAt: state.acknowledgedAt ?? now, updatedAt: now };
    const changed =
      (await changeState(tx, organizationId, alertId, { status: ["open", "acknowledged"] }, data)) ||
      (await changeState(tx, organizationId, alertId, { status: ["judged"], verdict: "ended_at_vendor" }, data));
    if (!changed) {
      await refuseUnlessRepeated(tx, context.organizationId, alertId, { kind: "judged", memberId: me, verdict, text: reason });
      return unchanged();
    }
    await addAction(tx, organizationId, now, { alertId, kind: "judged", memberId: me, verdict, text: reason });
    await appendPendingEntry(tx, context, { kind: "alert.judged", subjectId: alertId, record: { verdict, by: me, reason_sha256: sha256Hex(reason) } });
    await audit({ action: "alert.judged", subjectKind: "alert", subjectId: alertId, changes: { verdict } });
    await settleNotifications({ tx, context, now }, { kinds: ["alert_raised"], subjectIds: [alertId] });
  },
});
