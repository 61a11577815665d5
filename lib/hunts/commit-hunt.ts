import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { alertDraft, type AlertDraft } from "#lib/alerts/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { HUNT_LIMITS, HUNT_SEGMENT_STATUSES, huntName, type HuntStatus } from "./client.ts";
import type { HuntHold } from "./claim-hunt.ts";
import { countByRule, insertMatches, knownHits, updateMatches } from "./hunt-match.repository.ts";
import { lockHuntState, requireHunt, sumHuntSegments, updateHuntSegment, updateHuntState, writeHuntSnapshot } from "./hunt.repository.ts";

/** Hits in one commit: bounds its transaction to a second or so. */
export const MATCHES_PER_COMMIT = 200;
/** Characters of a snapshot; jsonb itself ends at 256 MB. */
const SNAPSHOT_MAX = 200_000_000;

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/**
 * Commits a stretch of a hunt: what was found in it, how far it has come, and what is needed to go on. One transaction,
 * so that a worker that is killed anywhere has either done all of it or none.
 *
 * @returns the hold for the next step, and whether the hunt goes on
 * @throws AppError conflict (hunt_taken_over) when it is another worker's now, or was paused or cancelled
 */
export const commitHunt = defineVerb({
  name: "hunts.commit",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    hold: z.strictObject({ huntId: idInput, step: z.number().int().min(0).max(2_000_000_000) }),
    drafts: z.array(alertDraft).max(MATCHES_PER_COMMIT),
    segmentId: idInput,
    /** `waiting`: it is not read to its end yet. */
    figures: z.strictObject({ position: z.number().int().min(0).max(HUNT_LIMITS.segments), status: z.enum(HUNT_SEGMENT_STATUSES), lines: count, unparsedLines: count, scannedBytes: count, notes: z.array(z.string().max(40)).max(40) }),
    /** JSON: a {@link HuntPlace}. Null when matches of the same lines are to come: a worker then goes on from where it would have gone on before. */
    snapshot: z.string().max(SNAPSHOT_MAX).nullable(),
  }),
  async run(args): Promise<{ hold: HuntHold; goesOn: boolean }> {
    const { tx, context: { organizationId }, input: { hold: { huntId, step }, drafts, segmentId, figures, snapshot }, now, unchanged } = args;
    const state = await lockHuntState(tx, organizationId, huntId);
    if (state.status !== "running" || state.step !== step || state.doneSegments !== figures.position) throw new AppError("conflict", "hunt_taken_over", "Another worker has taken this retro-hunt over, or it was stopped.");
    const kept = await keepMatches(args, { huntId, segmentId, matches: state.matches, fullRules: state.fullRules }, drafts);
    const done = figures.status !== "waiting";
    await updateHuntSegment(tx, organizationId, huntId, figures, kept.added, done ? now : null);
    const doneSegments = state.doneSegments + (done ? 1 : 0);
    const matches = state.matches + kept.added;
    const all = (await sumHuntSegments(tx, organizationId, [huntId])).reduce((sum, row) => sum + row.segments, 0);
    const status: HuntStatus = matches >= HUNT_LIMITS.matches ? "full" : doneSegments === all ? "finished" : "running";
    await updateHuntState(tx, organizationId, huntId, { status, step: step + 1, doneSegments, matches, fullRules: kept.fullRules, updatedAt: now, endedAt: status === "running" ? null : now });
    if (status !== "running" || snapshot !== null) await writeHuntSnapshot(tx, organizationId, huntId, status === "running" ? snapshot : null);
    if (status === "running") unchanged();
    else await recordEnd(args, huntId, { status, matches });
    return { hold: { huntId, step: step + 1 }, goesOn: status === "running" };
  },
});

type Act = VerbArguments<unknown>;

/** Adds what is new, within what is kept of a rule and of a hunt, and brings the figures of the others up to date. Figures are set, never added to. */
async function keepMatches({ tx, context: { organizationId }, now }: Act, hunt: { huntId: string; segmentId: string; matches: number; fullRules: string[] }, drafts: readonly AlertDraft[]): Promise<{ added: number; fullRules: string[] }> {
  const { huntId, segmentId } = hunt;
  const known = await knownHits(tx, organizationId, huntId, drafts.map(({ hitKey }) => hitKey));
  await updateMatches(tx, organizationId, huntId, drafts.filter(({ hitKey }) => known.has(hitKey)));
  const fresh = drafts.filter(({ hitKey }) => !known.has(hitKey));
  const counts = await countByRule(tx, organizationId, huntId, [...new Set(fresh.map(({ ruleKey }) => ruleKey))]);
  const full = new Set(hunt.fullRules);
  const kept: AlertDraft[] = [];
  for (const draft of fresh) {
    const before = counts.get(draft.ruleKey) ?? 0;
    if (before >= HUNT_LIMITS.matchesPerRule) full.add(draft.ruleKey);
    else if (hunt.matches + kept.length < HUNT_LIMITS.matches) {
      counts.set(draft.ruleKey, before + 1);
      kept.push(draft);
    }
  }
  if (kept.length > 0) await insertMatches(tx, organizationId, huntId, kept, segmentId, now);
  return { added: kept.length, fullRules: [...full] };
}

async function recordEnd({ tx, context: { organizationId }, audit }: Act, huntId: string, { status, matches }: { status: HuntStatus; matches: number }): Promise<void> {
  const { number } = await requireHunt(tx, organizationId, huntId);
  const rows = await sumHuntSegments(tx, organizationId, [huntId]);
  const of = (...statuses: string[]): number => rows.filter((row) => statuses.includes(row.status)).reduce((sum, row) => sum + row.segments, 0);
  await audit({ action: "hunt.ended", subjectKind: "hunt", subjectId: huntId, changes: { code: huntName(number), status, matches, read: of("read"), partial: of("partial"), missing: of("missing"), damaged: of("damaged"), unread: of("waiting"), lines: rows.reduce((sum, row) => sum + row.lines, 0) } });
}
