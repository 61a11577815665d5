import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { putVendorAlertsDue, removeVendorAlertsDue } from "#lib/inventory/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { notFound } from "#lib/platform/errors.ts";
import { storable, type AlertExplanation, type AlertFacts } from "./alert-draft.ts";
import { bringUpToDate } from "./bring-up-to-date.ts";
import { raiseNew, type Act, type Raising } from "./raise-alerts.ts";
import { findFeedConnection, findUnread, findVersionsFrom, INTAKE_DEGREES, lockFeed, putFirings, type StoredFiring, type UnreadAlert } from "./vendor-firing.repository.ts";
import { followAlert, severityHere, type Followed } from "./vendor-firing.ts";
import { endFlood, roomOf, tellOfFlood } from "./vendor-flood.ts";
import { findWitnessed } from "./vendor-witness.repository.ts";

/** Collected alerts in one transaction, each of which may become an alert with its entry in the ledger: a second or so. */
const ALERTS_AT_ONCE = 200;
/** Versions of one alert in one turn: one that flaps every minute is followed in several. */
const VERSIONS_AT_ONCE = 50;

const TITLE_MAX = 256;

export type TakenIn = {
  /** Collected alerts that were read, and how many alerts that made. */
  read: number;
  raised: number;
  /** Alerts that nobody had taken and that their vendor calls over: closed, where the organization lets that be. */
  closed: number;
  /** Collected alerts that stay unread, because more would enter the queue than may within an hour. */
  held: number;
  /** Where to go on; null when everything was read. */
  next: string | null;
};

/**
 * Takes a stretch of what a connection brought of vendors' alerts of one severity into the queue: each firing becomes one
 * alert, once, unless it was over before the connection fed the queue, is less than it is to bring, is muted at the vendor, or
 * is an alert already, because another connection told of it. What is more than enters within an hour is left for later. One
 * transaction holds what was read and what was raised of it: a worker that is killed anywhere has done all of a stretch or none.
 *
 * @throws AppError not_found
 */
export const takeInVendorAlerts = defineVerb({
  name: "alerts.take_in_vendor_alerts",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, degree: z.enum(INTAKE_DEGREES), after: idInput.nullable() }),
  async run(args): Promise<TakenIn> {
    const { tx, context: { organizationId }, input: { connectionId, degree, after }, now, unchanged } = args;
    // Alerts that are raised or closed leave their own rows.
    unchanged();
    const connection = await findFeedConnection(tx, organizationId, connectionId);
    if (connection === null) throw notFound("connection");
    const feed = await lockFeed(tx, organizationId, connectionId, connection.connectedAt, now);
    if (!feed.enabled) return { read: 0, raised: 0, closed: 0, held: 0, next: null };
    const { room, most } = await roomOf(args, connectionId);
    const unread = await findUnread(tx, organizationId, connectionId, { after: after ?? "", degree, least: feed.leastSeverity, heardOf: room === 0, limit: ALERTS_AT_ONCE });
    const versions = await findVersionsFrom(tx, organizationId, unread, VERSIONS_AT_ONCE);
    const followed = unread.flatMap((alert) => followAlert(alert.known, versions.get(alert.objectId) ?? [], feed).map((one) => ({ alert, one })));
    const told = await withWitnessed(args, connectionId, followed);
    const { entering, held } = admit(told, room);
    if (held > 0) await tellOfFlood(args, { id: connectionId, name: connection.name }, feed, most);
    const raised = await raise(args, { id: connectionId, name: connection.name }, entering.filter(({ one }) => one.raise !== null));
    const stored = entering.map(({ alert: { objectId }, one: { firing, outcome, alertId, toldInAlertId } }): StoredFiring => ({ ...firing, objectId, outcome, toldInAlertId, alertId: alertId ?? raised.get(`${objectId} ${firing.number}`) ?? null }));
    await putFirings(tx, organizationId, connectionId, stored, now);
    const closed = await bringUpToDate(args, stored);
    return { read: unread.length - held, raised: raised.size, closed, held, next: unread.length < ALERTS_AT_ONCE ? null : (unread.at(-1)?.objectId ?? null) };
  },
});

/** Of what is to be raised, names the alert of whoever told of the same firing before. */
async function withWitnessed({ tx, context: { organizationId } }: Act, connectionId: string, found: readonly ToRaise[]): Promise<ToRaise[]> {
  const keyed = found.filter(({ one: { raise: version, firing } }) => version !== null && firing.firingKey !== null);
  const alerts = await findWitnessed(tx, organizationId, connectionId, keyed.map(({ one: { firing } }) => ({ firingKey: firing.firingKey ?? "", firedAt: firing.firedAt, lastSeenAt: firing.lastSeenAt })));
  const toldIn = new Map(keyed.map((one, place) => [one, alerts[place] ?? null]));
  return found.map((each) => {
    const alertId = toldIn.get(each) ?? null;
    return alertId === null ? each : { ...each, one: { ...each.one, outcome: "told_already", toldInAlertId: alertId, raise: null } };
  });
}

