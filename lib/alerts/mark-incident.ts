import { appendPendingEntry } from "#lib/ledger/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { addAction, changeState, requireAlert } from "./alert.repository.ts";
import { alertName } from "./client.ts";

/**
 * Gives an alert the verdict `incident`, inside the transaction that declares the incident (or adds the alert to one).
 * Takes an alert that is still to be judged, or one judged a security event: the policy calls some of those incidents;
 * or one that was closed because its vendor called it over.
 *
 * @throws AppError not_found; conflict when the alert has another verdict
 */
export async function markIncident(tx: TenantTransaction, context: Context, mark: { alertId: string; incidentId: string; reason: string; now: Date }): Promise<void> {
  const { organizationId } = context;
  const { alertId, incidentId, reason, now } = mark;
  const { state, number } = await requireAlert(tx, organizationId, alertId);
  const data = { status: "judged" as const, verdict: "incident" as const, incidentId, judgedAt: now, acknowledgedAt: state.acknowledgedAt ?? now, updatedAt: now };
  const changed =
    (await changeState(tx, organizationId, alertId, { status: ["open", "acknowledged"] }, data)) ||
    (await changeState(tx, organizationId, alertId, { status: ["judged"], verdict: "security_event" }, data)) ||
    (await changeState(tx, organizationId, alertId, { status: ["judged"], verdict: "ended_at_vendor" }, data));
  if (!changed) throw new AppError("conflict", "alert_judged", `${alertName(number)} has been judged in the meantime; nothing was changed. Look at it as it is now.`);
  const me = actorId(context.actor);
  await addAction(tx, organizationId, now, { alertId, kind: "judged", memberId: me, verdict: "incident", text: reason });
  await appendPendingEntry(tx, context, { kind: "alert.judged", subjectId: alertId, record: { verdict: "incident", by: me, incident: incidentId, reason_sha256: sha256Hex(reason) } });
  await settleNotifications({ tx, context, now }, { kinds: ["alert_raised"], subjectIds: [alertId] });
}
