import type { Scope } from "#lib/access/index.ts";
import { findOrganization } from "#lib/organizations/index.ts";
import { askedDay, asOfNow, type AsOf, type Knowledge } from "#lib/platform/as-of.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

/**
 * The instants that a list is asked for by a day of the organization's zone. Who asks for none costs no query.
 *
 * @throws AppError validation for a day in the future, or before an auditor's engagement
 */
export async function askedAsOf(tx: TenantTransaction, scope: Scope, asked: { asOfDay?: string | undefined; known?: Knowledge | undefined }, now: Date): Promise<AsOf> {
  if (asked.asOfDay === undefined) return asOfNow(now);
  const organization = await findOrganization(tx, scope.organizationId);
  if (organization === null) throw notFound("organization");
  return askedDay(asked, organization.timeZone, scope, now);
}
