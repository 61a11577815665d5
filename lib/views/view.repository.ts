import { z } from "zod";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { DENSITIES, type Arrangement, type Density, type View, type ViewFilter } from "./view.ts";

// What was checked when it was written is read back by its shape.
const storedColumns = z.array(z.string()).nullable();
const storedFilters = z.array(z.object({ name: z.string(), value: z.string() }));

const columnsOrNull = (columns: readonly string[] | null) => (columns === null ? Prisma.DbNull : [...columns]);

/** How a person has arranged a list; everything as it comes, while they have not. */
export async function findArrangement(tx: TenantTransaction, organizationId: string, memberId: string, list: string): Promise<Arrangement> {
  const row = await tx.listPreference.findUnique({ where: { organizationId_memberId_list: { organizationId, memberId, list } } });
  if (row === null) return { columns: null, density: "normal", startViewId: null };
  return { columns: storedColumns.parse(row.columns), density: storedWord(DENSITIES, row.density), startViewId: row.startViewId };
}

export async function putArrangement(tx: TenantTransaction, organizationId: string, memberId: string, list: string, now: Date, change: { columns?: readonly string[] | null; density?: Density; startViewId?: string | null }): Promise<void> {
  const { columns, ...rest } = change;
  const data = { ...rest, ...(columns === undefined ? {} : { columns: columnsOrNull(columns) }), updatedAt: now };
  await tx.listPreference.upsert({
    where: { organizationId_memberId_list: { organizationId, memberId, list } },
    create: { organizationId, memberId, list, density: "normal", ...data },
    update: data,
  });
}

/** Views of a list that a person has or shares in, by name. */
export async function findViews(tx: TenantTransaction, memberId: string, list: string, most: number): Promise<View[]> {
  const rows = await tx.$queryRaw<{ id: string; name: string; shared: boolean; ownerMemberId: string; owner: string; filters: unknown; columns: unknown }[]>`
    SELECT v.id, v.name, v.shared, v.owner_member_id AS "ownerMemberId", m.name AS owner, v.filters, v.columns
    FROM saved_view v JOIN member m ON m.organization_id = v.organization_id AND m.id = v.owner_member_id
    WHERE v.list = ${list} AND (v.owner_member_id = ${memberId} OR v.shared) ORDER BY v.name, v.id LIMIT ${most}`;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    shared: row.shared,
    owner: row.ownerMemberId === memberId ? null : row.owner,
    filters: storedFilters.parse(row.filters),
    columns: storedColumns.parse(row.columns),
  }));
}

export type ViewRow = { id: string; list: string; name: string; ownerMemberId: string; shared: boolean; filters: ViewFilter[]; columns: string[] | null };

/** @throws AppError not_found for an unknown view and for one that this person cannot see */
export async function requireView(tx: TenantTransaction, memberId: string, id: string): Promise<ViewRow> {
  const row = await tx.savedView.findFirst({ where: { id, OR: [{ ownerMemberId: memberId }, { shared: true }] } });
  if (row === null) throw notFound("view");
  const { list, name, ownerMemberId, shared } = row;
  return { id, list, name, ownerMemberId, shared, filters: storedFilters.parse(row.filters), columns: storedColumns.parse(row.columns) };
}

export async function countOwnViews(tx: TenantTransaction, memberId: string, list: string): Promise<number> {
  return tx.savedView.count({ where: { list, ownerMemberId: memberId } });
}

/** Whether a person has another view of this name on the list. */
export async function hasViewNamed(tx: TenantTransaction, memberId: string, list: string, name: string, except?: string): Promise<boolean> {
  const row = await tx.savedView.findFirst({ where: { list, ownerMemberId: memberId, name, ...(except === undefined ? {} : { id: { not: except } }) }, select: { id: true } });
  return row !== null;
}

export async function addView(tx: TenantTransaction, organizationId: string, now: Date, view: Omit<ViewRow, "id">): Promise<string> {
  const id = newId("viw", now.getTime());
  const { columns, filters, ...rest } = view;
  await tx.savedView.create({ data: { organizationId, id, ...rest, filters: [...filters], columns: columnsOrNull(columns), createdAt: now, updatedAt: now } });
  return id;
}

export async function updateView(tx: TenantTransaction, organizationId: string, id: string, now: Date, change: { name?: string; shared?: boolean; filters?: readonly ViewFilter[]; columns?: readonly string[] | null }): Promise<void> {
  const { columns, filters, ...rest } = change;
  await tx.savedView.update({
    where: { organizationId_id: { organizationId, id } },
    data: { ...rest, ...(filters === undefined ? {} : { filters: [...filters] }), ...(columns === undefined ? {} : { columns: columnsOrNull(columns) }), updatedAt: now },
  });
}

/** Removes a view, also from where it was the first one of somebody's list. */
export async function removeView(tx: TenantTransaction, organizationId: string, id: string): Promise<void> {
  await tx.listPreference.updateMany({ where: { startViewId: id }, data: { startViewId: null } });
  await tx.savedView.delete({ where: { organizationId_id: { organizationId, id } } });
}
