import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { checkpointAt, checkpointsBelow } from "./checkpoint.repository.ts";
import { stampedTimes } from "./place.repository.ts";

/** `stampedAt`: when an authority attested that it was there. */
export type CheckpointListRow = { size: number; recordedAt: Date; stampedAt: Date | null };

const keySchema = z.tuple([z.int().min(0).max(2 ** 48)]);

/** The ledger's checkpoints, the newest first. */
export const listCheckpoints = defineVerb({
  name: "ledger.list_checkpoints",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({ cursor: cursorInput, size: pageSizeInput }),
  async run({ tx, context: { organizationId }, input }): Promise<Page<CheckpointListRow>> {
    const below = input.cursor === undefined ? null : BigInt(decodeCursor(keySchema, input.cursor)[0]);
    const page = pageOf(await checkpointsBelow(tx, organizationId, below, input.size + 1), input.size, ({ size }) => [Number(size)]);
    const stamped = await stampedTimes(tx, organizationId, page.rows.map(({ size }) => size));
    return { ...page, rows: page.rows.map(({ size, recordedAt }) => ({ size: Number(size), recordedAt, stampedAt: stamped.get(size) ?? null })) };
  },
});

/** A checkpoint as a file: the signed note. */
export const readCheckpoint = defineVerb({
  name: "ledger.read_checkpoint",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({ size: z.int().min(0).max(2 ** 48) }),
  async run({ tx, context: { organizationId }, input }): Promise<{ note: string }> {
    const row = await checkpointAt(tx, organizationId, BigInt(input.size));
    if (row === null) throw notFound("checkpoint");
    return { note: row.note };
  },
});
