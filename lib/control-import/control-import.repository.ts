import type { TenantTransaction } from "#lib/platform/tenant.ts";

/** An import that was made: which file, how its columns were read, and what came of it. */
export type MadeImport = { id: string; fileName: string; sha256: string; sheetName: string; headers: Record<string, string>; created: number; changed: number; importedAt: Date; importedBy: string };

export async function insertImport(tx: TenantTransaction, organizationId: string, made: MadeImport): Promise<void> {
  await tx.controlImport.create({ data: { organizationId, ...made } });
}

/** Headers by field, as the newest import read them: what a person chose once is offered again. */
export async function rememberedHeaders(tx: TenantTransaction, organizationId: string): Promise<Record<string, string>> {
  const row = await tx.controlImport.findFirst({ where: { organizationId }, orderBy: { id: "desc" }, select: { headers: true } });
  const headers = row?.headers;
  if (typeof headers !== "object" || headers === null || Array.isArray(headers)) return {};
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Whether the organization holds a file of this hash. */
export async function holdsFile(tx: TenantTransaction, organizationId: string, sha256: string): Promise<boolean> {
  return (await tx.blob.count({ where: { organizationId, sha256 } })) === 1;
}
