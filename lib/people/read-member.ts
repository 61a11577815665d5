import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findPerson, type PersonRow } from "./member.repository.ts";

/** One person of the organization, present or removed. @throws AppError not_found */
export const readMember = defineVerb({
  name: "people.read_member",
  permission: "people.read",
  effect: "read",
  input: z.strictObject({ memberId: idInput }),
  async run({ tx, input }): Promise<PersonRow> {
    const person = await findPerson(tx, input.memberId);
    if (person === null) throw notFound("member");
    return person;
  },
});
