import type { Database } from "#lib/platform/db.ts";
import { onceInRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { ownRequirements, ownVersions } from "./own-frameworks.repository.ts";

export type RequirementRecord = {
  code: string;
  groupCode: string;
  groupTitle: string;
  parentCode: string | null;
  newInEdition: boolean;
  title: string;
  position: number;
};

export type FrameworkRecord = {
  key: string;
  name: string;
  edition: string;
  publisher: string;
  itemLabel: string;
  itemLabelMany: string;
  validFrom: string | null;
  validUntil: string | null;
  validityNote: string;
  /** The edition that took its place, or null. */
  supersededBy: string | null;
  source: string;
  notCovered: string[];
  contentHash: string;
  position: number;
  requirements: RequirementRecord[];
};

/** Content hash of every stored edition, by key. */
export async function frameworkHashes(database: Database): Promise<Map<string, string>> {
  const rows = await database.framework.findMany({ select: { key: true, contentHash: true } });
  return new Map(rows.map((row) => [row.key, row.contentHash]));
}

/** Writes one edition in place of what is stored of it, in one transaction. */
export async function replaceFramework(database: Database, record: FrameworkRecord): Promise<void> {
  const { requirements, ...framework } = record;
  await database.$transaction(async (tx) => {
    await tx.framework.upsert({ where: { key: record.key }, create: framework, update: framework });
    await tx.requirement.deleteMany({ where: { frameworkKey: record.key } });
    await tx.requirement.createMany({ data: requirements.map((requirement) => ({ ...requirement, frameworkKey: record.key })) });
  });
}

export type FrameworkRow = Omit<FrameworkRecord, "requirements"> & {
  /** Set for a framework of the organization's own: which version of its file counts. */
  own: { version: number } | null;
};

const frameworkColumns = {
  key: true, name: true, edition: true, publisher: true, itemLabel: true, itemLabelMany: true, validFrom: true,
  validUntil: true, validityNote: true, supersededBy: true, source: true, notCovered: true, contentHash: true, position: true,
} as const;

/** Every edition, shipped ones in the order of the content, then the organization's own. */
export async function allFrameworks(tx: TenantTransaction): Promise<FrameworkRow[]> {
  const shipped = await onceInRead(tx, "frameworks", () => tx.framework.findMany({ select: frameworkColumns, orderBy: [{ position: "asc" }, { key: "asc" }] }));
  return [...shipped.map((row) => ({ ...row, own: null })), ...(await ownVersions(tx)).map(({ versionId: _, ...row }) => row)];
}

export async function findFramework(tx: TenantTransaction, key: string): Promise<FrameworkRow | null> {
  return (await allFrameworks(tx)).find((row) => row.key === key) ?? null;
}

/** The content hash of every edition, by key. */
export async function contentHashes(tx: TenantTransaction): Promise<Map<string, string>> {
  return new Map((await allFrameworks(tx)).map((row) => [row.key, row.contentHash]));
}

export type RequirementRow = RequirementRecord & { frameworkKey: string };

/** The requirements of the editions named, or of all, in each framework's own order; of the codes named, where some are. */
export async function requirementsOf(tx: TenantTransaction, keys?: readonly string[], codes?: readonly string[]): Promise<RequirementRow[]> {
  const shipped = await tx.requirement.findMany({
    where: { ...(keys === undefined ? {} : { frameworkKey: { in: [...keys] } }), ...(codes === undefined ? {} : { code: { in: [...codes] } }) },
    orderBy: [{ frameworkKey: "asc" }, { position: "asc" }],
  });
  return [...shipped, ...(await ownRequirements(tx, keys, codes))];
}

/** Titles of requirements by `framework code`, for the editions given; of the codes named, where some are. */
export async function requirementTitles(tx: TenantTransaction, frameworkKeys: readonly string[], codes?: readonly string[]): Promise<Map<string, string>> {
  return new Map((await requirementsOf(tx, frameworkKeys, codes)).map((row) => [`${row.frameworkKey} ${row.code}`, row.title]));
}

/** How a framework is named on screens and in packets. */
export type FrameworkLabel = Pick<FrameworkRow, "key" | "name" | "edition" | "itemLabel" | "itemLabelMany" | "validUntil">;

/** Labels of every edition, by key. */
export async function frameworkLabels(tx: TenantTransaction): Promise<Map<string, FrameworkLabel>> {
  return new Map((await allFrameworks(tx)).map(({ key, name, edition, itemLabel, itemLabelMany, validUntil }) => [key, { key, name, edition, itemLabel, itemLabelMany, validUntil }]));
}
