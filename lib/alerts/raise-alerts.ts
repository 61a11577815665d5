import type { VerbArguments } from "#lib/access/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { membersHolding, notify } from "#lib/notifications/index.ts";
import { newId } from "#lib/platform/ids.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import type { AlertDraft, AlertFacts } from "./alert-draft.ts";
import { alertName, SEVERITY_WORDS } from "./client.ts";
import { findByHitKeys, insertAlerts, takeNumbers, updateFigures, type NewAlert, type RaisedFrom } from "./raise.repository.ts";

export type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;

const MINUTE_MS = 60_000;
/** More grave alerts than this in one stretch of a log are told as one: a person reads the list then, not each. */
const TOLD_ONE_BY_ONE = 5;

/**
 * Raises an alert for every hit whose key is new, and brings the figures of the others up to date, inside the transaction
 * that moves the scan on. Figures are set, never added to: done twice, it changes nothing.
 * A verdict given meanwhile stays.
 */
export async function raiseAlerts(act: Act, segmentId: string, drafts: readonly AlertDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const { tx, context, now } = act;
  const { organizationId } = context;
  const known = await findByHitKeys(tx, drafts.map((draft) => draft.hitKey));
  await updateFigures(tx, organizationId, drafts.flatMap((draft) => {
    const alertId = known.get(draft.hitKey);
    return alertId === undefined ? [] : [{ alertId, draft }];
  }), now);
  await raiseNew(act, { kind: "log_segment", id: segmentId }, drafts.flatMap((draft) => (known.has(draft.hitKey) ? [] : [ofRule({ draft, segmentId }, null)])));
}

/** A hit that is to be an alert, and the segment in which it was found. */
export type Found = { draft: AlertDraft; segmentId: string };

/**
 * Raises an alert for each of what a retro-hunt found, unless the same hit raised one before: that one stays as it is.
 *
 * @returns hit key -> the alert that tells of it now, and whether it was there before
 */
export async function raiseFound(act: Act, found: readonly Found[], huntId: string): Promise<Map<string, { alertId: string; before: boolean }>> {
  const known = await findByHitKeys(act.tx, found.map(({ draft }) => draft.hitKey));
  const alerts = await raiseNew(act, { kind: "hunt", id: huntId }, found.filter(({ draft }) => !known.has(draft.hitKey)).map((one) => ofRule(one, huntId)));
  return new Map<string, { alertId: string; before: boolean }>([...[...known].map(([key, alertId]) => [key, { alertId, before: true }] as const), ...alerts.map(({ id, facts }) => [facts.hitKey, { alertId: id, before: false }] as const)]);
}

/** What is to be an alert: its facts, where it comes from, and what the ledger is told of that. */
export type Raising = { facts: AlertFacts; from: RaisedFrom; record: Readonly<Record<string, string | number>> };

function ofRule({ draft, segmentId }: Found, huntId: string | null): Raising {
  const { ruleKey, ruleVersionId, ruleHash, ...facts } = draft;
  return { facts, from: { origin: "rule", ruleVersionId, segmentId, huntId }, record: { rule: ruleKey, rule_sha256: ruleHash, segment: segmentId, ...(huntId === null ? {} : { hunt: huntId }) } };
}

/**
 * Raises alerts: each with the next number, its deadline, its entry in the ledger; the grave ones are told. The caller has made
 * sure that none of them was raised before.
 */
export async function raiseNew(act: Act, subject: { kind: string; id: string }, found: readonly Raising[]): Promise<NewAlert[]> {
  if (found.length === 0) return [];
  const { tx, context, now, audit } = act;
  const { organizationId } = context;
  const minutes = await settingAt(tx, "alert_acknowledge_minutes");
  const first = await takeNumbers(tx, organizationId, found.length);
  const alerts = found.map(({ facts, from }, at): NewAlert => ({
    id: newId("alr", now.getTime()),
    number: first + at,
    from,
    facts,
    raisedAt: now,
    acknowledgeBy: new Date(now.getTime() + minutes[facts.severity] * MINUTE_MS),
  }));
  await insertAlerts(tx, organizationId, alerts);
  for (const [at, { id, number, facts: { hitKey, severity, firstEventAt } }] of alerts.entries()) {
    await appendPendingEntry(tx, context, { kind: "alert.raised", subjectId: id, record: { number, ...found[at]!.record, hit: hitKey, severity, first_event_at: firstEventAt.toISOString() } });
  }
  await audit({ action: "alerts.raised", subjectKind: subject.kind, subjectId: subject.id, changes: { count: found.length, first_number: first, last_number: first + found.length - 1 } });
  await tellOfGrave(act, alerts.map(({ id, number, facts: { title, severity } }) => ({ id, number, title, severity })));
  return alerts;
}

/** Tells who judges alerts of those that must not wait for the next look at the list: once of each, however often it is said. */
export async function tellOfGrave(act: Act, alerts: readonly { id: string; number: number; title: string; severity: Severity }[]): Promise<void> {
  const grave = alerts.filter(({ severity }) => severity === "critical" || severity === "high");
  const [first] = grave;
  if (first === undefined) return;
  const told = grave.length > TOLD_ONE_BY_ONE ? [first] : grave;
  const to = await membersHolding(act.tx, act.context.organizationId, "alerts.judge");
  await notify(act, ...told.map(({ id, number, title, severity }) => ({
    kind: "alert_raised" as const, to, cause: `alert_raised:${id}`, subject: { kind: "alert" as const, id },
    facts: { code: alertName(number), title, reason: SEVERITY_WORDS[severity].toLowerCase(), count: told.length === grave.length ? 1 : grave.length },
  })));
}
