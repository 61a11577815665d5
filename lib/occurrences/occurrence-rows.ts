import { z } from "zod";
import { dayInput, memberNames } from "#lib/access/index.ts";
import { type ControlName } from "#lib/controls/index.ts";
import { authorName } from "#lib/evidence/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Occurrence } from "./find-occurrences.ts";
import type { PeriodicFrequency } from "./frequencies.ts";
import type { OccurrenceState } from "./occurrence-state.ts";

/** First and last day of a population. */
export const periodInput = z.strictObject({ firstDay: dayInput, lastDay: dayInput });

export type OccurrenceRow = {
  code: string;
  title: string;
  /** The window's first day: with the control, the occurrence's name. */
  firstDay: string;
  lastDay: string;
  frequency: PeriodicFrequency;
  state: OccurrenceState;
  isLate: boolean;
  countedAsMissed: boolean;
  performedOn: string | null;
  recordedAt: Date | null;
  performer: string | null;
  reviewer: string | null;
  evidence: number;
  /** Null: there were none, or nothing was performed. */
  exceptions: string | null;
};

/** Occurrences as rows, with the names of their controls and of who performed and reviewed. */
export async function occurrenceRows(tx: TenantTransaction, organizationId: string, controls: readonly ControlName[], occurrences: readonly Occurrence[]): Promise<OccurrenceRow[]> {
  const people = occurrences.flatMap(({ standing }) => (standing === null ? [] : [standing.recordedBy, ...standing.reviews.map((one) => one.reviewedBy)]));
  const names = await memberNames(tx, organizationId, [...new Set(people)]);
  const byId = new Map(controls.map((control) => [control.id, control]));
  return occurrences.map(({ controlId, firstDay, lastDay, frequency, state, isLate, countedAsMissed, standing }) => {
    const reviewer = state === "performed" ? undefined : standing?.reviews.at(-1)?.reviewedBy;
    return {
      code: byId.get(controlId)?.code ?? "", title: byId.get(controlId)?.title ?? "",
      firstDay, lastDay, frequency, state, isLate, countedAsMissed,
      performedOn: standing?.performedOn ?? null,
      recordedAt: standing?.recordedAt ?? null,
      performer: standing === null ? null : authorName(standing.recordedBy, names),
      reviewer: reviewer === undefined ? null : authorName(reviewer, names),
      evidence: standing?.evidenceIds.length ?? 0,
      exceptions: standing?.exceptions ?? null,
    };
  });
}
