import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import type { RowKind } from "#lib/connector/index.ts";
import { COUNT_LOOKS } from "#lib/platform/count-bound.ts";
import { OBJECT_KINDS, OBJECT_SEVERITIES } from "./client.ts";
import { countObjects, findObjectPage, lastListings, objectConnections, type Listing, type ObjectRow } from "./object-list.repository.ts";

const kindInput = z.enum(OBJECT_KINDS as readonly [RowKind, ...RowKind[]]);

const filterInput = {
  kind: kindInput,
  connectionId: idInput.optional(),
  /** Open ones, or those that are not; what is gone from its vendor is not open. */
  open: z.boolean().optional(),
  severity: z.enum(OBJECT_SEVERITIES).optional(),
  /** As people call it: a ticket's key, a weakness's identifier; whole. */
  code: z.string().trim().min(1).max(300).optional(),
};

/** Collected things of a kind, the newest first. */
export const listObjects = defineVerb({
  name: "inventory.list",
  permission: "inventory.read",
  effect: "read",
  input: z.strictObject({ ...filterInput, cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context: { organizationId }, input: { cursor, pageSize, ...filter } }): Promise<Page<ObjectRow>> {
    const key = cursor === undefined ? null : decodeCursor(z.tuple([z.number().int().min(-8.64e15).max(8.64e15), z.string().max(64)]), cursor);
    const rows = await findObjectPage(tx, organizationId, filter, key === null ? null : { listedAt: new Date(key[0]), id: key[1] }, pageSize + 1);
    return pageOf(rows, pageSize, (row) => [row.listedAt.getTime(), row.id]);
  },
});

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
    return { count: await countObjects(tx, organizationId, input, COUNT_LOOKS), connections: await objectConnections(tx, organizationId, input.kind), listings: await lastListings(tx, organizationId, input.kind) };
  },
});
