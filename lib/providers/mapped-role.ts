import { z } from "zod";
import { idInput, lineInput } from "#lib/access/index.ts";
import { PROVIDER_LIMITS } from "./limits.ts";
import { PROVIDER_ROLES, type ProviderRole } from "./provider-roles.ts";

/** One value of the role claim and what it gives. */
const roleRuleInput = z.strictObject({ value: lineInput(200), role: z.enum(PROVIDER_ROLES), teamIds: z.array(idInput).max(PROVIDER_LIMITS.teamsOfRole) });
export type RoleRule = z.output<typeof roleRuleInput>;

export const roleRulesInput = z.array(roleRuleInput).max(PROVIDER_LIMITS.roles).refine((rules) => new Set(rules.map(({ value }) => value)).size === rules.length, "Each value stands once.");

export const fallbackInput = z.enum(["refuse", ...PROVIDER_ROLES]);
export type Fallback = z.output<typeof fallbackInput>;

export type MappedRole = {
  /** Null: the person is refused. */
  role: ProviderRole | null;
  /** Teams that the person's values give. */
  teamIds: string[];
};

/** The role and teams that a sign-in's values give: the role of the first rule that fits, the teams of all that fit. */
export function mappedRole(rules: readonly RoleRule[], fallback: Fallback, values: readonly string[]): MappedRole {
  const fitting = rules.filter(({ value }) => values.includes(value));
  const role = fitting[0]?.role ?? (fallback === "refuse" ? null : fallback);
  return { role, teamIds: [...new Set(fitting.flatMap(({ teamIds }) => teamIds))] };
}
