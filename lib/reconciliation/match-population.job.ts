import { z } from "zod";
import type { Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { defineJob, type Progress } from "#lib/platform/job.ts";
import { COLUMNS } from "./client.ts";
import { gatherFacts, type ReadPart } from "./facts.ts";
import type { KeptRow, KeptTable } from "./kept.repository.ts";
import { KEPT_BOUNDS, MATCH_PAGE, MATCHINGS_AT_ONCE, WRITTEN_AT_ONCE } from "./limits.ts";
import { matchFacts, placeOfAsset, placeOfResource } from "./match-facts.ts";
import { matchKind } from "./match.kind.ts";
import { beginMatching, endMatching, failMatching, readMatchingFrame, readMatchingPart, readStanding, writeMatching, type Matching } from "./match-population.ts";

/**
 * Matches the population until what is kept is of the present, the ends of past days first. Killed anywhere, the next attempt
 * compares with what stands by then and writes the rest: nothing is lost, and nothing is there twice.
 */
export const matchPopulationJob = defineJob({
  kind: matchKind.kind,
  actor: "system",
  payload: z.strictObject({}),
  async run(context, _payload, progress) {
    for (let made = 0; made < MATCHINGS_AT_ONCE; made += 1) {
      const matching = await beginMatching(context, {});
      if (matching === null) return;
      try {
        await makeOne(context, matching, progress);
      } catch (error) {
        if (!isAppError(error, "conflict") || error.reason !== "matching_taken_over") throw error;
        return;
      }
    }
  },
  async onFailed(context, _payload, reason) {
    await failMatching(context, { reason: reason.slice(0, 1000) });
  },
});

async function makeOne(context: Context, matching: Matching, progress: Progress): Promise<void> {
  const { number, step, at, recordedBy } = matching;
  const told = `As of ${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  await progress(`${told}: reading`, 0);
  const { assets, ...frame } = await readMatchingFrame(context, { at, recordedBy });
  const read = (part: Parameters<ReadPart>[0], place: Parameters<ReadPart>[1]) => readMatchingPart(context, { at, recordedBy, types: [...frame.types], part, ...place });
  const matched = matchFacts(await gatherFacts({ at, recordedBy }, frame, assets, KEPT_BOUNDS, read as unknown as ReadPart), { at, recordedBy });
  await progress(`${told}: writing`, 0.5);
  await writeWhatChanged(context, matching, "resource", matched.resources.map((row) => ({ ...placeOfResource(row), states: COLUMNS.map(({ id }) => row.cells[id]?.state ?? "unknown"), ...hashed(row) })));
  await writeWhatChanged(context, matching, "asset", matched.assets.map((row) => ({ ...placeOfAsset(row), states: [], ...hashed(row) })));
  await endMatching(context, { number, step, head: JSON.stringify(matched.head) });
}

/** A row that may have to be written. Its text is made again where it has to be: those of a hundred thousand are more than a worker holds. */
const hashed = (row: object): Pick<KeptRow, "row" | "sha256"> => ({ row, sha256: sha256Hex(JSON.stringify(row)) });

/** Writes the rows that are otherwise than what stands, and ends those that are no more. */
async function writeWhatChanged(context: Context, { number, step }: Matching, table: KeptTable, rows: readonly KeptRow[]): Promise<void> {
  const stands = new Map<string, string>();
  for (let after = ""; ;) {
    const page = await readStanding(context, { table, after });
    for (const { key, sha256 } of page) stands.set(key, sha256);
    if (page.length < MATCH_PAGE) break;
    after = page.at(-1)?.key ?? "";
  }
  const there = new Set(rows.map(({ key }) => key));
  const ended = [...stands.keys()].filter((key) => !there.has(key));
  const changed = rows.filter(({ key, sha256 }) => stands.get(key) !== sha256);
  for (let from = 0; from < Math.max(ended.length, changed.length); from += WRITTEN_AT_ONCE) {
    await writeMatching(context, { number, step, table, ended: ended.slice(from, from + WRITTEN_AT_ONCE), rows: JSON.stringify(changed.slice(from, from + WRITTEN_AT_ONCE)) });
  }
}
