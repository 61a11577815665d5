import type { RowOf } from "#lib/connector/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { FEED_SEVERITIES, type FeedSeverity, type FiringOutcome, type VendorState } from "./client.ts";

// How the versions of a collected alert become firings, and which of them people must judge. Pure: the same versions give
// the same firings, however often and in however many turns they are read.

export type VendorRow = RowOf<"vendor_alert">;

/** A version of a collected alert; `removed`: a complete listing has it no more, and the row is as it was before. */
export type AlertVersion = { version: number; row: VendorRow; removed: boolean; recordedAt: Date; collectionId: string };

/** One time that an alert fired, by what its vendor has said so far. */
export type Firing = {
  /** The first firing of a thing is 1. */
  number: number;
  firedAt: Date;
  lastSeenAt: Date;
  /** When the vendor says that it ended; null while it goes on, and where the vendor does not say when. */
  endedAt: Date | null;
  state: VendorState;
  /** When Tickmark was told of that state. */
  stateSince: Date;
  word: string;
  degree: VendorRow["severity"]["degree"];
  severityWord: string | null;
  posture: boolean;
  /** Stands for the same firing with whoever else tells of it; null: nobody else does. */
  firingKey: string | null;
  firstVersion: number;
  versionRead: number;
  collectionId: string;
};

/** What of a firing is known before the next version is read. */
export type KnownFiring = Omit<Firing, "posture">;

/**
 * Brings the firings of a thing up to a version. What its vendor called over and calls open again has fired again, and so has
 * what began after it was last seen; everything else is told of the firing that is known.
 *
 * @returns the firing that the version tells of; a number above that of `before` says that it is a new one
 */
function firingOf(before: KnownFiring | null, { version, row, removed, recordedAt, collectionId }: AlertVersion): Firing {
  const began = new Date(row.firstSeenAt);
  const ended = row.closedAt === null ? null : new Date(row.closedAt);
  const seen = latest(began, row.lastSeenAt === null ? began : new Date(row.lastSeenAt), ended ?? began);
  const state: VendorState = removed ? "gone" : row.state;
  const again = before !== null && !removed && ((before.state === "closed" && row.state === "open") || began > before.lastSeenAt);
  const known = again ? null : before;
  return {
    number: (before?.number ?? 0) + (known === null ? 1 : 0),
    firedAt: known?.firedAt ?? (before === null || began > before.lastSeenAt ? began : seen > before.lastSeenAt ? seen : recordedAt),
    lastSeenAt: latest(seen, known?.lastSeenAt ?? seen),
    endedAt: state === "closed" || state === "gone" ? ended : null,
    state,
    stateSince: known !== null && known.state === state ? known.stateSince : recordedAt,
    word: row.status,
    degree: row.severity.degree,
    severityWord: row.severity.word,
    posture: row.nature === "posture",
    firingKey: row.firingKey ?? null,
    firstVersion: known?.firstVersion ?? version,
    versionRead: version,
    collectionId,
  };
}

const latest = (...instants: readonly Date[]): Date => instants.reduce((a, b) => (b > a ? b : a));

/** From when on a connection feeds the queue, and from which severity on. */
export type FeedRule = { since: Date; leastSeverity: FeedSeverity };

/** Whether a vendor's severity reaches the least that is wanted. Unknown does: nobody knows that it is less. */
export function reaches(degree: Firing["degree"], least: FeedSeverity): boolean {
  return degree === "unknown" || FEED_SEVERITIES.indexOf(degree) >= FEED_SEVERITIES.indexOf(least);
}

/**
 * What becomes of a firing, by what is known of it now.
 *
 * @param before what became of it when an earlier version was read: what is in the queue stays, what was imported too, and what
 *   was left out comes in only while it goes on
 */
export function outcomeOf(firing: Firing, { since, leastSeverity }: FeedRule, before: FiringOutcome | null): FiringOutcome {
  if (before === "queued" || before === "told_already" || before === "imported") return before;
  const isOver = firing.state === "closed" || firing.state === "gone";
  if (before === null && isOver && (firing.endedAt ?? firing.lastSeenAt) < since) return "imported";
  if (before !== null && isOver) return before;
  if (firing.posture) return "posture";
  if (!reaches(firing.degree, leastSeverity)) return "below_severity";
  return firing.state === "suppressed" ? "muted" : "queued";
}

/** Our four degrees: what is merely informational is low, and what a vendor gives no known severity is not taken for little. */
export function severityHere(degree: Firing["degree"]): Severity {
  return degree === "informational" ? "low" : degree === "unknown" ? "medium" : degree;
}

/** A firing with what became of it, and the alert that tells of it; `raise`: the version by which it is to become one. */
export type Followed = { firing: Firing; outcome: FiringOutcome; alertId: string | null; toldInAlertId: string | null; raise: AlertVersion | null };

/**
 * Follows a collected alert through its versions.
 *
 * @param known its newest firing as far as it was read
 * @param versions from the one that was read last on, in their order
 * @returns every firing that is new or stands otherwise, in the order of its number
 */
export function followAlert(known: (KnownFiring & Pick<Followed, "outcome" | "alertId" | "toldInAlertId">) | null, versions: readonly AlertVersion[], rule: FeedRule): Followed[] {
  const found = new Map<number, Followed>();
  let current: Followed | null = known === null ? null : asFollowed(known);
  for (const version of versions) {
    const wasRead = known !== null && version.version <= known.versionRead;
    const firing: Firing = wasRead && current !== null ? { ...current.firing, posture: version.row.nature === "posture" } : firingOf(current?.firing ?? null, version);
    const same: Followed | null = current?.firing.number === firing.number ? current : null;
    // The end of the one before was missed; that there was one is known.
    if (same === null && current !== null && current.firing.state !== "closed") found.set(current.firing.number, { ...current, firing: { ...current.firing, state: "closed", endedAt: null, stateSince: version.recordedAt } });
    const outcome = outcomeOf(firing, rule, same?.outcome ?? null);
    const raise = same?.raise ?? (outcome === "queued" && (same?.alertId ?? null) === null ? version : null);
    current = { firing, outcome, alertId: same?.alertId ?? null, toldInAlertId: same?.toldInAlertId ?? null, raise };
    found.set(firing.number, current);
  }
  return [...found.values()].sort((a, b) => a.firing.number - b.firing.number);
}

function asFollowed({ outcome, alertId, toldInAlertId, ...firing }: KnownFiring & Pick<Followed, "outcome" | "alertId" | "toldInAlertId">): Followed {
  return { firing: { ...firing, posture: false }, outcome, alertId, toldInAlertId, raise: null };
}
