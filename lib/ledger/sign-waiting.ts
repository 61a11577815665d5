import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { errorFields, log } from "#lib/platform/log.ts";
import { newestCheckpoint } from "./checkpoint.repository.ts";
import { giveLedgerKey, makeCheckpoint } from "./checkpoints.ts";
import { givePlaces } from "./give-places.ts";
import { ledgerKeys } from "./key.repository.ts";
import { isAnyUncovered } from "./ledger.repository.ts";

/** Batches that get their places before it is signed: half a million facts. A ledger that grows faster than that is signed as far as it is. */
const MOST_BATCHES = 500;

/** Whether anything recorded by an instant is in no checkpoint yet, and whether there is a key to sign with. */
export const readUncovered = defineVerb({
  name: "ledger.read_uncovered",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ recordedBy: z.date(), aside: idInput }),
  async run({ tx, context: { organizationId }, input }): Promise<{ uncovered: boolean; hasKey: boolean }> {
    const newest = await newestCheckpoint(tx, organizationId);
    return { uncovered: await isAnyUncovered(tx, organizationId, input, newest?.size ?? 0n), hasKey: (await ledgerKeys(tx, organizationId)).length > 0 };
  },
});

/**
 * Has everything that was recorded by an instant committed to by a signed checkpoint, at once and not within the hour: before it is
 * handed to somebody who is to judge it. Repeats without harm: where a checkpoint covers it all nothing is signed. What cannot be
 * signed now, because its key store does not answer or the ledger no longer contains what was signed, stays as it is and is told in the log.
 *
 * @param recorded by which instant; what is about `aside`, the record that is handed over itself, is no part of it
 * @returns whether the newest checkpoint covers it all
 */
export async function signWaiting(context: Context, recorded: { by: Date; aside: string }): Promise<boolean> {
  try {
    const { uncovered, hasKey } = await readUncovered(context, { recordedBy: recorded.by, aside: recorded.aside });
    if (!uncovered) return true;
    if (!hasKey) await giveLedgerKey(context, {});
    // Until nothing waits: a batch that says that the clock was set back is itself followed by an entry.
    let batches = 0;
    while (batches < MOST_BATCHES && (await givePlaces(context, {})).placed > 0) batches += 1;
    await makeCheckpoint(context, true);
    return batches < MOST_BATCHES;
  } catch (error) {
    log.warn("ledger.not_signed", { organization: context.organizationId, ...errorFields(error) });
    return false;
  }
}
