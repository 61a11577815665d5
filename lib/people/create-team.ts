import { z } from "zod";
import { defineVerb, idInput, lineInput } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { countPresent, insertTeam } from "./member.repository.ts";

/** People of one team: a group larger than this owns nothing any more. */
const MEMBERS_MAX = 500;

/**
 * Makes a named group that owns things.
 *
 * @returns the team's id
 * @throws AppError conflict (team_name_taken); not_found for a person who is not a member
 */
export const createTeam = defineVerb({
  name: "people.create_team",
  permission: "people.manage",
  effect: "write",
  input: z.strictObject({ name: lineInput(80), memberIds: z.array(idInput).max(MEMBERS_MAX) }),
  async run({ tx, context, input, now, audit }): Promise<string> {
    const { organizationId } = context;
    const memberIds = [...new Set(input.memberIds)];
    if ((await countPresent(tx, organizationId, memberIds)) !== memberIds.length) throw notFound("member");
    const id = await insertTeam(tx, organizationId, input.name, memberIds, now);
    if (id === null) throw new AppError("conflict", "team_name_taken", `There is a team named ${input.name} already.`);
    await audit({ action: "team.created", subjectKind: "team", subjectId: id, changes: { name: input.name, members: memberIds } });
    return id;
  },
});
