import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { putVendorAlertsDue } from "#lib/inventory/index.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import { notFound } from "#lib/platform/errors.ts";
import { FEED_SEVERITIES, type FiringOutcome } from "./client.ts";
import { countOutcomes, countUnread, findFeed, findFeedConnection, lockFeed, updateFeed, type Feed } from "./vendor-firing.repository.ts";

export type FeedView = Feed & {
  /** What became of every firing that the connection brought. */
  outcomes: Record<FiringOutcome, number>;
  /** Collected alerts that have not entered yet, because more came than enter within an hour; counted up to a bound. */
  waiting: number;
};

/** How a connection feeds the queue of alerts, and what became of what it brought. @throws AppError not_found */
export const readFeed = defineVerb({
  name: "alerts.read_feed",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({ connectionId: idInput }),
  async run({ tx, context: { organizationId }, input: { connectionId } }): Promise<FeedView> {
    const connection = await findFeedConnection(tx, organizationId, connectionId);
    if (connection === null) throw notFound("connection");
    const feed = await findFeed(tx, organizationId, connectionId, connection.connectedAt);
    const waiting = feed.floodingSince === null ? 0 : await countUnread(tx, organizationId, connectionId, feed.leastSeverity, COUNT_LOOKS);
    return { ...feed, outcomes: await countOutcomes(tx, organizationId, connectionId), waiting };
  },
});

/**
 * Says whether a connection feeds the queue, and from which severity on. What was left out as too little and goes on comes in
 * once less is enough. After a time without feeding, what ended in that time is imported and not witnessed.
 *
 * @throws AppError not_found
 */
export const changeFeed = defineVerb({
  name: "alerts.change_feed",
  permission: "connections.manage",
  effect: "write",
  input: z.strictObject({ connectionId: idInput, enabled: z.boolean(), leastSeverity: z.enum(FEED_SEVERITIES) }),
  async run({ tx, context: { organizationId }, input: { connectionId, enabled, leastSeverity }, now, audit, unchanged }): Promise<void> {
    const connection = await findFeedConnection(tx, organizationId, connectionId);
    if (connection === null) throw notFound("connection");
    const before = await lockFeed(tx, organizationId, connectionId, connection.connectedAt, now);
    if (before.enabled === enabled && before.leastSeverity === leastSeverity) return unchanged();
    await updateFeed(tx, organizationId, connectionId, { enabled, leastSeverity, since: enabled && !before.enabled ? now : before.since }, now);
    if (enabled) await putVendorAlertsDue(tx, connectionId, now);
    const said = (feed: Pick<Feed, "enabled" | "leastSeverity">) => ({ feeds: feed.enabled, least_severity: feed.leastSeverity });
    await audit({ action: "connection.alert_feed_changed", subjectKind: "connection", subjectId: connectionId, changes: { before: said(before), after: said({ enabled, leastSeverity }) } });
  },
});
