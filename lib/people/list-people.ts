import { z } from "zod";
import { cursorInput, decodeCursor, defineVerb, idInput, pageOf, pageSizeInput, type Page } from "#lib/access/index.ts";
import { Role } from "#prisma/generated/enums.ts";
import { countRoles, findPeople, type PersonRow, type RoleCounts } from "./member.repository.ts";

export type PeoplePage = Page<PersonRow> & {
  /** Present members per role, whatever the filter. */
  counts: RoleCounts;
};

/** The organization's people by name: the present ones, or those who were removed. */
export const listPeople = defineVerb({
  name: "people.list",
  permission: "people.read",
  effect: "read",
  input: z.strictObject({
    role: z.enum(Role).optional(),
    text: z.string().trim().max(100).optional(),
    removed: z.boolean().default(false),
    cursor: cursorInput,
    size: pageSizeInput,
  }),
  async run({ tx, input }): Promise<PeoplePage> {
    const { cursor, size, ...filter } = input;
    const after = cursor === undefined ? undefined : decodeCursor(z.tuple([idInput]), cursor)[0];
    const page = pageOf(await findPeople(tx, filter, after, size + 1), size, (row) => [row.id]);
    return { ...page, counts: await countRoles(tx) };
  },
});
