import type { Query } from "#app/_ui/list-state.ts";
import type { Task } from "#lib/my-work/index.ts";
import { TASK_KINDS } from "./work-groups.ts";

/** Rows that one page of tasks shows: more are not read in one go, and each is a link. */
export const SHOWN = 50;

export type WorkFilter = { kind?: Task["kind"]; whose?: "own" | "stead"; from: number };

/** What the address asks for; anything else is as if it were not there. */
export function filterWork(query: Query): WorkFilter {
  const kind = TASK_KINDS.find((one) => one.kind === query["kind"])?.kind;
  const whose = query["whose"] === "own" || query["whose"] === "stead" ? query["whose"] : undefined;
  const from = Number(query["from"] ?? 0);
  return { ...(kind === undefined ? {} : { kind }), ...(whose === undefined ? {} : { whose }), from: Number.isSafeInteger(from) && from > 0 ? from : 0 };
}

export function isAsked({ kind, whose }: WorkFilter, task: Task): boolean {
  return (kind === undefined || task.kind === kind) && (whose === undefined || (task.insteadOf === null) === (whose === "own"));
}
