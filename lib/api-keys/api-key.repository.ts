import { roleHolds } from "#lib/access/index.ts";
import type { Database } from "#lib/platform/db.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type ApiKeyRow = {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
  lastUsedAgent: string | null;
  revokedAt: Date | null;
  revokedByName: string | null;
  revokedReason: string | null;
};

/** A key, and whether its maker may still make keys: what they may not do, nothing does for them. */
export type MadeKey = ApiKeyRow & { makerMay: boolean };

const key = (organizationId: string, id: string) => ({ organizationId_id: { organizationId, id } });

/** Two who make keys at once take turns, so that both are counted. */
export async function lockKeys(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`api-keys ${organizationId}`}, 0))`;
}

export async function insertKey(tx: TenantTransaction, organizationId: string, row: Pick<ApiKeyRow, "id" | "name" | "hint" | "scopes" | "createdBy" | "createdByName" | "createdAt" | "expiresAt">, tokenHash: string): Promise<void> {
  await tx.apiKey.create({ data: { ...row, organizationId } });
  await tx.$executeRaw`SELECT directory_add_api_key(${tokenHash}, ${row.id})`;
}

/** Keys, those that were not revoked first, the newest of each first. */
export async function listKeyRows(tx: TenantTransaction, organizationId: string, most: number): Promise<MadeKey[]> {
  const rows = await tx.apiKey.findMany({ where: { organizationId }, omit: { organizationId: true }, orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { id: "desc" }], take: most });
  return withMakers(tx, organizationId, rows);
}

/** Keys that nobody revoked and that end after an instant. */
export async function livingKeys(tx: TenantTransaction, organizationId: string, after: Date): Promise<MadeKey[]> {
  const rows = await tx.apiKey.findMany({ where: { organizationId, revokedAt: null, expiresAt: { gt: after } }, omit: { organizationId: true }, orderBy: { id: "asc" } });
  return withMakers(tx, organizationId, rows);
}

export function countLiving(tx: TenantTransaction, organizationId: string, now: Date): Promise<number> {
  return tx.apiKey.count({ where: { organizationId, revokedAt: null, expiresAt: { gt: now } } });
}

export async function findKey(tx: TenantTransaction, organizationId: string, id: string): Promise<MadeKey | null> {
  const row = await tx.apiKey.findUnique({ where: key(organizationId, id), omit: { organizationId: true } });
  return row === null ? null : ((await withMakers(tx, organizationId, [row]))[0] ?? null);
}

async function withMakers(tx: TenantTransaction, organizationId: string, rows: readonly ApiKeyRow[]): Promise<MadeKey[]> {
  const members = await tx.member.findMany({ where: { organizationId, id: { in: [...new Set(rows.map(({ createdBy }) => createdBy))] }, removedAt: null }, select: { id: true, userId: true, role: true } });
  const entitled = members.filter(({ role }) => roleHolds(role, "api_keys.manage"));
  const open = await tx.userAccount.findMany({ where: { id: { in: entitled.map(({ userId }) => userId) }, disabledAt: null }, select: { id: true } });
  const makers = new Set(entitled.filter(({ userId }) => open.some(({ id }) => id === userId)).map(({ id }) => id));
  return rows.map((row) => ({ ...row, makerMay: makers.has(row.createdBy) }));
}

/** Ends a key. Its hash stays known, so that whoever still uses it is told why it is refused. @returns false when it was revoked already */
export async function endKey(tx: TenantTransaction, organizationId: string, id: string, end: { revokedAt: Date; revokedByName: string; revokedReason: string }): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({ where: { organizationId, id, revokedAt: null }, data: end });
  return count === 1;
}

export async function touchKey(tx: TenantTransaction, organizationId: string, id: string, use: { lastUsedAt: Date; lastUsedAddress: string; lastUsedAgent: string }): Promise<void> {
  await tx.apiKey.update({ where: key(organizationId, id), data: use });
}

/** Whose key has this hash; null when it is nobody's. */
export async function keyOfToken(database: Pick<Database, "$queryRaw">, tokenHash: string): Promise<{ organizationId: string; keyId: string } | null> {
  const [found] = await database.$queryRaw<{ organization_id: string; api_key_id: string }[]>`SELECT organization_id, api_key_id FROM directory_api_key_of_token(${tokenHash})`;
  return found === undefined ? null : { organizationId: found.organization_id, keyId: found.api_key_id };
}

/** Keys among the authors of facts: how they are named, and which member made them. */
export async function authorsAmong(tx: TenantTransaction, organizationId: string, actorIds: readonly string[]): Promise<Pick<ApiKeyRow, "id" | "name" | "createdBy" | "createdByName">[]> {
  const ids = [...new Set(actorIds)].filter((id) => id.startsWith("key_"));
  return ids.length === 0 ? [] : tx.apiKey.findMany({ where: { organizationId, id: { in: ids } }, select: { id: true, name: true, createdBy: true, createdByName: true } });
}

/** The API keys that a member made, those revoked too. */
export async function keysMadeBy(tx: TenantTransaction, organizationId: string, memberId: string): Promise<string[]> {
  return (await tx.apiKey.findMany({ where: { organizationId, createdBy: memberId }, select: { id: true } })).map((row) => row.id);
}
