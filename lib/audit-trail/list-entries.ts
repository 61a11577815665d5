import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { findEntries, type EntryRow } from "./audit-trail.repository.ts";

const wordInput = z.string().max(64).regex(/^[a-z][a-z0-9_.]*$/, "This is not a kind or an action.");

/** Who did what, newest first: filtered by subject, person, action and time. */
export const listEntries = defineVerb({
  name: "audit_trail.list",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({
    subjectKind: wordInput.optional(),
    subjectId: idInput.optional(),
    /** A member's id, or `system:` and the name of a job. */
    actorId: z.string().max(80).regex(/^[A-Za-z0-9_:.-]+$/, "This is nobody's identifier.").optional(),
    action: wordInput.optional(),
    from: z.date().optional(),
    until: z.date().optional(),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, input }): Promise<Page<EntryRow>> {
    const { cursor, size, ...filter } = input;
    const before = cursor === undefined ? undefined : decodeCursor(z.tuple([idInput]), cursor)[0];
    return pageOf(await findEntries(tx, filter, before, size + 1), size, (row) => [row.id]);
  },
});
