import { setTimeout as sleep } from "node:timers/promises";
import { createCommitter, readThrough, ScanReader, type BatchOptions } from "#lib/alerts/index.ts";
import { noProgress } from "#lib/logs/index.ts";
import { blobFault } from "#lib/platform/blob-store/blob-fault.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import type { Progress } from "#lib/platform/job.ts";
import { claimHunt, readHuntSegment, readHuntTexts, type HuntClaim, type HuntedSegment, type HuntHold, type HuntPlace } from "./claim-hunt.ts";
import type { HuntSegmentStatus } from "./client.ts";
import { commitHunt, MATCHES_PER_COMMIT } from "./commit-hunt.ts";
import { compileHunt, type HuntRules } from "./hunt-rules.ts";

export type HuntOptions = BatchOptions & {
  /** After how long without a commit another worker is taken for dead. */
  silentAfterMs?: number;
};

const ASK_AGAIN_MS = 1_000;
type Claimed = Extract<HuntClaim, { kind: "claimed" }>;

/**
 * Carries a retro-hunt over its segments. May be cut off anywhere and run again: it goes on behind its last commit, keeps
 * nothing twice and leaves nothing out. It ends when it was paused or cancelled.
 *
 * @param context of Tickmark itself
 */
export async function runHunt(context: Context, { huntId }: { huntId: string }, progress: Progress, options: HuntOptions = {}): Promise<void> {
  const rules = compileHunt(await readHuntTexts(context, { huntId }));
  const { refused, refusedCount, looked } = rules;
  for (;;) {
    const claim = await claimHunt(context, { huntId, rules: looked.size, refused, refusedCount, ...(options.silentAfterMs === undefined ? {} : { silentAfterMs: options.silentAfterMs }) });
    if (claim.kind === "ended") return;
    if (claim.kind === "busy") {
      await progress("Another worker is at it", 0);
      await sleep(ASK_AGAIN_MS);
      continue;
    }
    try {
      return await carry(context, claim, rules, progress, options);
    } catch (error) {
      if (!(isAppError(error, "conflict") && error.reason === "hunt_taken_over")) throw error;
    }
  }
}

async function carry(context: Context, claim: Claimed, rules: HuntRules, progress: Progress, options: HuntOptions): Promise<void> {
  let { hold, place } = claim;
  for (let position = claim.position; ; position += 1) {
    const segment = await readHuntSegment(context, { huntId: hold.huntId, position });
    if (segment === null) return;
    const told: Progress = (_step, share) => progress(`Segment ${position + 1} of ${claim.segments}`, (position + share) / claim.segments);
    const read = await readSegment(context, { hold, position, segment, place: place?.sourceId === segment.sourceId ? place : null, window: claim.window }, rules, told, options);
    if (!read.goesOn) return;
    ({ hold, place } = read);
  }
}

type Reading = { hold: HuntHold; position: number; segment: HuntedSegment; place: HuntPlace | null; window: Claimed["window"] };

/** Reads one segment. What is missing or damaged where it lies is said of it, and the next is read. */
async function readSegment(context: Context, { hold: first, position, segment, place, window }: Reading, rules: HuntRules, progress: Progress, options: HuntOptions): Promise<{ hold: HuntHold; place: HuntPlace; goesOn: boolean }> {
  const { id, source, sha256, storedEncoding, referenceTime, receivedAt } = segment;
  const before = place?.before ?? null;
  const reader = new ScanReader({ segment: { id, referenceTime, receivedAt }, source, progress: place?.progress ?? noProgress(), snapshot: place?.now ?? null, before, window }, rules);
  let [hold, goesOn, fault] = [first, true, null as HuntSegmentStatus | null];
  let reached: HuntPlace = { sourceId: source.id, before, now: null, progress: null };
  const placeNow = (last: boolean): HuntPlace => {
    const snapshot = reader.state(rules.ruleSet.hash);
    return last ? { sourceId: source.id, before: snapshot, now: null, progress: null } : { sourceId: source.id, before, now: snapshot, progress: reader.progress };
  };
  const write = async (end: boolean): Promise<void> => {
    const drafts = reader.take(MATCHES_PER_COMMIT);
    const whole = reader.pendingCount === 0;
    const last = end && whole;
    const { lines, unparsedLines, scannedBytes, notes } = reader.progress;
    const status = last ? (fault ?? (notes.some((note) => note.startsWith("gzip_")) ? "partial" : "read")) : "waiting";
    if (whole) reached = placeNow(last);
    const snapshot = whole ? JSON.stringify(reached) : null;
    ({ hold, goesOn } = await commitHunt(context, { hold, drafts, segmentId: id, figures: { position, status, lines, unparsedLines, scannedBytes, notes: [...notes] }, snapshot }));
  };
  const committer = createCommitter(reader, MATCHES_PER_COMMIT, write, progress, options);
  try {
    await readThrough({ organizationId: context.organizationId, sha256, storedEncoding, byteLength: Number(segment.byteLength) }, reader, committer, progress);
  } catch (error) {
    const found = blobFault(error);
    if (found === null) throw error;
    fault = found === "missing" ? "missing" : "damaged";
    reader.finish();
    await committer.end();
  }
  return { hold, goesOn, place: reached };
}
