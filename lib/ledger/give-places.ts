import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { appendPendingEntry } from "./append-pending-entry.ts";
import { CLOCK_SET_BACK, CLOCK_SUBJECT, recordOfSteps, stepsBack } from "./clock-steps.ts";
import { holdHead, holdOrganization, takeWaiting, writeGrowth } from "./ledger.repository.ts";
import { TREE } from "./node-sha256.ts";
import { addLeaves } from "./tree/tiles.ts";

export const MAX_BATCH = 1_000;

/**
 * Gives waiting entries their places in the tree, the earliest first. The head's row is held meanwhile, so two workers
 * give each place once; cut off anywhere, the entries still wait.
 *
 * @returns how many got a place, and the size of the tree
 */
export const givePlaces = defineVerb({
  name: "ledger.give_places",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({ limit: z.int().min(1).max(MAX_BATCH).default(MAX_BATCH) }),
  async run({ tx, context, input, audit, unchanged }): Promise<{ placed: number; size: number }> {
    const { organizationId } = context;
    await holdOrganization(tx, organizationId);
    const { latestAt, ...tree } = await holdHead(tx, organizationId);
    const waiting = await takeWaiting(tx, organizationId, input.limit);
    const { steps: [step, ...more], latest } = stepsBack(latestAt, waiting.map(({ recordedAt }, at) => ({ index: tree.size + at, recordedAt })));
    if (step === undefined) {
      // The ledger is a record of its own: the acts it commits to have their rows in the trail already.
      unchanged();
    } else {
      const record = recordOfSteps([step, ...more]);
      await appendPendingEntry(tx, context, { kind: CLOCK_SET_BACK, subjectId: CLOCK_SUBJECT, record });
      await audit({ action: "ledger.clock_set_back", subjectKind: "ledger", subjectId: String(step.index), changes: record });
    }
    if (waiting.length === 0) return { placed: 0, size: tree.size };
    const grown = addLeaves(TREE, tree, waiting.map(({ leafHash }) => leafHash));
    await writeGrowth(tx, organizationId, tree.size, waiting.map(({ id }) => id), { ...grown, latestAt: latest });
    return { placed: waiting.length, size: grown.tree.size };
  },
});
