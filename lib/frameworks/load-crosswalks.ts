import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { Database } from "#lib/platform/db.ts";
import { crosswalkEdges, type Crosswalk } from "./crosswalk.ts";
import { crosswalkHashes, replaceCrosswalk, type CrosswalkRecord } from "./crosswalks.repository.ts";

/**
 * Writes crosswalks from content. Idempotent: one whose content has not changed is left alone.
 *
 * @param database opened with the OWNER's role: crosswalks are global, and the app role may only read them
 * @returns the keys that were written
 */
export async function loadCrosswalks(database: Database, crosswalks: readonly { value: Crosswalk }[]): Promise<string[]> {
  const stored = await crosswalkHashes(database);
  const changed = crosswalks.map(({ value }) => recordOf(value)).filter((record) => stored.get(record.key) !== record.contentHash);
  for (const record of changed) await replaceCrosswalk(database, record);
  return changed.map((record) => record.key);
}

function recordOf(crosswalk: Crosswalk): CrosswalkRecord {
  const sources = new Map(crosswalk.sources.map((source) => [source.key, source]));
  const fields = {
    key: crosswalk.id,
    fromKey: crosswalk.from,
    toKey: crosswalk.to,
    edges: crosswalkEdges(crosswalk).map((edge, position) => ({
      fromCode: edge.from,
      toCode: edge.to,
      relation: edge.relation,
      confidence: edge.confidence,
      source: sources.get(edge.source ?? "")?.citation ?? "",
      checked: sources.get(edge.source ?? "")?.checked ?? "",
      note: edge.note ?? "",
      position,
    })),
  };
  return { ...fields, contentHash: sha256Hex(canonicalJson(fields satisfies Json)) };
}
