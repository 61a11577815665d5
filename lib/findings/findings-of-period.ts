import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { findingAsOf, touchedAsOf, type PastStanding } from "./finding-as-of.ts";
import { endOf, findTouching, type FindingPeriod } from "./finding-period.repository.ts";
import { eventsOf, findingsById, type StoredEvent } from "./finding.repository.ts";
import { findingStanding } from "./standing.ts";
import { FINDING_STATUS_WORDS, findingName, type FindingSource } from "./words.ts";

/** A finding that stood against a control in a period, told as of an instant and nothing later. */
export type PeriodFinding = {
  id: string;
  name: string;
  title: string;
  description: string;
  source: { kind: FindingSource; name: string };
  raisedAt: Date;
  raisedBy: string;
  /** When it was looked at. */
  standing: PastStanding;
  /** At the end of the period, with its word by the calendar of that day. */
  atEnd: PastStanding & { word: string; late: boolean };
  acceptedBy: string | null;
  ownerMemberId: string | null;
  ownerPlaceholderId: string | null;
  controlIds: string[];
  /** Named by people, as `framework code`. */
  requirements: string[];
  history: Pick<StoredEvent, "at" | "kind" | "memberId" | "text" | "severity" | "dueOn" | "acceptedUntil">[];
};

const PAGE = 1_000;

/**
 * The findings of a control and a period: raised before its end, and at its end open, with their risk accepted, or settled
 * within it. What was closed or withdrawn before the period is none of it; what happened after `asOf` is not told.
 *
 * @returns by number; at most `limit`
 */
export async function findingsOfPeriod(tx: TenantTransaction, organizationId: string, period: FindingPeriod & { timeZone: string }, limit: number): Promise<PeriodFinding[]> {
  const touching = await findTouching(tx, organizationId, period, limit);
  const found: PeriodFinding[] = [];
  for (let at = 0; at < touching.length; at += PAGE) {
    const ids = touching.slice(at, at + PAGE).map(({ id }) => id);
    const rows = new Map((await findingsById(tx, organizationId, ids)).map((row) => [row.id, row]));
    const events = Map.groupBy(await eventsOf(tx, organizationId, ids), (event) => event.findingId);
    for (const id of ids) {
      const row = rows.get(id);
      const one = row === undefined ? null : replayed(row, (events.get(id) ?? []).filter((event) => event.at <= period.asOf), period);
      if (one !== null) found.push(one);
    }
  }
  return found;
}

type Row = Awaited<ReturnType<typeof findingsById>>[number];

function replayed(row: Row, events: readonly StoredEvent[], { from, timeZone, ...period }: FindingPeriod & { timeZone: string }): PeriodFinding | null {
  const end = endOf(period);
  const standing = findingAsOf(events, period.asOf);
  const atEnd = findingAsOf(events, end);
  if (standing === null || atEnd === null) return null;
  const over = atEnd.status === "closed" || atEnd.status === "withdrawn";
  if (over && atEnd.settledAt !== null && atEnd.settledAt < from) return null;
  const { word, late } = findingStanding(atEnd, dayOf(end, timeZone), 0);
  const accepted = atEnd.status === "risk_accepted" ? events.findLast((event) => event.kind === "risk_accepted" && event.at <= end) : undefined;
  const owned = events.findLast((event) => event.kind === "raised" || event.kind === "assigned");
  return {
    id: row.id, name: findingName(row), title: row.title, description: row.description, source: { kind: row.sourceKind, name: row.sourceName },
    raisedAt: row.raisedAt, raisedBy: row.raisedBy, standing, atEnd: { ...atEnd, word: late ? word : FINDING_STATUS_WORDS[atEnd.status], late },
    acceptedBy: accepted?.memberId ?? null, ownerMemberId: owned?.ownerMemberId ?? null, ownerPlaceholderId: owned?.ownerPlaceholderId ?? null,
    ...touchedAsOf(events), history: events.map(({ at, kind, memberId, text, severity, dueOn, acceptedUntil }) => ({ at, kind, memberId, text, severity, dueOn, acceptedUntil })),
  };
}
