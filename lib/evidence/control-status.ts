import { STATUS_NAMES, worstStatus, type Status } from "#lib/status/client.ts";

/** A control's status with the counts that it rests on. A percentage is never shown without them. */
export type ControlStatus = {
  status: Status;
  /** Requests proven now, of those that apply. */
  proven: number;
  total: number;
  /** Worst first, without what none has. */
  counts: StatusCount[];
};

export type StatusCount = { status: Status; count: number };

/** Whether something is proven at this instant. What is due soon still is; what is unknown never is. */
export function isProven(status: Status): boolean {
  return status === "met" || status === "due_soon" || status === "pass" || status === "accepted";
}

/** How many have each status, worst first, without those that none has. */
export function countByStatus(statuses: readonly Status[]): StatusCount[] {
  const counts = new Map<Status, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  // A list of controls counts hundreds of times, and most have one or two of all the statuses there are.
  if (counts.size === 1) return [...counts].map(([status, count]) => ({ status, count }));
  return STATUS_NAMES.flatMap((status) => {
    const count = counts.get(status);
    return count === undefined ? [] : [{ status, count }];
  });
}

/**
 * Status of a control from those of its evidence requests. All proven: `met`, or `due_soon` while one of them is.
 * Any failed: `fail`. Some proven and some not: `partial`. None proven: the worst word, `not_yet_known` of nothing.
 */
export function controlStatus(requests: readonly Status[]): ControlStatus {
  const applying = requests.filter((status) => status !== "not_applicable");
  const proven = applying.filter(isProven).length;
  const shown = { proven, total: applying.length, counts: countByStatus(requests) };
  if (requests.length > 0 && applying.length === 0) return { status: "not_applicable", ...shown };
  const open = applying.filter((status) => !isProven(status) && !isSettled(status));
  if (open.length > 0) return { status: proven > 0 && !open.includes("fail") ? "partial" : worstStatus(open), ...shown };
  const settled = applying.filter(isSettled);
  return { status: worstStatus(settled.length > 0 ? settled : applying), ...shown };
}

/** Nothing more is asked: a risk somebody answers for, or nothing that called for the control. */
function isSettled(status: Status): boolean {
  return status === "risk_accepted" || status === "not_tested_no_occurrence";
}