/**
 * Lets through what there is room for, thing by thing: of one that is let through, all. The last may have fired more often than
 * there is room; else one that flaps would never enter.
 */
function admit(found: readonly ToRaise[], room: number): { entering: ToRaise[]; held: number } {
  const ofThings = [...Map.groupBy(found, ({ alert: { objectId } }) => objectId).values()];
  let left = room;
  const entering = ofThings.filter((ofThing) => {
    const raising = ofThing.filter(({ one }) => one.raise !== null).length;
    if (raising > 0 && left <= 0) return false;
    left -= raising;
    return true;
  });
  return { entering: entering.flat(), held: ofThings.length - entering.length };
}

type ToRaise = { alert: UnreadAlert; one: Followed };

/** @returns collected thing and number of the firing -> the alert that tells of it */
async function raise(act: Act, connection: { id: string; name: string }, found: readonly ToRaise[]): Promise<Map<string, string>> {
  const inOrder = [...found].sort((a, b) => a.one.firing.firedAt.getTime() - b.one.firing.firedAt.getTime() || (a.alert.objectId < b.alert.objectId ? -1 : 1));
  const alerts = await raiseNew(act, { kind: "connection", id: connection.id }, inOrder.flatMap(({ alert, one }) => raisingOf(connection, alert, one)));
  return new Map(inOrder.flatMap(({ alert, one }, index) => (alerts[index] === undefined ? [] : [[`${alert.objectId} ${one.firing.number}`, alerts[index].id] as const])));
}

function raisingOf(connection: { id: string; name: string }, { objectId, externalId }: UnreadAlert, { firing, raise: version }: Followed): Raising[] {
  if (version === null) return [];
  const { row } = version;
  const title = storable(row.title).slice(0, TITLE_MAX);
  const entity = row.resource === null || row.resource === "" ? null : storable(row.resource);
  const explanation: AlertExplanation = {
    tree: { label: title, kind: "rule", matched: true }, kind: "event", groupKey: {}, observed: 1, linesTotal: 0, evicted: false, related: [], involved: entity === null ? [] : [{ kind: "resource", value: entity }],
  };
  const facts: AlertFacts = {
    hitKey: sha256Hex(["vendor", connection.id, externalId, String(firing.number)].join("\n")).slice(0, 32), title, severity: severityHere(row.severity.degree), groupKey: JSON.stringify({ rule: storable(row.rule ?? "") }),
    entity: entity ?? storable(connection.name), firstEventAt: firing.firedAt, lastEventAt: firing.lastSeenAt, eventCount: 1, lines: "[]", explanation: JSON.stringify(explanation),
  };
  return [{
    facts, from: { origin: "vendor", connectionId: connection.id, objectId },
    record: { source: "vendor", connection: connection.id, external_id: externalId, firing: firing.number, object: objectId, version: version.version, collection: version.collectionId, vendor_severity: row.severity.word ?? "" },
  }];
}

/** Takes a connection off the list, unless something came in meanwhile. @throws AppError not_found */
export const endVendorIntake = defineVerb({
  name: "alerts.end_vendor_intake",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ connectionId: idInput }),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { connectionId }, now, unchanged } = args;
    unchanged();
    const connection = await findFeedConnection(tx, organizationId, connectionId);
    if (connection === null) throw notFound("connection");
    const feed = await lockFeed(tx, organizationId, connectionId, connection.connectedAt, now);
    // Off the list first: a page that is being committed puts it there again, and one that was is seen by the look behind it.
    await removeVendorAlertsDue(tx, connectionId);
    const waiting = feed.enabled ? await findUnread(tx, organizationId, connectionId, { after: "", degree: null, least: feed.leastSeverity, heardOf: false, limit: 1 }) : [];
    if (waiting.length === 0) return endFlood(args, connectionId, feed);
    const { room, most, again } = await roomOf(args, connectionId);
    if (room === 0) await tellOfFlood(args, { id: connectionId, name: connection.name }, feed, most);
    await putVendorAlertsDue(tx, connectionId, room === 0 ? again : now);
  },
});

/** Takes in what a connection brought. What is cut off is due again, and goes on behind what was read. */
export async function runDueVendorAlerts(context: Context, connectionId: string): Promise<void> {
  for (const degree of INTAKE_DEGREES) {
    let after: string | null = null;
    do {
      const taken: TakenIn = await takeInVendorAlerts(context, { connectionId, degree, after });
      after = taken.next;
    } while (after !== null);
  }
  await endVendorIntake(context, { connectionId });
}
