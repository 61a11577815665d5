import { z } from "zod";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { ASSET_KIND_NAMES, type AssetKind, type LeftOut, type ListedAsset } from "./asset-fields.ts";

export type AssetListRow = { id: string; kind: AssetKind; version: number; fileName: string; sha256: string; sheetName: string; headers: Readonly<Record<string, string>>; rows: number; leftOut: readonly LeftOut[]; importedBy: string; importedAt: Date };

const headersSchema = z.record(z.string(), z.string());
const leftOutSchema = z.array(z.object({ row: z.number(), why: z.string() }));

type Stored = NonNullable<Awaited<ReturnType<TenantTransaction["assetList"]["findFirst"]>>>;
const listOf = ({ organizationId: _organizationId, headers, leftOut, kind, ...row }: Stored): AssetListRow => ({ ...row, kind: z.enum(ASSET_KIND_NAMES).parse(kind), headers: headersSchema.parse(headers), leftOut: leftOutSchema.parse(leftOut) });

/** Two who import at once take turns, so that versions follow each other. */
export async function lockAssetLists(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`asset_list ${organizationId}`}, 0))`;
}

/** Versions of the list of a kind that were imported by an instant, the newest first. */
export async function assetListsAt(tx: TenantTransaction, organizationId: string, kind: AssetKind, at: Date | null, limit: number): Promise<AssetListRow[]> {
  const rows = await tx.assetList.findMany({ where: { organizationId, kind, ...(at === null ? {} : { importedAt: { lte: at } }) }, orderBy: { version: "desc" }, take: limit });
  return rows.map(listOf);
}

/** The assets of a version, in the order of its rows. */
export async function assetsIn(tx: TenantTransaction, organizationId: string, assetListId: string): Promise<ListedAsset[]> {
  return tx.assetListRow.findMany({ where: { organizationId, assetListId }, omit: { organizationId: true, assetListId: true }, orderBy: { row: "asc" } });
}

/** Whether the organization holds a file of this hash. */
export async function holdsFile(tx: TenantTransaction, organizationId: string, sha256: string): Promise<boolean> {
  return (await tx.blob.count({ where: { organizationId, sha256 } })) === 1;
}

export async function insertAssetList(tx: TenantTransaction, organizationId: string, { headers, leftOut, ...list }: AssetListRow, assets: readonly ListedAsset[]): Promise<void> {
  await tx.assetList.create({ data: { ...list, organizationId, headers: { ...headers }, leftOut: leftOut.map((one) => ({ ...one })) } });
  await tx.$executeRaw`
    INSERT INTO asset_list_row (organization_id, asset_list_id, row, name, identifiers, owner, environment, criticality, purpose)
    SELECT ${organizationId}::text, ${list.id}::text, r.row, r.name, r.identifiers, r.owner, r.environment, r.criticality, r.purpose
      FROM jsonb_to_recordset(${JSON.stringify(assets)}::jsonb) AS r (row int, name text, identifiers text[], owner text, environment text, criticality text, purpose text)`;
}

/** What versions of a list say of a name, by the version's id: the first row that has it. */
export async function rowsNamed(tx: TenantTransaction, organizationId: string, listIds: readonly string[], name: string): Promise<Map<string, ListedAsset>> {
  const rows = await tx.assetListRow.findMany({ where: { organizationId, assetListId: { in: [...listIds] }, name }, omit: { organizationId: true }, orderBy: { row: "desc" } });
  return new Map(rows.map(({ assetListId, ...row }) => [assetListId, row]));
}
