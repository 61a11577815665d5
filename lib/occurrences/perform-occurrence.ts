import { z } from "zod";
import { dayInput, defineVerb, idInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { recordActing, steadOf } from "#lib/acting/index.ts";
import { requireControls } from "#lib/controls/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { ownersInForce } from "#lib/ownership/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newIdAfter } from "#lib/platform/ids.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { findOccurrences, zoneOf, type Occurrence } from "./find-occurrences.ts";
import { OCCURRENCE_LIMITS } from "./limits.ts";
import { occurrenceSubject } from "./occurrence-subject.ts";
import { evidenceOfControl, insertPerformance, type StoredPerformance } from "./occurrence.repository.ts";
import { tellOfPerformance } from "./tell-people.ts";

const input = z.strictObject({
  controlId: idInput,
  /** First day of the window. */
  window: dayInput,
  performedOn: dayInput,
  summary: textInput(OCCURRENCE_LIMITS.text).min(1, "Say what was done."),
  /** Null: none were found. */
  exceptions: textInput(OCCURRENCE_LIMITS.text).min(1, "Say what was found.").nullable(),
  evidenceIds: z.array(idInput).max(OCCURRENCE_LIMITS.evidence).default([]),
});

type Arguments = VerbArguments<z.output<typeof input>>;

/**
 * Records that a control was performed in a window: on which day, what was done, what was found, what proves it. It waits
 * for another person's review. What was performed is not performed again, unless it was returned.
 *
 * @throws AppError not_found; validation for a day before the window or in the future, or evidence that is not the control's;
 *   conflict when somebody recorded it already; precondition_failed before the window begins
 */
export const performOccurrence = defineVerb({
  name: "occurrences.perform",
  permission: "occurrences.perform",
  effect: "write",
  input,
  async run(args): Promise<{ id: string }> {
    const { tx, scope, context, now, unchanged } = args;
    const { organizationId } = context;
    const [control] = await requireControls(tx, scope, [args.input.controlId]);
    if (control === undefined) throw notFound("control");
    const timeZone = await zoneOf(tx, organizationId);
    const occurrence = await occurrenceAt(args, timeZone);
    refuseOtherDays(args, occurrence, dayOf(now, timeZone));
    const evidenceIds = await checkedEvidence(args, occurrence, timeZone);
    const performance = performanceOf(args, occurrence, evidenceIds);
    const before = occurrence.standing ?? ((await insertPerformance(tx, organizationId, performance)) ? null : (await occurrenceAt(args, timeZone)).standing);
    if (before !== null && isSame(before, performance)) {
      unchanged();
      return { id: before.id };
    }
    if (before !== null || (occurrence.standing !== null)) throw new AppError("conflict", "already_performed", "Somebody has recorded this already. Look at what they wrote; it can be performed again once it is returned.");
    await recordFact(args, performance);
    await tellOfPerformance(args, control, performance);
    return { id: performance.id };
  },
});

async function occurrenceAt({ tx, context, input: { controlId, window }, now }: Arguments, timeZone: string): Promise<Occurrence> {
  const found = (await findOccurrences(tx, context.organizationId, [controlId], { firstDay: window, lastDay: window }, asOfNow(now), timeZone)).get(controlId)?.[0];
  if (found?.firstDay !== window) throw notFound("occurrence");
  return found;
}

function refuseOtherDays({ input: { performedOn } }: Arguments, { firstDay, state }: Occurrence, today: string): void {
  if (state === "upcoming") throw new AppError("precondition_failed", "window_not_open", `It can be performed from ${firstDay} on.`);
  if (performedOn >= firstDay && performedOn <= today) return;
  const sentence = performedOn > today ? "This day has not come yet." : `This is before the time it is due in, which begins on ${firstDay}.`;
  throw new AppError("validation", performedOn > today ? "performed_in_future" : "performed_before_window", "Nothing was recorded.", [{ path: "performedOn", message: sentence }]);
}

async function checkedEvidence({ tx, context, input: { controlId, evidenceIds } }: Arguments, { firstDay }: Occurrence, timeZone: string): Promise<string[]> {
  const wanted = [...new Set(evidenceIds)].sort();
  if (wanted.length === 0) return wanted;
  const { from } = periodInstants({ firstDay, lastDay: firstDay, timeZone });
  const found = await evidenceOfControl(tx, context.organizationId, controlId, from, wanted.length, wanted);
  if (found.length === wanted.length) return wanted;
  throw new AppError("validation", "evidence_not_of_control", "Nothing was recorded.", [{ path: "evidenceIds", message: "Some of it does not answer this control, was collected before, or was rejected meanwhile. Choose again." }]);
}

function performanceOf({ context, input: { controlId, performedOn, summary, exceptions }, now }: Arguments, { firstDay, lastDay, frequency, performances }: Occurrence, evidenceIds: string[]): StoredPerformance {
  return {
    id: newIdAfter("ocp", now.getTime(), performances.at(-1)?.id ?? null), controlId, windowFirstDay: firstDay, windowLastDay: lastDay, frequency, attempt: performances.length + 1,
    performedOn, summary, exceptions, recordedAt: now, recordedBy: actorId(context.actor), evidenceIds, reviews: [],
  };
}

/** Whether it is what the same person sent already: a form that was sent twice. */
function isSame(one: StoredPerformance, other: StoredPerformance): boolean {
  const said = ({ recordedBy, performedOn, summary, exceptions, evidenceIds }: StoredPerformance): string => JSON.stringify([recordedBy, performedOn, summary, exceptions, evidenceIds]);
  return said(one) === said(other);
}

async function recordFact({ tx, context, audit, now }: Arguments, { id, controlId, windowFirstDay, windowLastDay, frequency, attempt, performedOn, summary, exceptions, evidenceIds }: StoredPerformance): Promise<void> {
  const window = { control: controlId, window_first_day: windowFirstDay, window_last_day: windowLastDay, frequency, attempt, performed_on: performedOn, evidence: evidenceIds };
  await appendPendingEntry(tx, context, {
    kind: "occurrence_performance", subjectId: id, record: { ...window, summary_sha256: sha256Hex(summary), exceptions_sha256: exceptions === null ? null : sha256Hex(exceptions) },
  });
  const ownerId = (await ownersInForce(tx, context.organizationId)).get(controlId)?.memberId ?? null;
  const stead = await steadOf(tx, context.organizationId, context.actor, [{ ownerId, work: { kind: "occurrence", id: occurrenceSubject(controlId, windowFirstDay), controlId } }], now);
  await recordActing(tx, context.organizationId, id, stead, now);
  await audit({ action: "occurrence.performed", subjectKind: "control", subjectId: controlId, changes: { performance: id, ...window, exceptions: exceptions !== null, ...(stead.length === 0 ? {} : { in_stead_of: stead.map((one) => one.memberId) }) } });
}
