import type { Scope } from "#lib/access/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { countsAt, judgeOccurrence, lastDayOfGrace, type OccurrenceState } from "./occurrence-state.ts";
import { cadencesOf, performancesWithin, type StoredPerformance } from "./occurrence.repository.ts";
import { windowOn, windowsOf, type Cadence, type OccurrenceWindow } from "./windows.ts";

/** One expected performance of a control, as it stood at an instant. */
export type Occurrence = OccurrenceWindow & {
  controlId: string;
  /** The last day on which a performance is late and not missed. */
  lastDayOfGrace: string;
  state: OccurrenceState;
  isLate: boolean;
  countedAsMissed: boolean;
  /** The performance that counts. */
  standing: StoredPerformance | null;
  /** All that were recorded by then, oldest first. */
  performances: StoredPerformance[];
};

export type Days = { firstDay: string; lastDay: string };

/** The zone in which an organization's days begin. */
export async function zoneOf(tx: TenantTransaction, organizationId: string): Promise<string> {
  const organization = await findOrganization(tx, organizationId);
  if (organization === null) throw notFound("organization");
  return organization.timeZone;
}

/** The days of an auditor's engagement in the organization's zone; what was asked for, cut to them. */
export function daysInScope({ engagement }: Scope, days: Days, timeZone: string): Days {
  if (engagement === null) return days;
  const firstDay = dayOf(engagement.from, timeZone);
  const lastDay = dayOf(new Date(engagement.until.getTime() - 1), timeZone);
  return { firstDay: firstDay > days.firstDay ? firstDay : days.firstDay, lastDay: lastDay < days.lastDay ? lastDay : days.lastDay };
}

/**
 * The occurrences of controls whose windows touch the days given, in order, as they stood at an instant. A performance belongs to the window that holds the first day of the one it was recorded for, so that it
 * stays where a later version moved the windows.
 */
export function findOccurrences(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], days: Days, asOf: AsOf, timeZone: string): Promise<Map<string, Occurrence[]>> {
  return findByWindows(tx, organizationId, controlIds, (versions) => windowsOf(versions, timeZone, days.firstDay, days.lastDay), asOf, timeZone);
}

/** Of each control the occurrence whose window holds a day, and the one before it; the same otherwise as {@link findOccurrences}. */
export function findLatestOccurrences(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], day: string, asOf: AsOf, timeZone: string): Promise<Map<string, Occurrence[]>> {
  const latest = (versions: readonly Cadence[]): OccurrenceWindow[] => {
    const current = windowOn(versions, timeZone, day);
    if (current === undefined) return [];
    const before = windowOn(versions, timeZone, addDays(current.firstDay, -1));
    return before === undefined ? [current] : [before, current];
  };
  return findByWindows(tx, organizationId, controlIds, latest, asOf, timeZone);
}

async function findByWindows(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], pick: (versions: readonly Cadence[]) => OccurrenceWindow[], asOf: AsOf, timeZone: string): Promise<Map<string, Occurrence[]>> {
  const windows = new Map([...(await cadencesOf(tx, organizationId, controlIds, asOf))].map(([id, versions]) => [id, pick(versions)] as const).filter(([, some]) => some.length > 0));
  const days = [...windows.values()].flat().flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
  const [firstDay, lastDay] = [days[0], days.at(-1)];
  if (firstDay === undefined || lastDay === undefined) return new Map();
  const stored = await performancesWithin(tx, organizationId, [...windows.keys()], { firstDay, lastDay });
  const performances = Map.groupBy(stored.filter((one) => countsAt(one, asOf, timeZone)), (one) => one.controlId);
  return new Map([...windows].map(([controlId, some]) => [controlId, occurrencesOf(controlId, some, performances.get(controlId) ?? [], asOf, timeZone)]));
}

function occurrencesOf(controlId: string, windows: readonly OccurrenceWindow[], performances: readonly StoredPerformance[], asOf: AsOf, timeZone: string): Occurrence[] {
  return windows.map((window) => {
    const within = performances.filter((one) => one.windowFirstDay >= window.firstDay && one.windowFirstDay <= window.lastDay);
    return { ...window, controlId, lastDayOfGrace: lastDayOfGrace(window), performances: within, ...judgeOccurrence(window, within, asOf, timeZone) };
  });
}
