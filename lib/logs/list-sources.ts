import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { SOURCE_NAME_MAX } from "./client.ts";
import { findSourcePage, type SourceRow } from "./log-list.repository.ts";

/** Log sources by name, with what was received from each and how completely it was read. */
export const listSources = defineVerb({
  name: "logs.list_sources",
  permission: "logs.read",
  effect: "read",
  input: z.strictObject({ cursor: cursorInput, pageSize: pageSizeInput }),
  async run({ tx, context, input }): Promise<Page<SourceRow>> {
    const after = input.cursor === undefined ? null : { name: decodeCursor(z.tuple([z.string().max(SOURCE_NAME_MAX)]), input.cursor)[0] };
    const rows = await findSourcePage(tx, context.organizationId, after, input.pageSize + 1);
    return pageOf(rows, input.pageSize, (row) => [row.name]);
  },
});
