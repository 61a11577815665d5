import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import type { RowKind } from "#lib/connector/index.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { isFoundByWords, OBJECT_KINDS, OBJECT_SEVERITIES } from "./client.ts";
import { countObjects, findObjectPage, lastListings, objectConnections, objectTerms, type Listing, type ObjectFilter, type ObjectRow } from "./object-list.repository.ts";

/** Each term narrows what is found; beyond so many nobody types. */
const TERMS_MAX = 8;

const kindInput = z.enum(OBJECT_KINDS as readonly [RowKind, ...RowKind[]]);

const filterInput = {
  kind: kindInput,
  connectionId: idInput.optional(),
  /** Open ones, or those that are not; what is gone from its vendor is not open. */
  open: z.boolean().optional(),
  severity: z.enum(OBJECT_SEVERITIES).optional(),
  /** Each word begins a word of its code, title, resource, scope or vendor's id; of kinds that are not found by words, its code, whole. */
  text: z.string().trim().min(1).max(300).optional(),
};

/** Collected things of a kind, the newest first. */
export const listObjects = defineVerb({
  name: "inventory.list",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ ...filterInput, cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, input: { cursor, pageSize, ...asked } }): Promise<Page<ObjectRow>> {
    const filter = await withTerms(tx, asked);
    const key = cursor === undefined ? null : decodeCursor(z.tuple([z.number().int().min(-8.64e15).max(8.64e15), z.string().max(64)]), cursor);
    const rows = await findObjectPage(tx, organizationId, filter, key === null ? null : { listedAt: new Date(key[0]), id: key[1] }, pageSize + 1);
    return pageOf(rows, pageSize, (row) => [row.listedAt.getTime(), row.id]);
  },
});

/** What is asked by words, in the terms under which words are kept. */
async function withTerms(tx: TenantTransaction, { text, ...filter }: Omit<ObjectFilter, "terms" | "code"> & { text?: string | undefined }): Promise<ObjectFilter> {
  if (text === undefined) return filter;
  return isFoundByWords(filter.kind) ? { ...filter, terms: await objectTerms(tx, text, TERMS_MAX) } : { ...filter, code: text };
}

export type Population = {
  /** Counted up to a bound. */
  count: number;
  connections: { id: string; name: string }[];
  /** For each connection that yields the kind: its last complete full listing, with what the vendor counted. */
  listings: Listing[];
};

/** What a list of a kind rests on: how many there are, from where, and how the vendors' own counts compare. */
export const readPopulation = defineVerb({
  name: "inventory.read_population",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ ...filterInput }),
  async run({ tx, context: { organizationId }, input }): Promise<Population> {
    return { count: await countObjects(tx, organizationId, await withTerms(tx, input), COUNT_LOOKS), connections: await objectConnections(tx, organizationId, input.kind), listings: await lastListings(tx, organizationId, input.kind) };
  },
});
