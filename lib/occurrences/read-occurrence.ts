import { z } from "zod";
import { dayInput, defineVerb, instantsInput, memberNames, type Scope } from "#lib/access/index.ts";
import { actedFor } from "#lib/acting/index.ts";
import { findControl, requireControls, versionInForce, type ControlName } from "#lib/controls/index.ts";
import { authorName, ownWorkOf } from "#lib/evidence/index.ts";
import { askedInstants, type AsOf } from "#lib/platform/as-of.ts";
import { isAhead } from "#lib/platform/clock.ts";
import { actorId, type Actor } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { addDays, dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { daysInScope, findOccurrences, zoneOf, type Days, type Occurrence } from "./find-occurrences.ts";
import { OCCURRENCE_LIMITS } from "./limits.ts";
import { OWED_STATES, type OccurrenceDecision } from "./occurrence-state.ts";
import { evidenceOfControl, proofsOf, type OccurrenceProof, type StoredPerformance } from "./occurrence.repository.ts";

export type PerformanceView = Pick<StoredPerformance, "id" | "attempt" | "performedOn" | "summary" | "exceptions" | "recordedAt"> & {
  by: string;
  /** In whose stead, where it was somebody's. */
  insteadOf: string[];
  /** Recorded later than this machine's clock says it is. */
  isAhead: boolean;
  evidence: OccurrenceProof[];
  reviews: { decision: OccurrenceDecision; reason: string; by: string; recordedAt: Date; isAhead: boolean }[];
};

export type OccurrencePage = {
  control: ControlName;
  /** What is to be done, as the control says it. */
  statement: string;
  timeZone: string;
  today: string;
  at: Date;
  occurrence: Omit<Occurrence, "performances" | "standing">;
  /** Id of the performance that counts. */
  standingId: string | null;
  /** Newest first; returned ones stay. */
  performances: PerformanceView[];
  /** The reader performed it, or submitted what it rests on: somebody else has to review it. */
  isOwnWork: boolean;
  /** First days of the windows beside it, as far as they have begun and the reader may see them. */
  neighbours: { previous: string | null; next: string | null };
  /** Evidence to choose from while it is owed, newest first. */
  choices: OccurrenceProof[];
};

/**
 * One occurrence: its window, what was said to be done, how others judged it, as all that stood at an instant.
 *
 * @throws AppError not_found when no window of the control begins on that day, or it ends outside an auditor's engagement
 */
export const readOccurrence = defineVerb({
  name: "occurrences.read",
  permission: "controls.read",
  effect: "read",
  input: z.strictObject({ controlCode: z.string().min(1).max(64), window: dayInput, ...instantsInput }),
  async run({ tx, scope, context, input, now }): Promise<OccurrencePage> {
    const found = await findControl(tx, scope, { code: input.controlCode });
    if (found === null) throw notFound("control");
    const asOf = askedInstants(input, scope, now);
    const { effectiveAt: at } = asOf;
    const timeZone = await zoneOf(tx, scope.organizationId);
    const on = async (day: string): Promise<Occurrence | undefined> => inScope(scope, timeZone, (await findOccurrences(tx, scope.organizationId, [found.id], { firstDay: day, lastDay: day }, asOf, timeZone)).get(found.id)?.[0]);
    const occurrence = await on(input.window);
    if (occurrence?.firstDay !== input.window) throw notFound("occurrence");
    const [named] = await requireControls(tx, scope, [found.id]);
    if (named === undefined) throw notFound("control");
    const version = await versionInForce(tx, scope.organizationId, found.id, asOf);
    const { performances, standing, ...facts } = occurrence;
    const next = await on(addDays(occurrence.lastDay, 1));
    const isOwed = scope.engagement === null && OWED_STATES.includes(occurrence.state);
    const from = periodInstants({ firstDay: occurrence.firstDay, lastDay: occurrence.firstDay, timeZone }).from;
    return {
      control: { ...named, title: version?.title ?? named.title },
      statement: version?.statement ?? "",
      timeZone, today: dayOf(at, timeZone), at, occurrence: facts,
      standingId: standing?.id ?? null,
      performances: await viewsOf({ tx, scope, now }, performances, asOf),
      isOwnWork: standing !== null && (await isOwn(tx, scope, context.actor, standing)),
      neighbours: { previous: (await on(addDays(occurrence.firstDay, -1)))?.firstDay ?? null, next: next !== undefined && next.state !== "upcoming" ? next.firstDay : null },
      choices: isOwed ? await evidenceOfControl(tx, scope.organizationId, found.id, from, OCCURRENCE_LIMITS.evidence) : [],
    };
  },
});

function inScope(scope: Scope, timeZone: string, occurrence: Occurrence | undefined): Occurrence | undefined {
  if (occurrence === undefined) return undefined;
  const whole: Days = { firstDay: occurrence.lastDay, lastDay: occurrence.lastDay };
  const { firstDay, lastDay } = daysInScope(scope, whole, timeZone);
  return firstDay > lastDay ? undefined : occurrence;
}

async function viewsOf({ tx, scope, now }: { tx: TenantTransaction; scope: Scope; now: Date }, performances: readonly StoredPerformance[], { knownAt }: AsOf): Promise<PerformanceView[]> {
  const names = await memberNames(tx, scope.organizationId, performances.flatMap((one) => [one.recordedBy, ...one.reviews.map((each) => each.reviewedBy)]));
  const stead = await actedFor(tx, scope.organizationId, performances.map((one) => one.id));
  const proofs = new Map((await proofsOf(tx, scope, performances.flatMap((one) => one.evidenceIds))).map((one) => [one.id, one]));
  return performances.map(({ id, attempt, performedOn, summary, exceptions, recordedAt, recordedBy, evidenceIds, reviews }) => ({
    id, attempt, performedOn, summary, exceptions, recordedAt,
    by: authorName(recordedBy, names),
    isAhead: isAhead(recordedAt, now),
    insteadOf: (stead.get(id) ?? []).map((one) => one.name),
    evidence: evidenceIds.flatMap((one) => proofs.get(one) ?? []),
    reviews: reviews.filter((one) => one.recordedAt <= knownAt).map((one) => ({ decision: one.decision, reason: one.reason, by: authorName(one.reviewedBy, names), recordedAt: one.recordedAt, isAhead: isAhead(one.recordedAt, now) })),
  })).reverse();
}

/** Whether a person performed it, had it performed in their stead, or submitted in their own words what it rests on. */
export async function isOwn(tx: TenantTransaction, scope: Scope, actor: Actor, performance: StoredPerformance): Promise<boolean> {
  if (performance.recordedBy === actorId(actor)) return true;
  if ((await actedFor(tx, scope.organizationId, [performance.id])).get(performance.id)?.some((one) => one.memberId === actorId(actor))) return true;
  const proofs = await proofsOf(tx, scope, performance.evidenceIds);
  return proofs.some(await ownWorkOf(tx, scope.organizationId, actor, proofs));
}
