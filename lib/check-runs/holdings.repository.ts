import { z } from "zod";
import type { Gap } from "#lib/connector/index.ts";
import { rowSchema, type RowKind } from "#lib/connector/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { FoundRow, LastRun } from "./judge-collected.ts";

export type ConnectionFound = { id: string; name: string; connector: string };

/** Connections that were not removed, by name. */
export function connectionsThere(tx: TenantTransaction, organizationId: string): Promise<ConnectionFound[]> {
  return tx.connection.findMany({ where: { organizationId, removedAt: null }, select: { id: true, name: true, connector: true }, orderBy: [{ name: "asc" }, { id: "asc" }] });
}

/** Collectors that ever brought something of the kind, and of the type where one is named. */
export async function collectorsOfKind(tx: TenantTransaction, organizationId: string, connectionId: string, kind: RowKind, type: string | undefined): Promise<string[]> {
  const rows = await tx.collectedObject.findMany({ where: { organizationId, connectionId, kind, ...(type === undefined ? {} : { code: type }) }, select: { collector: true }, distinct: ["collector"] });
  return rows.map(({ collector }) => collector).sort();
}

const gapsSchema = z.array(z.object({ reason: z.enum(["denied", "disabled", "not_found", "unreadable", "truncated", "count_differs", "not_enabled", "failed"]), operation: z.string(), scope: z.string().nullable(), says: z.string() }));
const failureSchema = z.object({ operation: z.string(), says: z.string() }).nullable();
const wordsSchema = z.object({ completeness: z.enum(["complete", "partial", "failed", "denied", "disabled"]), listing: z.enum(["full", "incremental"]) });

/** The last run of each collector that ended; one that imported the past tells nothing of now. */
export async function lastRunsOf(tx: TenantTransaction, organizationId: string, connectionId: string): Promise<LastRun[]> {
  const rows = await tx.$queryRaw<{ id: string; number: number; collector: string; completeness: string; listing: string; gaps: unknown; failure: unknown; endedAt: Date; sha256: string | null }[]>`
    SELECT DISTINCT ON (collector) id, number, collector, completeness, listing, gaps, failure, ended_at AS "endedAt", sha256
      FROM collection WHERE organization_id = ${organizationId} AND connection_id = ${connectionId} AND ended_at IS NOT NULL AND reason <> 'backfill' ORDER BY collector, number DESC`;
  return rows.map((row) => ({ ...row, ...wordsSchema.parse(row), gaps: gapsSchema.parse(row.gaps) as Gap[], failure: failureSchema.parse(row.failure) }));
}

/** What is there now of a kind.. */
export async function rowsNow(tx: TenantTransaction, organizationId: string, connectionId: string, kind: RowKind, type: string | undefined, limit: number): Promise<FoundRow[]> {
  const rows = await tx.$queryRaw<{ data: unknown; collector: string; seenIn: string }[]>`
    SELECT v.data, o.collector, o.seen_in AS "seenIn"
      FROM collected_object o JOIN collected_object_version v ON v.organization_id = o.organization_id AND v.object_id = o.id AND v.version = o.version
     WHERE o.organization_id = ${organizationId} AND o.connection_id = ${connectionId} AND o.kind = ${kind} AND (${type ?? null}::text IS NULL OR o.code = ${type ?? null}) AND o.removed_at IS NULL
     ORDER BY o.id LIMIT ${limit}`;
  return rows.map(({ data, ...row }) => ({ ...row, row: rowSchema.parse(data) }));
}
