import { onceInRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { FrameworkRow, RequirementRecord, RequirementRow } from "./frameworks.repository.ts";

type OwnVersion = FrameworkRow & { versionId: string };

/** The newest version of each framework of the organization's own, now or by an instant. Row-level security says whose. */
export async function ownVersions(tx: TenantTransaction, recordedBy?: Date): Promise<OwnVersion[]> {
  const every = await onceInRead(tx, "own frameworks", () => tx.ownFrameworkVersion.findMany({ orderBy: [{ version: "asc" }] }));
  const rows = recordedBy === undefined ? every : every.filter((row) => row.recordedAt <= recordedBy);
  const newest = [...new Map(rows.map((row) => [row.frameworkKey, row])).values()].sort((a, b) => (a.frameworkKey < b.frameworkKey ? -1 : 1));
  return newest.map(({ id, frameworkKey, version, name, edition, publisher, itemLabel, itemLabelMany, validFrom, validUntil, validityNote, source, notCovered, contentHash }, index) => ({
    versionId: id, key: frameworkKey, own: { version }, name, edition, publisher, itemLabel, itemLabelMany, validFrom, validUntil, validityNote, source, notCovered, contentHash, supersededBy: null,
    // After whatever the product ships.
    position: 10_000 + index,
  }));
}

/** The requirements of the organization's own frameworks, or of those named; of the codes named, where some are. */
export async function ownRequirements(tx: TenantTransaction, keys?: readonly string[], codes?: readonly string[]): Promise<RequirementRow[]> {
  const versions = (await ownVersions(tx)).filter((one) => keys === undefined || keys.includes(one.key));
  if (versions.length === 0) return [];
  const keyOf = new Map(versions.map((one) => [one.versionId, one.key]));
  const rows = await tx.ownRequirement.findMany({ where: { versionId: { in: [...keyOf.keys()] }, ...(codes === undefined ? {} : { code: { in: [...codes] } }) }, orderBy: { position: "asc" } });
  return rows.map(({ organizationId: _, versionId, ...row }) => ({ ...row, frameworkKey: keyOf.get(versionId) ?? "" })).sort((a, b) => (a.frameworkKey < b.frameworkKey ? -1 : a.frameworkKey > b.frameworkKey ? 1 : 0));
}

export type NewOwnVersion = Omit<FrameworkRow, "own" | "position" | "supersededBy"> & { id: string; version: number; fileName: string; fileSha256: string; recordedAt: Date; recordedBy: string; requirements: RequirementRecord[] };

export async function insertOwnVersion(tx: TenantTransaction, organizationId: string, { requirements, key, ...version }: NewOwnVersion): Promise<void> {
  await tx.ownFrameworkVersion.create({ data: { organizationId, frameworkKey: key, ...version } });
  await tx.ownRequirement.createMany({ data: requirements.map((one) => ({ organizationId, versionId: version.id, ...one })) });
}

/** Until the transaction ends nobody else writes a version of an own framework. */
export async function lockOwnFrameworks(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`own-frameworks ${organizationId}`}, 0))`;
}

/** Whether the organization holds a file of this hash. */
export async function holdsFrameworkFile(tx: TenantTransaction, organizationId: string, sha256: string): Promise<boolean> {
  return (await tx.blob.count({ where: { organizationId, sha256 } })) === 1;
}
