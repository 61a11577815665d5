import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { notFound } from "#lib/platform/errors.ts";
import { requirementTitles } from "#lib/frameworks/index.ts";
import { FINDING_LIMITS } from "./limits.ts";
import type { RequirementRef } from "./finding.repository.ts";

/** Requirements that a finding touches beside those that its controls answer. */
export const requirementsInput = z
  .array(z.strictObject({ frameworkKey: z.string().min(1).max(64), requirementCode: z.string().min(1).max(64) }))
  .max(FINDING_LIMITS.requirements);

/** The same without repetitions. @throws AppError not_found for a requirement that no edition has */
export async function requireRequirements(tx: TenantTransaction, asked: readonly RequirementRef[]): Promise<RequirementRef[]> {
  const distinct = [...new Map(asked.map((one) => [keyOf(one), one])).values()];
  if (distinct.length === 0) return [];
  const known = await requirementTitles(tx, [...new Set(distinct.map((one) => one.frameworkKey))]);
  if (distinct.some((one) => !known.has(keyOf(one)))) throw notFound("requirement");
  return distinct;
}

/** How {@link requirementTitles} names a requirement. */
export function keyOf({ frameworkKey, requirementCode }: RequirementRef): string {
  return `${frameworkKey} ${requirementCode}`;
}
