import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { SCAN_STATUSES } from "./client.ts";
import { findSegmentPage, type SegmentRow } from "./log-list.repository.ts";

/** Received segments, the newest first. */
export const listSegments = defineVerb({
  name: "logs.list_segments",
  permission: "logs.read",
  effect: "read",
  input: z.strictObject({
    sourceId: idInput.optional(),
    /** Only those that are not read to their end. */
    undone: z.boolean().optional(),
    status: z.enum(SCAN_STATUSES).optional(),
    cursor: cursorInput,
    pageSize: pageSizeInput,
  }),
  async run({ tx, context, input }): Promise<Page<SegmentRow>> {
    const key = input.cursor === undefined ? null : decodeCursor(z.tuple([z.number().int().min(-8.64e15).max(8.64e15), z.string().max(64)]), input.cursor);
    const before = key === null ? null : { receivedAt: new Date(key[0]), id: key[1] };
    const rows = await findSegmentPage(tx, context.organizationId, input, before, input.pageSize + 1);
    return pageOf(rows, input.pageSize, (row) => [row.receivedAt.getTime(), row.id]);
  },
});
