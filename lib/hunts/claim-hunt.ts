import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { SILENT_AFTER_MS, scanProgress, storedSnapshot, type ScanProgress, type StoredSnapshot } from "#lib/logs/index.ts";
import type { ChosenText } from "#lib/rules/index.ts";
import { HUNT_LIMITS } from "./client.ts";
import { findHuntSegment, findHuntTexts, lockHuntState, requireHunt, sumHuntSegments, updateHuntState } from "./hunt.repository.ts";

/** What one worker believes of a hunt: a commit counts only while it is still so. */
export type HuntHold = { huntId: string; step: number };

/** Where a hunt goes on within a source. `now` and `progress`: within the segment that is read. */
export type HuntPlace = { sourceId: string; before: StoredSnapshot | null; now: StoredSnapshot | null; progress: ScanProgress | null };

const storedPlace = z.object({
  sourceId: z.string(),
  before: storedSnapshot.nullable(),
  now: storedSnapshot.nullable(),
  // JSON knows no dates.
  progress: z.preprocess((value) => (typeof value === "object" && value !== null ? { ...value, firstEventAt: dateIn(value, "firstEventAt"), lastEventAt: dateIn(value, "lastEventAt") } : value), scanProgress.nullable()),
});

const dateIn = (value: object, name: string): Date | null => {
  const text: unknown = (value as Record<string, unknown>)[name];
  return typeof text === "string" ? new Date(text) : null;
};

export type HuntClaim =
  | { kind: "claimed"; hold: HuntHold; position: number; segments: number; window: { from: Date; until: Date }; place: HuntPlace | null }
  /** It is over, paused or cancelled. */
  | { kind: "ended" }
  /** Another worker carries it. */
  | { kind: "busy" };

/** Takes a hunt for one worker, from behind its last commit, and notes what it runs with. @throws AppError not_found */
export const claimHunt = defineVerb({
  name: "hunts.claim",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    huntId: idInput,
    rules: z.number().int().min(0).max(1_000_000),
    refused: z.array(z.strictObject({ title: z.string().max(300), line: z.number().int().min(0).max(10_000_000), column: z.number().int().min(0).max(10_000_000), message: z.string().max(500) })).max(HUNT_LIMITS.refusedShown),
    refusedCount: z.number().int().min(0).max(1_000_000),
    silentAfterMs: z.number().int().min(0).max(600_000).default(SILENT_AFTER_MS),
  }),
  async run({ tx, context: { organizationId }, input, now, unchanged }): Promise<HuntClaim> {
    // No act of its own: that it was asked for, and how it ended, are.
    unchanged();
    const { huntId, rules, refused, refusedCount, silentAfterMs } = input;
    const state = await lockHuntState(tx, organizationId, huntId);
    if (state.status !== "queued" && state.status !== "running") return { kind: "ended" };
    if (state.status === "running" && state.updatedAt.getTime() > now.getTime() - silentAfterMs) return { kind: "busy" };
    const step = state.step + 1;
    await updateHuntState(tx, organizationId, huntId, { status: "running", step, rules, refused: { first: refused, count: refusedCount }, error: null, startedAt: state.startedAt ?? now, updatedAt: now });
    const { fromAt, untilAt } = await requireHunt(tx, organizationId, huntId);
    const segments = (await sumHuntSegments(tx, organizationId, [huntId])).reduce((sum, row) => sum + row.segments, 0);
    return { kind: "claimed", hold: { huntId, step }, position: state.doneSegments, segments, window: { from: fromAt, until: untilAt }, place: state.snapshot === null ? null : storedPlace.parse(state.snapshot) };
  },
});

/** The texts of a hunt, as they were when it was asked for. @throws AppError not_found */
export const readHuntTexts = defineVerb({
  name: "hunts.read_texts",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ huntId: idInput }),
  async run({ tx, context: { organizationId }, input: { huntId } }): Promise<ChosenText[]> {
    await requireHunt(tx, organizationId, huntId);
    return findHuntTexts(tx, organizationId, huntId);
  },
});

export type HuntedSegment = NonNullable<Awaited<ReturnType<typeof findHuntSegment>>>;

/** The segment at a place of a hunt; null behind the last. @throws AppError not_found */
export const readHuntSegment = defineVerb({
  name: "hunts.read_segment",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ huntId: idInput, position: z.number().int().min(0).max(HUNT_LIMITS.segments) }),
  async run({ tx, context: { organizationId }, input: { huntId, position } }): Promise<HuntedSegment | null> {
    await requireHunt(tx, organizationId, huntId);
    return findHuntSegment(tx, organizationId, huntId, position);
  },
});
