import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { regionOf, type Region } from "#lib/platform/region.ts";
import { onceInRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type OrganizationRow = { id: string; slug: string; name: string; timeZone: string; region: Region; demo: boolean; createdAt: Date };

export async function insertOrganization(tx: TenantTransaction, row: OrganizationRow): Promise<void> {
  await tx.organization.create({ data: row });
}

/** Enters the address into the directory. @returns false when another organization has it */
export async function takeSlug(tx: TenantTransaction, slug: string): Promise<boolean> {
  // Two who want the same address at once take turns, and the second is told.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${slug}, 0))`;
  const taken = await tx.$queryRaw<{ id: string | null }[]>`SELECT directory_organization_of_slug(${slug}) AS id`;
  if (taken[0]?.id != null) return false;
  await tx.$executeRaw`SELECT directory_add_slug(${slug})`;
  return true;
}

/** The first administrator, as a member row and in the directory. @returns the member's id */
export async function addFirstMember(
  tx: TenantTransaction,
  organizationId: string,
  admin: { userId: string; name: string; email: string },
  now: Date,
): Promise<string> {
  const id = newId("mem", now.getTime());
  await tx.member.create({ data: { organizationId, id, ...admin, role: "admin", createdAt: now } });
  await tx.$executeRaw`SELECT directory_add_membership(${admin.userId}, ${id})`;
  return id;
}

export async function setOrganization(tx: TenantTransaction, id: string, data: { name: string; timeZone: string; region: Region }): Promise<void> {
  await tx.organization.update({ where: { id }, data });
}

export async function findOrganization(tx: TenantTransaction, id: string): Promise<OrganizationRow | null> {
  const row = await onceInRead(tx, "organization", () => tx.organization.findUnique({ where: { id } }));
  return row === null ? null : { ...row, region: regionOf(row.region) };
}

/** The zone in which an organization's days begin. @throws AppError not_found */
export async function timeZoneOf(tx: TenantTransaction, organizationId: string): Promise<string> {
  const organization = await findOrganization(tx, organizationId);
  if (organization === null) throw notFound("organization");
  return organization.timeZone;
}
