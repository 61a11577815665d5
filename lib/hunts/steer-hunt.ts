import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { huntName, type HuntStatus } from "./client.ts";
import { lockHuntState, requireHunt, updateHuntState, writeHuntSnapshot } from "./hunt.repository.ts";
import { runHuntKind } from "./run-hunt.kind.ts";

const input = z.strictObject({ huntId: idInput });

/** Moves a hunt from one of some standings to another, with its audit-trail row. @throws AppError not_found; conflict when it stands elsewhere */
async function move({ tx, context: { organizationId }, now, audit }: VerbArguments<unknown>, huntId: string, from: readonly HuntStatus[], to: HuntStatus, act: string, error: string | null = null): Promise<void> {
  const state = await lockHuntState(tx, organizationId, huntId);
  if (!from.includes(state.status)) throw new AppError("conflict", "hunt_moved_on", "The retro-hunt has moved on. Look at it again.");
  const over = to === "cancelled";
  await updateHuntState(tx, organizationId, huntId, { status: to, step: state.step + 1, error, updatedAt: now, ...(over ? { endedAt: now } : {}) });
  if (over) await writeHuntSnapshot(tx, organizationId, huntId, null);
  const { number } = await requireHunt(tx, organizationId, huntId);
  await audit({ action: `hunt.${act}`, subjectKind: "hunt", subjectId: huntId, changes: { code: huntName(number), before: state.status, segments_done: state.doneSegments, ...(error === null ? {} : { error }) } });
}

/** Stops a hunt until it is resumed: it goes on behind its last commit. @throws AppError not_found; conflict when it neither waits nor runs */
export const pauseHunt = defineVerb({
  name: "hunts.pause",
  permission: "hunts.run",
  effect: "write",
  input,
  run: (args): Promise<void> => move(args, args.input.huntId, ["queued", "running"], "paused", "paused"),
});

/** Puts a paused or failed hunt in line again. @throws AppError not_found; conflict when it is neither */
export const resumeHunt = defineVerb({
  name: "hunts.resume",
  permission: "hunts.run",
  effect: "write",
  input,
  async run(args): Promise<void> {
    const { huntId } = args.input;
    await move(args, huntId, ["paused", "failed"], "queued", "resumed");
    await args.enqueue(runHuntKind, { huntId }, huntId);
  },
});

/** Ends a hunt before its time. What it found is kept. @throws AppError not_found; conflict when it is over */
export const cancelHunt = defineVerb({
  name: "hunts.cancel",
  permission: "hunts.run",
  effect: "write",
  input,
  run: (args): Promise<void> => move(args, args.input.huntId, ["queued", "running", "paused", "failed"], "cancelled", "cancelled"),
});

/** Says that a hunt did not get through: it can be resumed. */
export const failHunt = defineVerb({
  name: "hunts.fail",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ huntId: idInput, reason: z.string().min(1).max(1000) }),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { huntId, reason } } = args;
    const { status } = await lockHuntState(tx, organizationId, huntId);
    if (status !== "queued" && status !== "running") return args.unchanged();
    await move(args, huntId, ["queued", "running"], "failed", "failed", reason);
  },
});
