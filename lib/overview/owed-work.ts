import type { WhoActs } from "#lib/acting/index.ts";
import type { Status } from "#lib/status/index.ts";

/** Something that a person owes. `dueAt` null: nobody set a date, it is simply not there yet. */
export type OwedItem = {
  kind: "evidence_request" | "occurrence" | "finding" | "alert" | "incident";
  id: string;
  /** Where the reader is led: the control's id for a request, the first day of its window for an occurrence, its own id otherwise. */
  placeId: string;
  /** The control that it belongs to, where it belongs to one. */
  controlId: string | null;
  title: string;
  /** Control code or the record's own name. */
  code: string;
  status: Status;
  owner: string | null;
  ownerId: string | null;
  dueAt: Date | null;
  /** Who does it in the owner's stead now, and until when. */
  standIn: { id: string; name: string; until: Date } | null;
};

/** Says of each thing who does it in its owner's stead. */
export function withStandIns(items: readonly Omit<OwedItem, "standIn">[], who: WhoActs): OwedItem[] {
  return items.map((item) => {
    const found = item.ownerId === null ? null : who.standInFor(item.ownerId, item);
    return { ...item, standIn: found === null ? null : { id: found.standInId, name: found.standInName, until: found.untilAt } };
  });
}

export type Waiting = { owner: string; ownerId: string | null; open: number; late: number; earliest: Date | null };

/** Whether an item is past its date. What has no date is owed, not late. */
export function isLate(item: OwedItem, now: Date): boolean {
  return item.dueAt !== null && item.dueAt <= now;
}

/** Late ones first, longest late at the top; then what has no date; then by date. */
export function byUrgency(items: readonly OwedItem[], now: Date): OwedItem[] {
  const rank = (item: OwedItem): number => (isLate(item, now) ? 0 : item.dueAt === null ? 1 : 2);
  return [...items].sort((a, b) => rank(a) - rank(b) || (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0) || (a.code < b.code ? -1 : 1));
}

/** Who is waited for, the one with most late items first. Items that nobody owns are counted under one heading. */
export function waitingOn(items: readonly OwedItem[], now: Date): Waiting[] {
  const people = new Map<string, Waiting>();
  for (const item of items) {
    const key = item.ownerId ?? "";
    const person = people.get(key) ?? { owner: item.owner ?? "Nobody yet", ownerId: item.ownerId, open: 0, late: 0, earliest: null };
    person.open += 1;
    if (isLate(item, now)) person.late += 1;
    if (item.dueAt !== null && (person.earliest === null || item.dueAt < person.earliest)) person.earliest = item.dueAt;
    people.set(key, person);
  }
  return [...people.values()].sort((a, b) => b.late - a.late || b.open - a.open || (a.owner < b.owner ? -1 : 1));
}
