import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { collectorsOf } from "#lib/connections/index.ts";
import { putReconciliationDue } from "#lib/inventory/index.ts";
import { timeZoneOf } from "#lib/organizations/index.ts";
import { ALL_RECORDED } from "#lib/platform/as-of.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { parseJson } from "#lib/platform/parse-json.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { assetsIn } from "./asset-list.repository.ts";
import type { ListedAsset } from "./asset-fields.ts";
import { PARTS, readFrame, readPart, type Frame } from "./facts.ts";
import { finishedBy, insertKept, keptByNumber, lockReconciliation, matchingUnderWay, newestKept, runsEnded, standing, updateKept, wordsGiven, writeRows, type KeptRow } from "./kept.repository.ts";
import { MATCH_PAGE } from "./limits.ts";
import { matchKind } from "./match.kind.ts";
import type { ReconciliationHead } from "./match-facts.ts";
import { nextMatching } from "./next-matching.ts";

// The acts by which the population is matched in the background: begun, read, written and ended, each by itself, so that a
// large one fits into transactions, and one that was cut off anywhere is taken up again. None of them is an act of a person;
// what it rests on stands in the trail.

/** When what is matched became another the last time: a run of what lists machines or watches them ended, a list came, a definition was put in force. */
export async function newestFactOf(tx: TenantTransaction, organizationId: string): Promise<Date | null> {
  const matters = ({ connector, collector }: { connector: string; collector: string }): boolean => collectorsOf(connector).find(({ id }) => id === collector)?.yields.some((kind) => kind === "resource" || kind === "coverage") ?? true;
  const instants = [...(await runsEnded(tx, organizationId)).filter(matters).map(({ endedAt }) => endedAt), ...(await wordsGiven(tx, organizationId))];
  return instants.length === 0 ? null : new Date(Math.max(...instants.map((one) => one.getTime())));
}

const RETRY_MS = 60_000;

/** Has the population matched, unless somebody is at it: then it is asked again in a minute. */
export const beginDueMatching = defineVerb({
  name: "reconciliation.begin_due_matching",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now, unchanged, enqueue }): Promise<void> {
    unchanged();
    await putReconciliationDue(tx, new Date(now.getTime() + RETRY_MS));
    if (!(await matchingUnderWay(tx, organizationId, matchKind.kind))) await enqueue(matchKind, {}, "population");
  },
});

/** Due work: the population is matched where it is behind. */
export async function runDueReconciliation(context: Context): Promise<void> {
  await beginDueMatching(context, {});
}

/** What one worker makes: it counts only while nobody took it over. */
export type Matching = { number: number; step: number; at: Date; recordedBy: Date };

/** Begins the next one, or takes up the one that was cut off; null where what is kept is of the present, and when to ask again is put in line. */
export const beginMatching = defineVerb({
  name: "reconciliation.begin_matching",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId }, now, unchanged }): Promise<Matching | null> {
    unchanged();
    await lockReconciliation(tx, organizationId);
    // The row is held first: whoever ends a run puts it in line before they commit, so that either is seen by the other.
    await putReconciliationDue(tx, now);
    const last = await finishedBy(tx, organizationId, ALL_RECORDED);
    const next = nextMatching(last, await newestFactOf(tx, organizationId), await timeZoneOf(tx, organizationId), now);
    if ("wait" in next) {
      await putReconciliationDue(tx, next.wait);
      return null;
    }
    const { at, present } = next.make;
    const open = await newestKept(tx, organizationId);
    const cutOff = open !== null && open.finishedAt === null ? open : null;
    const number = cutOff?.number ?? (last?.number ?? 0) + 1;
    const step = (cutOff?.step ?? 0) + 1;
    if (cutOff === null) await insertKept(tx, organizationId, { number, at, present, step, begunAt: now });
    else await updateKept(tx, organizationId, number, { at, present, step, begunAt: now, failure: "" });
    return { number, step, at, recordedBy: present ? ALL_RECORDED : at };
  },
});

const matchingInput = { number: z.int().min(1).max(1_000_000_000), step: z.int().min(1).max(1_000_000_000) };
const instantInput = { at: z.date(), recordedBy: z.date() };
const key = z.string().max(1000);

/** What is known of all of it as of an instant, and the company's own list. */
export const readMatchingFrame = defineVerb({
  name: "reconciliation.read_matching_frame",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject(instantInput),
  async run({ tx, context: { organizationId }, input }): Promise<Frame & { assets: ListedAsset[] }> {
    const frame = await readFrame(tx, organizationId, input);
    return { ...frame, assets: frame.list === null ? [] : await assetsIn(tx, organizationId, frame.list.id) };
  },
});

/** A page of what is matched. */
export const readMatchingPart = defineVerb({
  name: "reconciliation.read_matching_part",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ ...instantInput, types: z.array(z.string().max(1000)).max(500), part: z.enum(PARTS), after: key, limit: z.int().min(1).max(MATCH_PAGE) }),
  run: ({ tx, context: { organizationId }, input: { at, recordedBy, types, part, after, limit } }) => readPart(tx, organizationId, { at, recordedBy }, types, part, { after, limit }),
});

const tableInput = z.enum(["resource", "asset"]);

/** What stands, by its keys, with the hashes of its rows. */
export const readStanding = defineVerb({
  name: "reconciliation.read_standing",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ table: tableInput, after: key }),
  run: ({ tx, context: { organizationId }, input: { table, after } }): Promise<{ key: string; sha256: string }[]> => standing(tx, organizationId, table, { after, limit: MATCH_PAGE }),
});

async function hold({ tx, context: { organizationId } }: Pick<VerbArguments<unknown>, "tx" | "context">, { number, step }: Pick<Matching, "number" | "step">): Promise<void> {
  await lockReconciliation(tx, organizationId);
  const held = await keptByNumber(tx, organizationId, number);
  if (held === null || held.step !== step || held.finishedAt !== null) throw new AppError("conflict", "matching_taken_over", "Another worker matches the population.");
}

/** Characters of what is written at once. */
const TEXT_MAX = 32 * 1024 * 1024;

/** Writes some of what is otherwise than before. Nobody reads it before {@link endMatching}. @throws AppError conflict (matching_taken_over) */
export const writeMatching = defineVerb({
  name: "reconciliation.write_matching",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ ...matchingInput, table: tableInput, ended: z.array(key).max(MATCH_PAGE), rows: z.string().max(TEXT_MAX) }),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { number, table, ended, rows }, unchanged } = args;
    unchanged();
    await hold(args, args.input);
    await writeRows(tx, organizationId, number, table, { ended, rows: parseJson(rows) as KeptRow[] });
  },
});

/** Says that every row is written: from now on it is what pages read. @throws AppError conflict (matching_taken_over) */
export const endMatching = defineVerb({
  name: "reconciliation.end_matching",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ ...matchingInput, head: z.string().max(TEXT_MAX) }),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { number, head }, now, unchanged } = args;
    unchanged();
    await hold(args, args.input);
    await updateKept(tx, organizationId, number, { finishedAt: now, head: parseJson(head) as ReconciliationHead });
  },
});

/** Notes why the one that was begun last could not be made. */
export const failMatching = defineVerb({
  name: "reconciliation.fail_matching",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ reason: z.string().max(1000) }),
  async run({ tx, context: { organizationId }, input: { reason }, unchanged }): Promise<void> {
    unchanged();
    await lockReconciliation(tx, organizationId);
    const open = await newestKept(tx, organizationId);
    if (open !== null && open.finishedAt === null) await updateKept(tx, organizationId, open.number, { failure: reason });
  },
});
