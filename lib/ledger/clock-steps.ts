import type { Json } from "#lib/platform/canonical-json.ts";
import { CLOCK_TOLERANCE_MS } from "#lib/platform/clock.ts";
import { AppError } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { newestEntriesOf } from "./ledger.repository.ts";

// Entries are in the order of their places, whatever the machine's clock said. Where the recorded time goes back from one
// place to the next, the clock was set back: that is an entry of its own, which nobody can take away afterwards.

/** Kind of the entry, and the subject under which all of them stand. */
export const CLOCK_SET_BACK = "clock.set_back";
export const CLOCK_SUBJECT = "clock";
/** A clock that is set back more often than this is told by the newest of them. */
const MOST_STEPS = 100;

/** The entry at `index` was recorded at `after`, though one before it was recorded at `before`: later, by more than a minute. */
export type ClockStep = { index: number; before: Date; after: Date };

/**
 * Where the recorded times of entries go back, in the order of their places.
 *
 * @param latest the latest recorded time of the entries before them, since the clock was last set back; null when there are none
 * @returns the steps, and the latest time for those that follow
 */
export function stepsBack(latest: Date | null, entries: readonly { index: number; recordedAt: Date }[]): { steps: ClockStep[]; latest: Date | null } {
  const steps: ClockStep[] = [];
  let at = latest;
  for (const { index, recordedAt } of entries) {
    const isBack = at !== null && at.getTime() - recordedAt.getTime() > CLOCK_TOLERANCE_MS;
    if (isBack && at !== null) steps.push({ index, before: at, after: recordedAt });
    if (isBack || at === null || recordedAt > at) at = recordedAt;
  }
  return { steps, latest: at };
}

/** What the ledger says of the first of some steps, and how many they were. */
export function recordOfSteps([first, ...more]: readonly [ClockStep, ...ClockStep[]]): { [field: string]: Json } {
  return { index: first.index, before: first.before.toISOString(), after: first.after.toISOString(), times: 1 + more.length };
}

/** When the clock was set back, as the ledger tells it, the newest first. */
export async function clockSteps(tx: TenantTransaction, organizationId: string): Promise<ClockStep[]> {
  const records = await newestEntriesOf(tx, organizationId, { subjectId: CLOCK_SUBJECT, kind: CLOCK_SET_BACK, limit: MOST_STEPS });
  return records.map((record) => {
    const { index, before, after } = JSON.parse(record) as { index: number; before: string; after: string };
    return { index, before: new Date(before), after: new Date(after) };
  }).sort((one, other) => other.index - one.index);
}

/** What is said to whoever makes a key or certificate while the clock stands before the time of the last one. */
export function clockBehind(what: "key" | "certificate", last: Date): AppError {
  return new AppError("precondition_failed", "clock_set_back", `The last ${what} was made at ${last.toISOString()}, which lies ahead of this machine’s clock: the clock was set back. Set it right, then try again.`);
}

/** The step by which the time of an entry had been passed already when it was recorded; null while its time follows from its place. */
export function stepBefore(steps: readonly ClockStep[], { index, recordedAt }: { index: number | null; recordedAt: Date }): ClockStep | null {
  return steps.find((step) => (index === null || index >= step.index) && recordedAt < step.before && recordedAt.getTime() >= step.after.getTime() - CLOCK_TOLERANCE_MS) ?? null;
}
