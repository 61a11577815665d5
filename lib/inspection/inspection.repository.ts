import type { ScanVerdict } from "#lib/platform/virus-scanner/virus-scanner.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { FINDING_KINDS, type FileFinding } from "./findings.ts";

const VERDICTS = ["clean", "infected", "not_scanned", "failed"] as const satisfies readonly ScanVerdict[];

/** What is known of a file's content. */
export type FileInspection = {
  id: string;
  sha256: string;
  mediaType: string;
  findings: FileFinding[];
  version: number;
  scanVerdict: ScanVerdict;
  scanner: string | null;
  scannerVersion: string | null;
  /** The name of what the scanner found, or why it could not scan. */
  scanDetail: string | null;
  inspectedAt: Date;
};

/** Who let a file out in which the scanner had found something, and why. */
export type FileRelease = { id: string; sha256: string; reason: string; releasedBy: string; releasedAt: Date };

/** The newest look into a file; null while nobody has looked. */
export async function newestInspection(tx: TenantTransaction, organizationId: string, sha256: string): Promise<FileInspection | null> {
  const row = await tx.fileInspection.findFirst({ where: { organizationId, sha256 }, orderBy: [{ inspectedAt: "desc" }, { id: "desc" }] });
  if (row === null) return null;
  const { organizationId: _, findings, scanVerdict, ...fields } = row;
  return { ...fields, findings: readFindings(findings), scanVerdict: storedWord(VERDICTS, scanVerdict) };
}

/** The newest look into each of some files, by hash. */
export async function newestInspections(tx: TenantTransaction, organizationId: string, sha256s: readonly string[]): Promise<Map<string, FileInspection>> {
  if (sha256s.length === 0) return new Map();
  const rows = await tx.fileInspection.findMany({ where: { organizationId, sha256: { in: [...sha256s] } }, orderBy: [{ inspectedAt: "asc" }, { id: "asc" }] });
  return new Map(rows.map(({ organizationId: _, findings, scanVerdict, ...fields }) => [fields.sha256, { ...fields, findings: readFindings(findings), scanVerdict: storedWord(VERDICTS, scanVerdict) }]));
}

function readFindings(stored: unknown): FileFinding[] {
  return (stored as { kind: string; detail: string }[]).map(({ kind, detail }) => ({ kind: storedWord(FINDING_KINDS, kind), detail }));
}

export async function insertInspection(tx: TenantTransaction, organizationId: string, inspection: FileInspection): Promise<void> {
  await tx.fileInspection.create({ data: { organizationId, ...inspection } });
}

/** The newest release of a file; null while it is held back. */
export async function newestRelease(tx: TenantTransaction, organizationId: string, sha256: string): Promise<FileRelease | null> {
  return tx.fileRelease.findFirst({ where: { organizationId, sha256 }, orderBy: [{ releasedAt: "desc" }, { id: "desc" }], omit: { organizationId: true } });
}

/** The newest release of each of some files, by hash. */
export async function newestReleases(tx: TenantTransaction, organizationId: string, sha256s: readonly string[]): Promise<Map<string, FileRelease>> {
  const rows = await tx.fileRelease.findMany({ where: { organizationId, sha256: { in: [...sha256s] } }, orderBy: [{ releasedAt: "asc" }, { id: "asc" }], omit: { organizationId: true } });
  return new Map(rows.map((row) => [row.sha256, row]));
}

export async function insertRelease(tx: TenantTransaction, organizationId: string, release: FileRelease): Promise<void> {
  await tx.fileRelease.create({ data: { organizationId, ...release } });
}

/** Length of a blob of the organization; null when it has none of this hash. */
export async function lengthOf(tx: TenantTransaction, organizationId: string, sha256: string): Promise<number | null> {
  const row = await tx.blob.findUnique({ where: { organizationId_sha256: { organizationId, sha256 } }, select: { byteLength: true } });
  return row === null ? null : Number(row.byteLength);
}
