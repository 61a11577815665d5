import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { rowSchema, type CommittedPage, type Json, type Row } from "#lib/connector/index.ts";
import { keepRows, putVendorAlertsDue } from "#lib/inventory/index.ts";
import type { StoredBlob } from "#lib/platform/blob-store/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { parseJson } from "#lib/platform/parse-json.ts";
import { keepBlob } from "#lib/stored-files/index.ts";
import { holdRun, leaseInput } from "./claim-run.ts";
import { addPage, askedBy, gapSchema, insertPage, storedExchange, type CollectionRow } from "./collection.repository.ts";
import { pageHash } from "./collection-record.ts";
import { CONNECTION_LIMITS } from "./limits.ts";
import { storable } from "./storable.ts";

/** Characters of a page's rows and record; ten times the bytes of its answers would not fit the database either. */
const PAGE_MAX = 4 * CONNECTION_LIMITS.answerBytes;

export const blobInput = z.strictObject({ sha256: z.string().max(64).regex(/^[0-9a-f]{64}$/), byteLength: z.int().min(0).max(1_000_000_000) });
export const pageInput = z.string().max(PAGE_MAX);

const answerSchema = z.object({
  operation: z.string(), parameters: z.json(), scope: z.string().nullable(), items: z.number(), rows: z.array(rowSchema), unreadable: z.array(z.object({ at: z.string(), says: z.string() })),
});
const pageSchema = z.object({ answers: z.array(answerSchema), exchanges: z.array(storedExchange), gaps: z.array(gapSchema), resume: z.json() });

/** What of a page goes to the database: all but the bodies, which are a stored file. */
export function pageText({ answers, exchanges, gaps, resume }: CommittedPage): string {
  return JSON.stringify(storable(JSON.parse(JSON.stringify({ answers: answers.map(({ body: _body, ...answer }) => answer), exchanges, gaps, resume })) as Json));
}

/** The hash of rows in their canonical form. */
export const rowsHash = (rows: readonly Row[]): string => sha256Hex(canonicalJson(storable(rows as unknown as Json)));

/**
 * Commits a page whole, or not at all: what was asked, the stored copy, the rows, and where to go on. One transaction, so that
 * a worker that is killed anywhere has either done all of it or none.
 *
 * @throws AppError conflict (run_taken_over)
 */
export const commitPage = defineVerb({
  name: "connections.commit_page",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({
    collectionId: idInput,
    lease: leaseInput,
    sequence: z.int().min(0).max(10_000_000),
    /** The stored file with the answers, redacted. */
    copy: blobInput,
    /** {@link pageText} */
    page: pageInput,
  }),
  async run(args): Promise<{ changed: number }> {
    // The run stands in the trail when it begins and when it ends; its pages stand in its record, which the ledger commits to.
    args.unchanged();
    const { collection } = await holdRun(args, args.input.collectionId, args.input.lease);
    return keepPage(args, collection, args.input);
  },
});

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">;

/** Keeps a page of a run, inside another act. @param page {@link pageText} */
export async function keepPage(act: Act, collection: CollectionRow, { sequence, copy, page }: { sequence: number; copy: StoredBlob; page: string }): Promise<{ changed: number }> {
  const { tx, context: { organizationId }, now } = act;
  const { answers, exchanges, gaps, resume } = pageSchema.parse(parseJson(page));
  await keepBlob(act, copy);
  const rows = answers.flatMap((answer) => answer.rows);
  const kept = await keepRows(tx, organizationId, { connectionId: collection.connectionId, collector: collection.collector, collectionId: collection.id, pageSequence: sequence, rows }, now);
  if (kept.changed > 0 && rows.some(({ kind }) => kind === "vendor_alert")) await putVendorAlertsDue(tx, collection.connectionId, now);
  const unreadable = answers.flatMap((answer) => answer.unreadable);
  const record = {
    sequence, copySha256: copy.sha256, copyBytes: copy.byteLength, rows: rows.length, rowsSha256: rowsHash(rows), resume: resume as Json, unreadable: unreadable as unknown as Json, gaps: gaps as unknown as Json,
    operations: answers.map(({ operation, parameters, scope, items, rows: own, unreadable: missed }) => ({ operation, parameters: parameters as Json, scope, items, rows: own.length, unreadable: missed.length })),
    exchanges: JSON.parse(JSON.stringify(exchanges)) as Json,
  };
  await insertPage(tx, organizationId, collection.id, { ...record, sha256: pageHash(record) }, now);
  await addPage(tx, organizationId, collection.id, { answers: answers.length, items: answers.reduce((sum, { items }) => sum + items, 0), rows: rows.length, unreadable: unreadable.length }, askedBy(exchanges, collection.statusCounts));
  return kept;
}

/** Rows of a page that is to be kept. */
export const rowsOfPage = (page: string): readonly Row[] => pageSchema.parse(parseJson(page)).answers.flatMap(({ rows }) => rows);
