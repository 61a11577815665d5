import { z } from "zod";
import { dayInput, defineVerb, idInput } from "#lib/access/index.ts";
import { MEASURES } from "#lib/detection/index.ts";
import { advanceScan, endScan, holdScan, scanProgress, type ScanHold, type ScanProgress } from "#lib/logs/index.ts";
import { admitHits } from "./admit-hits.ts";
import { alertDraft } from "./alert-draft.ts";
import { addTotals, putBaselinesDue } from "./baseline.repository.ts";
import { ACTOR_MAX, TOTALS_PER_COMMIT } from "./day-totals.ts";
import { raiseAlerts } from "./raise-alerts.ts";

/** Hits in one commit: bounds its transaction to a second or so. */
export const DRAFTS_PER_COMMIT = 200;
/** Characters of a correlator's snapshot; jsonb itself ends at 256 MB. */
const SNAPSHOT_MAX = 200_000_000;

/**
 * Commits a stretch of a scan: the alerts found in it, how far the scan has come, and what is needed to go on from there.
 * One transaction, so that a reader that is killed anywhere has either done all of it or none.
 *
 * @throws AppError conflict `scan_taken_over`
 */
export const commitScan = defineVerb({
  name: "alerts.commit_scan",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    hold: z.strictObject({ segmentId: idInput, scannedBytes: z.bigint().min(0n).max(BigInt(Number.MAX_SAFE_INTEGER)), updatedAt: z.date(), stateOf: z.date().nullable() }),
    progress: scanProgress,
    drafts: z.array(alertDraft).max(DRAFTS_PER_COMMIT),
    /** What actors did per day in this stretch: added to what the segment says already. */
    totals: z.array(z.strictObject({ day: dayInput, measure: z.enum(MEASURES), actor: z.string().min(1).max(ACTOR_MAX), amount: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) })).max(TOTALS_PER_COMMIT),
    /**
     * JSON of the correlator's state and the rules that it belongs to. Null when hits of the same lines are to come: then a
     * reader goes on from where it would have gone on before, and finds these again by their keys.
     */
    snapshot: z.string().max(SNAPSHOT_MAX).nullable(),
    /** Set by the last commit of a segment. */
    end: z.strictObject({ sourceId: idInput, ruleSetHash: z.string().length(64) }).nullable(),
  }),
  async run({ tx, context, input, now, audit, unchanged, enqueue }): Promise<{ hold: ScanHold; dropped: number; flooding: string[] }> {
    const act = { tx, context, now, audit, enqueue };
    const { hold, snapshot, end } = input;
    const { drafts, dropped, flooding } = await admitHits(act, input.drafts);
    const progress = dropped === 0 ? input.progress : withoutDropped(input.progress, dropped);
    // The hold before any alert: its row lock keeps a second reader out until this transaction ends.
    const next = snapshot === null ? await holdScan(act, hold) : end === null ? await advanceScan(act, hold, { progress, snapshot }) : await endScan(act, hold, { progress, snapshot, ...end });
    await raiseAlerts(act, hold.segmentId, drafts);
    await addTotals(tx, context.organizationId, hold.segmentId, input.totals, hold.scannedBytes === 0n);
    if (end !== null) await putBaselinesDue(tx, hold.segmentId, now);
    // Progress alone is no act: the end of the scan and every alert leave their own rows.
    unchanged();
    return { hold: next, dropped, flooding };
  },
});

/** Figures of a scan some of whose hits are no alerts, because their rule floods. */
function withoutDropped(progress: ScanProgress, dropped: number): ScanProgress {
  return { ...progress, alerts: Math.max(0, progress.alerts - dropped), notes: [...new Set([...progress.notes, "rule_flooded"])] };
}
