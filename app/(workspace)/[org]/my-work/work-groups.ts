import type { OwedItem } from "#lib/overview/index.ts";
import { addDays, dayOf, periodInstants } from "#lib/platform/zoned-time.ts";

export const TASK_KINDS: readonly { kind: OwedItem["kind"]; one: string; many: string }[] = [
  { kind: "evidence_request", one: "Evidence request", many: "Evidence requests" },
  { kind: "occurrence", one: "Control to perform", many: "Controls to perform" },
  { kind: "finding", one: "Finding", many: "Findings" },
  { kind: "alert", one: "Alert", many: "Alerts" },
  { kind: "incident", one: "Incident", many: "Incidents" },
];

export type WorkGroup<Item> = { name: "late" | "week" | "later" | "undated"; title: string; items: Item[] };

/** The instant at which the week of a day ends, in a zone: Sunday's midnight. */
export function endOfWeek(now: Date, timeZone: string): Date {
  const today = dayOf(now, timeZone);
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const sunday = addDays(today, 6 - weekday);
  return periodInstants({ firstDay: sunday, lastDay: sunday, timeZone }).until;
}

/** Things owed by when they are due, in the order in which they stand; groups without any are left out. */
export function groupWork<Item extends Pick<OwedItem, "dueAt">>(items: readonly Item[], now: Date, timeZone: string): WorkGroup<Item>[] {
  const until = endOfWeek(now, timeZone);
  const nameOf = ({ dueAt }: Item): WorkGroup<Item>["name"] => (dueAt === null ? "undated" : dueAt <= now ? "late" : dueAt <= until ? "week" : "later");
  const groups = Map.groupBy(items, nameOf);
  const titles: readonly [WorkGroup<Item>["name"], string][] = [["late", "Late"], ["undated", "No date yet"], ["week", "This week"], ["later", "Later"]];
  return titles.flatMap(([name, title]) => {
    const some = groups.get(name);
    return some === undefined ? [] : [{ name, title, items: some }];
  });
}
