import { z } from "zod";
import { idInput, lineInput } from "#lib/access/index.ts";
import { recordEntry } from "#lib/audit-trail/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { insertTeam } from "./member.repository.ts";

const newTeam = z.strictObject({ name: lineInput(80), memberIds: z.array(idInput).max(500) });

/**
 * Makes a named group that owns things. No verb yet: the seed and tests call it.
 *
 * @returns the team's id
 * @throws AppError conflict (team_name_taken); ZodError when the input is not valid
 */
export async function createTeam(context: Context, input: z.input<typeof newTeam>): Promise<string> {
  const { name, memberIds } = newTeam.parse(input);
  return withTenant(runtime().database, context.organizationId, async (tx) => {
    const id = await insertTeam(tx, context.organizationId, name, memberIds, context.clock.now());
    if (id === null) throw new AppError("conflict", "team_name_taken", `There is a team named ${name} already.`);
    await recordEntry(tx, context, { action: "team.created", subjectKind: "team", subjectId: id, changes: { name, members: memberIds } });
    return id;
  });
}
