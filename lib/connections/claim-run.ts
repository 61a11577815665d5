import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import type { Earlier, Run } from "#lib/connector/index.ts";
import { countSeen, OBJECT_KINDS } from "#lib/inventory/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { countAttempt, findLastPage, pageHashes, requireCollection } from "./collection.repository.ts";
import { lockCollector, requireConnection, updateCollector } from "./connection.repository.ts";
import { CONNECTION_LIMITS } from "./limits.ts";

export const leaseInput = z.string().min(8).max(64);

export type ClaimedRun = { connectionId: string; collector: string; run: Pick<Run, "listing" | "cursor" | "window">; earlier: Earlier | null };

export type RunClaim =
  | { kind: "claimed"; claim: ClaimedRun }
  /** It is over, or its connection was removed or paused. */
  | { kind: "ended" }
  /** Another worker carries it, or did until a moment ago. */
  | { kind: "busy" };

/** Takes a run for one worker, from where the last committed page ended. @throws AppError not_found */
export const claimRun = defineVerb({
  name: "connections.claim_run",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ collectionId: idInput, lease: leaseInput }),
  async run({ tx, context: { organizationId }, input: { collectionId, lease }, now, unchanged }): Promise<RunClaim> {
    unchanged();
    const collection = await requireCollection(tx, organizationId, collectionId);
    const { connectionId, collector } = collection;
    const state = await lockCollector(tx, organizationId, connectionId, collector);
    const { state: standing } = await requireConnection(tx, organizationId, connectionId);
    if (state.runningId !== collectionId || standing === "paused") return { kind: "ended" };
    if (collection.waitsUntil !== null && collection.waitsUntil > now) return { kind: "ended" };
    if (state.lease !== null && state.lease !== lease && state.leaseUntil !== null && state.leaseUntil > now) return { kind: "busy" };
    await updateCollector(tx, organizationId, connectionId, collector, { lease, leaseUntil: new Date(now.getTime() + CONNECTION_LIMITS.leaseMs) });
    await countAttempt(tx, organizationId, collectionId);
    const last = await findLastPage(tx, organizationId, collectionId);
    const earlier = last === null ? null : { sequence: last.sequence + 1, answers: collection.answers, gaps: (await pageHashes(tx, organizationId, collectionId)).flatMap(({ gaps }) => gaps), resume: last.resume };
    return { kind: "claimed", claim: { connectionId, collector, run: { listing: collection.listing, cursor: collection.cursor, window: { from: collection.fromAt, until: collection.untilAt } }, earlier } };
  },
});

type Holding = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/**
 * Holds a run for another while, inside another act.
 * @throws AppError conflict (run_taken_over) when it is another worker's, or nobody's any more
 */
export async function holdRun({ tx, context: { organizationId }, now }: Holding, collectionId: string, lease: string) {
  const collection = await requireCollection(tx, organizationId, collectionId);
  const { connectionId, collector } = collection;
  const state = await lockCollector(tx, organizationId, connectionId, collector);
  if (state.runningId !== collectionId || state.lease !== lease) throw new AppError("conflict", "run_taken_over", "Another worker carries this run.");
  await updateCollector(tx, organizationId, connectionId, collector, { leaseUntil: new Date(now.getTime() + CONNECTION_LIMITS.leaseMs) });
  return { collection, state };
}

/** Says that a run is still carried. @returns whether it is to go on: not when it was taken over, or its connection was paused or removed */
export const keepRun = defineVerb({
  name: "connections.keep_run",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ collectionId: idInput, lease: leaseInput }),
  async run(args): Promise<{ goesOn: boolean }> {
    const { tx, context: { organizationId }, input: { collectionId, lease }, unchanged } = args;
    unchanged();
    const { collection } = await holdRun(args, collectionId, lease);
    return { goesOn: (await requireConnection(tx, organizationId, collection.connectionId)).state === "active" };
  },
});

/** How many distinct things of a kind a run has seen. @throws AppError not_found */
export const countSeenBy = defineVerb({
  name: "connections.count_seen",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ collectionId: idInput, kind: z.enum(OBJECT_KINDS) }),
  async run({ tx, context: { organizationId }, input: { collectionId, kind } }): Promise<number> {
    const { connectionId } = await requireCollection(tx, organizationId, collectionId);
    return countSeen(tx, organizationId, connectionId, collectionId, kind);
  },
});
