import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { fallbackInput, roleRulesInput } from "./mapped-role.ts";
import { findProvider, listTeams, lockProvider, updateProvider } from "./provider.repository.ts";

/**
 * Sets how the provider's word is taken: which claim gives which role and teams, and whether people of the company whom
 * nobody invited become members. It acts at each person's next sign-in.
 *
 * @throws AppError not_found for a team that is none
 */
export const setProviderRules = defineVerb({
  name: "providers.set_rules",
  permission: "settings.manage",
  effect: "write",
  input: z.strictObject({
    // A claim may be named by an address; none means that roles are given here, by people.
    roleClaim: z.string().trim().max(200, "At most 200 characters.").regex(/^[^\p{Cc}]*$/u, "No control characters."),
    roles: roleRulesInput,
    fallbackRole: fallbackInput,
    newMembers: z.boolean(),
    trustUnstatedMail: z.boolean(),
  }),
  async run({ tx, context: { organizationId }, input, audit, unchanged }): Promise<void> {
    await lockProvider(tx);
    const provider = await findProvider(tx, organizationId);
    if (provider === null) throw notFound("provider");
    const teams = new Set((await listTeams(tx)).map(({ id }) => id));
    if (input.roles.some(({ teamIds }) => teamIds.some((id) => !teams.has(id)))) throw notFound("team");
    const { roleClaim, roles, fallbackRole, newMembers, trustUnstatedMail } = provider;
    const before = { roleClaim, roles, fallbackRole, newMembers, trustUnstatedMail };
    if (JSON.stringify(before) === JSON.stringify(inOrder(input))) return unchanged();
    await updateProvider(tx, organizationId, provider.id, input);
    await audit({ action: "provider.rules_changed", subjectKind: "provider", subjectId: organizationId, changes: { before, after: inOrder(input) } });
  },
});

function inOrder<Rules extends z.output<(typeof setProviderRules)["definition"]["input"]>>({ roleClaim, roles, fallbackRole, newMembers, trustUnstatedMail }: Rules) {
  return { roleClaim, roles: roles.map(({ value, role, teamIds }) => ({ value, role, teamIds })), fallbackRole, newMembers, trustUnstatedMail };
}
