import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { CollectionRow } from "./collection.repository.ts";

const at = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** What a page commits to: everything but the page's place in time. */
export function pageHash(page: { sequence: number; operations: Json; exchanges: Json; gaps: Json; unreadable: Json; resume: Json; copySha256: string; copyBytes: number; rows: number; rowsSha256: string }): string {
  return sha256Hex(canonicalJson(page));
}

/**
 * The IPE record of a run that is over, as the text that stands for it: anybody can compute its hash again.
 *
 * @param pageHashes what each page committed to, in their order
 */
export function collectionRecord(run: Omit<CollectionRow, "sha256" | "record">, pageHashes: readonly string[]): { canonical: string; sha256: string } {
  const canonical = canonicalJson({
    kind: "collection", id: run.id, number: run.number, title: run.title, connection: run.connectionId, connector: run.connector, connector_version: run.connectorVersion, collector: run.collector,
    identity: run.identity === null ? null : { ...run.identity }, credential: run.credentialFingerprint, settings: run.settings, reason: run.reason, listing: run.listing, cursor: run.cursor,
    from: at(run.fromAt), until: run.untilAt.toISOString(), requested_by: run.requestedBy, started_at: run.startedAt.toISOString(), ended_at: at(run.endedAt), attempts: run.attempts,
    server_at: at(run.serverAt), skew_ms: run.skewMs, pages: run.pages, pages_sha256: sha256Hex(pageHashes.join("\n")), answers: run.answers, items: run.items, rows: run.rows, unreadable: run.unreadable,
    requests: run.requests, retries: run.retries, bytes: run.bytes, status_counts: run.statusCounts, announced: run.announced as Json, second_route: run.secondRoute as Json, removed: run.removed,
    completeness: run.completeness, gaps: run.gaps.map((gap) => ({ ...gap })), failure: run.failure, last_exchanges: JSON.parse(JSON.stringify(run.lastExchanges)) as Json,
  });
  return { canonical, sha256: sha256Hex(canonical) };
}
