import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { definitionAt } from "./definition.repository.ts";
import { UNDEFINED_TYPES } from "./facts.ts";
import { typesSeen } from "./population.repository.ts";
import { matchesPattern } from "./scope-rules.ts";

/** A type of resources that there are now, how many, and whether the population in force takes it in. */
export type TypeSeen = { type: string; count: number; inPopulation: boolean };

/** Types of resources that were collected and are there, in the order of their names. */
export async function populationTypes(tx: TenantTransaction, organizationId: string, now: Date): Promise<TypeSeen[]> {
  const patterns = (await definitionAt(tx, organizationId, now))?.types ?? UNDEFINED_TYPES;
  const seen = await typesSeen(tx, organizationId);
  return seen.filter(({ count }) => count > 0).map(({ type, count }) => ({ type, count, inPopulation: patterns.some((pattern) => matchesPattern(type, pattern)) }));
}
