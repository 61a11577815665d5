import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { settleNotifications } from "#lib/notifications/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { addAction, changeState, findRaised, noteVendor, type AlertWithState } from "./alert.repository.ts";
import { SEVERITIES, SEVERITY_WORDS } from "./client.ts";
import { tellOfGrave } from "./raise-alerts.ts";
import type { StoredFiring } from "./vendor-firing.repository.ts";
import { severityHere } from "./vendor-firing.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;

const MINUTE_MS = 60_000;

/**
 * Brings alerts up to what their vendor says by now: when it was seen last, and a graver severity of what nobody has judged.
 * That the vendor calls it over changes nothing of how it is judged, unless the organization lets that close what nobody took.
 *
 * @returns how many were closed
 */
export async function bringUpToDate(act: Act, firings: readonly StoredFiring[]): Promise<number> {
  const { tx, context: { organizationId }, now } = act;
  const told = new Map(firings.flatMap((firing) => (firing.alertId === null ? [] : [[firing.alertId, firing] as const])));
  const alerts = (await findRaised(tx, organizationId, [...told.keys()])).flatMap((alert) => {
    const firing = told.get(alert.id);
    return firing === undefined ? [] : [{ alert, firing }];
  });
  if (alerts.length === 0) return 0;
  const minutes = await settingAt(tx, "alert_acknowledge_minutes");
  const rises = alerts.flatMap(({ alert, firing }): Rise[] => {
    const severity = severityHere(firing.degree);
    if (alert.state.status === "judged" || !isGraver(severity, alert.state.severity)) return [];
    const due = new Date(now.getTime() + minutes[severity] * MINUTE_MS);
    return [{ alert, firing, severity, acknowledgeBy: due < alert.state.acknowledgeBy ? due : alert.state.acknowledgeBy }];
  });
  const risen = new Map(rises.map((rise) => [rise.alert.id, rise]));
  await noteVendor(tx, organizationId, alerts.map(({ alert, firing }) => {
    const { severity, acknowledgeBy } = risen.get(alert.id) ?? alert.state;
    return { alertId: alert.id, lastEventAt: firing.lastSeenAt, severity, acknowledgeBy };
  }), now);
  for (const rise of rises) await tellOfRise(act, rise);
  await tellOfGrave(act, rises.map(({ alert: { id, number, title }, severity }) => ({ id, number, title, severity })));
  if ((await settingAt(tx, "vendor_alert_resolution")) !== "close_untaken") return 0;
  let closed = 0;
  for (const { alert, firing } of alerts) if (firing.state === "closed" && (await closeUntaken(act, alert, firing))) closed++;
  return closed;
}

/** An alert that its vendor calls graver by now, and what that makes of it here. */
type Rise = { alert: AlertWithState; firing: StoredFiring; severity: Severity; acknowledgeBy: Date };

/** Into the alert's history and the trail: nobody's hand changed it. */
async function tellOfRise({ tx, context, now, audit }: Act, { alert: { id: alertId, state }, firing, severity, acknowledgeBy }: Rise): Promise<void> {
  const text = `The vendor calls it “${firing.severityWord ?? firing.degree}” by now: ${SEVERITY_WORDS[severity].toLowerCase()} here, and it is to be acknowledged by ${acknowledgeBy.toISOString()}.`;
  await addAction(tx, context.organizationId, now, { alertId, kind: "commented", memberId: actorId(context.actor), text });
  const change = (before: string, after: string) => ({ before, after });
  await audit({ action: "alert.severity_raised", subjectKind: "alert", subjectId: alertId, changes: { severity: change(state.severity, severity), acknowledge_by: change(state.acknowledgeBy.toISOString(), acknowledgeBy.toISOString()) } });
}

/** SEVERITIES are in the order of how grave they are. */
const isGraver = (severity: Severity, than: string): boolean => SEVERITIES.indexOf(severity) < SEVERITIES.findIndex((known) => known === than);

/** Closes an alert that nobody acknowledged, and that nobody was given. */
async function closeUntaken({ tx, context, now, audit }: Act, { id: alertId }: AlertWithState, firing: StoredFiring): Promise<boolean> {
  const { organizationId } = context;
  const data = { status: "judged" as const, verdict: "ended_at_vendor" as const, judgedAt: now, updatedAt: now };
  if (!(await changeState(tx, organizationId, alertId, { status: ["open"], assigneeMemberId: null }, data))) return false;
  const me = actorId(context.actor);
  const when = firing.endedAt === null ? "; it does not say since when" : ` since ${firing.endedAt.toISOString()}`;
  const text = `The vendor calls it “${firing.word}”${when}. Nobody had taken it, and the organization lets that close an alert. Nobody has judged it.`;
  await addAction(tx, organizationId, now, { alertId, kind: "judged", memberId: me, verdict: "ended_at_vendor", text });
  await appendPendingEntry(tx, context, { kind: "alert.judged", subjectId: alertId, record: { verdict: "ended_at_vendor", by: me, reason_sha256: sha256Hex(text) } });
  await audit({ action: "alert.judged", subjectKind: "alert", subjectId: alertId, changes: { verdict: "ended_at_vendor" } });
  await settleNotifications({ tx, context, now }, { kinds: ["alert_raised"], subjectIds: [alertId] });
  return true;
}
