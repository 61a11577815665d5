import type { Scope } from "#lib/access/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { ControlVersionRow } from "./controls.repository.ts";
import { mappingChanges, newestReviews } from "./history.repository.ts";

/** One line of a control's history: what happened, and who or when else. */
export type HistoryEntry = { at: Date; kind: "version" | "mapping" | "review"; text: string; detail: string; evidenceId: string | null; effectiveFrom: Date | null };

const LIMIT = 20;

/** The newest entries recorded by an instant: versions, changes of mappings, reviews of evidence. */
export async function controlHistory(tx: TenantTransaction, scope: Scope, controlId: string, versions: readonly ControlVersionRow[], knownAt: Date): Promise<HistoryEntry[]> {
  const changes = await mappingChanges(tx, scope.organizationId, controlId);
  const reviews = await newestReviews(tx, scope, controlId, LIMIT);
  const entries: HistoryEntry[] = [
    ...versions.map((one): HistoryEntry => ({
      at: one.recordedAt, kind: "version", text: `Version ${one.version} recorded`, detail: "", evidenceId: null, effectiveFrom: one.effectiveFrom,
    })),
    ...changes.map((one): HistoryEntry => ({
      at: one.recordedAt, kind: "mapping", text: mappingWords(one.added, one.retracted), detail: "", evidenceId: null, effectiveFrom: one.effectiveFrom,
    })),
    ...reviews.map((one): HistoryEntry => ({
      at: one.at, kind: "review", text: `${evidenceReference(one.number)} ${one.decision}`, detail: one.reviewer, evidenceId: one.evidenceId, effectiveFrom: null,
    })),
  ];
  return entries.filter((one) => one.at <= knownAt).sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, LIMIT);
}

function mappingWords(added: number, retracted: number): string {
  const parts = [added > 0 ? `${added} ${added === 1 ? "mapping" : "mappings"} recorded` : "", retracted > 0 ? `${retracted} retracted` : ""];
  return parts.filter((part) => part !== "").join(", ");
}
