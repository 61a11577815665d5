import type { Database } from "#lib/platform/db.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { CrosswalkConfidence, CrosswalkRelation } from "./crosswalk.ts";

/** One pair of requirements as it is stored, with where it comes from. */
export type StoredEdge = {
  fromCode: string;
  toCode: string;
  relation: CrosswalkRelation | "added";
  confidence: CrosswalkConfidence;
  source: string;
  checked: string;
  note: string;
  position: number;
};

export type CrosswalkRecord = { key: string; fromKey: string; toKey: string; contentHash: string; edges: StoredEdge[] };

/** Content hash of every stored crosswalk, by key. */
export async function crosswalkHashes(database: Database): Promise<Map<string, string>> {
  const rows = await database.crosswalk.findMany({ select: { key: true, contentHash: true } });
  return new Map(rows.map((row) => [row.key, row.contentHash]));
}

/** Writes one crosswalk in place of what is stored of it, in one transaction. */
export async function replaceCrosswalk(database: Database, { edges, ...crosswalk }: CrosswalkRecord): Promise<void> {
  await database.$transaction(async (tx) => {
    await tx.crosswalk.upsert({ where: { key: crosswalk.key }, create: crosswalk, update: crosswalk });
    await tx.crosswalkEdge.deleteMany({ where: { crosswalkKey: crosswalk.key } });
    await tx.crosswalkEdge.createMany({ data: edges.map((edge) => ({ ...edge, crosswalkKey: crosswalk.key })) });
  });
}

/** A pair of requirements, each in its edition. */
export type Correspondence = StoredEdge & { fromKey: string; toKey: string };

/** Every pair that leads into an edition, or out of it to another. */
export async function correspondencesOf(tx: TenantTransaction, frameworkKey: string): Promise<Correspondence[]> {
  const rows = await tx.crosswalk.findMany({
    where: { OR: [{ fromKey: frameworkKey }, { toKey: frameworkKey }] },
    include: { edges: { orderBy: [{ position: "asc" }, { toCode: "asc" }] } },
    orderBy: { key: "asc" },
  });
  return rows.flatMap(({ fromKey, toKey, edges }) => edges.map(({ crosswalkKey: _, ...edge }): Correspondence => ({ ...edge, fromKey, toKey, relation: edge.relation as StoredEdge["relation"], confidence: edge.confidence as CrosswalkConfidence })));
}
