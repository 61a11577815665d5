import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { authorsAmong, livingKeys } from "./api-key.repository.ts";
import { keyAuthor } from "./key-standing.ts";

/** Who stands behind an API key that is the author of facts. */
export type KeyAuthor = {
  /** How it is named beside what it did. */
  name: string;
  /** The member who made it: what the key hands in is theirs, so they do not judge it. */
  makerMemberId: string;
};

/** The living keys that may hand in evidence, by name. */
export async function keysThatSubmit(tx: TenantTransaction, organizationId: string, now: Date): Promise<{ id: string; name: string; makerMemberId: string }[]> {
  const keys = await livingKeys(tx, organizationId, now);
  return keys.filter((key) => key.scopes.includes("evidence.submit")).map(({ id, name, createdBy }) => ({ id, name, makerMemberId: createdBy }));
}

/** The API keys among authors of facts, by the id that the facts carry. */
export async function keyAuthors(tx: TenantTransaction, organizationId: string, actorIds: readonly string[]): Promise<Map<string, KeyAuthor>> {
  const rows = await authorsAmong(tx, organizationId, actorIds);
  return new Map(rows.map((row) => [row.id, { name: keyAuthor(row), makerMemberId: row.createdBy }]));
}
