import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** A file that is handed out to nobody: what the virus scanner found in it, and when. */
export type HeldFile = { sha256: string; found: string | null; scanner: string | null; scannedAt: Date };

/**
 * Which of these files were held back at an instant: the newest look at them by then found something, and nobody had released them.
 * Null: of all files of the organization.
 */
export async function filesHeldAt(tx: TenantTransaction, organizationId: string, sha256s: readonly string[] | null, at: Date): Promise<Map<string, HeldFile>> {
  if (sha256s?.length === 0) return new Map();
  const among = { in: sha256s === null ? await everInfected(tx, organizationId, at) : [...new Set(sha256s)] };
  const looks = await tx.fileInspection.findMany({
    where: { organizationId, sha256: among, inspectedAt: { lte: at } }, distinct: ["sha256"], orderBy: [{ sha256: "asc" }, { inspectedAt: "desc" }, { id: "desc" }],
    select: { sha256: true, scanVerdict: true, scanDetail: true, scanner: true, inspectedAt: true },
  });
  const infected = looks.filter(({ scanVerdict }) => scanVerdict === "infected");
  if (infected.length === 0) return new Map();
  const released = await tx.fileRelease.findMany({ where: { organizationId, sha256: among, releasedAt: { lte: at } }, select: { sha256: true } });
  const out = new Set(released.map(({ sha256 }) => sha256));
  return new Map(infected.filter(({ sha256 }) => !out.has(sha256)).map(({ sha256, scanDetail, scanner, inspectedAt }) => [sha256, { sha256, found: scanDetail, scanner, scannedAt: inspectedAt }]));
}

/** Files in which something was found by an instant, whatever came after. */
async function everInfected(tx: TenantTransaction, organizationId: string, at: Date): Promise<string[]> {
  const rows = await tx.fileInspection.findMany({ where: { organizationId, scanVerdict: "infected", inspectedAt: { lte: at } }, distinct: ["sha256"], select: { sha256: true } });
  return rows.map(({ sha256 }) => sha256);
}
