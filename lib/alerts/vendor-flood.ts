import type { VerbArguments } from "#lib/access/index.ts";
import { membersHolding, notify, settleNotifications } from "#lib/notifications/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import { findRaisedSince } from "./raise.repository.ts";
import { updateFeed, type Feed } from "./vendor-firing.repository.ts";

// What of one connection enters the queue within an hour is bounded, as what one rule raises is. A rule that floods is
// switched off; a vendor cannot be, and what it told stands collected: so it waits, and people are told.

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;
type Connection = { id: string; name: string };

const HOUR_MS = 3_600_000;
/** Looked at again at the earliest after so long: one alert at a time would be a look a second. */
const PATIENCE_MS = 10 * 60_000;

/** How many more alerts of a connection may enter by now, and when there is room again. */
export async function roomOf({ tx, context: { organizationId }, now }: Pick<Act, "tx" | "context" | "now">, connectionId: string): Promise<{ room: number; most: number; again: Date }> {
  const most = await settingAt(tx, "vendor_flood_alerts");
  const { count, oldest } = await findRaisedSince(tx, organizationId, connectionId, new Date(now.getTime() - HOUR_MS));
  // A second behind the hour: what was raised just then counts no more.
  const again = Math.max(now.getTime() + PATIENCE_MS, (oldest?.getTime() ?? 0) + HOUR_MS + 1000);
  return { room: Math.max(0, most - count), most, again: new Date(again) };
}

/** Says, once until everything has entered, that alerts of a connection wait. */
export async function tellOfFlood(act: Act, connection: Connection, feed: Feed, most: number): Promise<void> {
  if (feed.floodingSince !== null) return;
  const { tx, context: { organizationId }, now, audit } = act;
  await updateFeed(tx, organizationId, connection.id, { floodingSince: now }, now);
  await audit({ action: "alerts.intake_bounded", subjectKind: "connection", subjectId: connection.id, changes: { most_within_an_hour: most } });
  const reason = `More than ${most} within an hour. The others are collected and wait; they enter as there is room, the gravest first.`;
  await notify(act, { kind: "alerts_waiting", to: await membersHolding(tx, organizationId, "connections.manage"), cause: `alerts_waiting:${connection.id}:${now.toISOString()}`, subject: { kind: "connection", id: connection.id }, facts: { title: connection.name, reason } });
}

/** Says that nothing waits any more. */
export async function endFlood({ tx, context, now, audit }: Act, connectionId: string, feed: Feed): Promise<void> {
  if (feed.floodingSince === null) return;
  await updateFeed(tx, context.organizationId, connectionId, { floodingSince: null }, now);
  await audit({ action: "alerts.intake_caught_up", subjectKind: "connection", subjectId: connectionId, changes: { waited_since: feed.floodingSince.toISOString() } });
  await settleNotifications({ tx, context, now }, { kinds: ["alerts_waiting"], subjectIds: [connectionId] });
}
