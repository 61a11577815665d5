import { memberNames } from "#lib/access/index.ts";
import type { Scope } from "#lib/access/index.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { isToldOf, type AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { approvalText, type Approval } from "./approval.ts";
import { requestOwnerNames, type ControlVersionRow } from "./controls.repository.ts";
import { mappingChanges, newestReviews, requestVersions, type ReviewEvent, type StoredRequestVersion } from "./history.repository.ts";
import { requestEvents } from "./request-history.ts";
import { versionChanges, type VersionChange } from "./version-changes.ts";

/** One line of a control's history: what happened, and who or when else. */
export type HistoryEntry = { at: Date; kind: "version" | "mapping" | "request" | "review"; text: string; detail: string; evidenceId: string | null; effectiveFrom: Date | null; /** Of a version, of the control or of its requests: what it says otherwise than the one before. */ changes: VersionChange[] };

const LIMIT = 12;
/** Reviews looked at: many of one day become one line. */
const REVIEWS = 100;

/** The newest entries known at an instant: versions, changes of mappings and of requests, reviews of evidence; who proposed and approved what says so. */
export async function controlHistory(tx: TenantTransaction, scope: Scope, controlId: string, versions: readonly ControlVersionRow[], asOf: AsOf): Promise<HistoryEntry[]> {
  const changes = await mappingChanges(tx, scope.organizationId, controlId);
  const reviews = await newestReviews(tx, scope, controlId, asOf, REVIEWS);
  const nameOf = await namesOf(tx, scope, versions, changes);
  const entries: HistoryEntry[] = [
    ...versions.map((one, index): HistoryEntry => ({
      at: one.recordedAt, kind: "version", text: versionWords(one, versions[index - 1]), detail: ownApproval(versions[index - 1], one, nameOf), evidenceId: null, effectiveFrom: one.effectiveFrom, changes: versionChanges(versions[index - 1], one),
    })),
    ...changes.map((one): HistoryEntry => ({
      at: one.recordedAt, kind: "mapping", text: mappingWords(one.added, one.retracted), detail: one.approval === null ? "" : approvalText(one.approval, nameOf), evidenceId: null, effectiveFrom: one.effectiveFrom, changes: [],
    })),
    ...(await requestEntries(tx, scope, controlId, versions)),
    ...reviewEntries(reviews),
  ];
  // Reviews are read as of these instants already.
  return entries.filter((one) => one.kind === "review" || isToldOf(asOf, { recordedAt: one.at, effectiveFrom: one.effectiveFrom ?? one.at })).sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, LIMIT);
}

/** What a version itself was approved by: what it only carried on was said of an earlier one. */
function ownApproval(before: ControlVersionRow | undefined, version: ControlVersionRow, nameOf: (id: string) => string): string {
  const isReworded = before !== undefined && (before.statement !== version.statement || before.scope !== version.scope);
  if (!isReworded) return "";
  return version.approval === null ? `recorded by ${nameOf(version.recordedBy)}, approved by nobody` : approvalText(version.approval, nameOf);
}

/** Names of whoever recorded, proposed or approved something. Auditors learn them too: who approved a change is what they test. */
async function namesOf(tx: TenantTransaction, scope: Scope, versions: readonly ControlVersionRow[], changes: readonly { approval: Approval | null }[]): Promise<(id: string) => string> {
  const ids = [...versions, ...changes].flatMap(({ approval }) => (approval === null ? [] : [approval.proposedBy, approval.approvedBy]));
  const names = await memberNames(tx, scope.organizationId, [...new Set([...ids, ...versions.map((one) => one.recordedBy)])]);
  return (id) => names.get(id) ?? "Tickmark";
}

async function requestEntries(tx: TenantTransaction, { organizationId }: Scope, controlId: string, versions: readonly ControlVersionRow[]): Promise<HistoryEntry[]> {
  const stored = await requestVersions(tx, organizationId, controlId);
  const keyOf = (one: StoredRequestVersion): string => `${one.requestId} ${one.number}`;
  const owners = await requestOwnerNames(tx, organizationId, stored.map((one) => ({ ...one, id: keyOf(one) })));
  const events = requestEvents(stored.map((one) => ({ ...one, ownerName: owners.get(keyOf(one)) ?? null })), versions[0]?.recordedAt);
  return events.map((event) => ({ ...event, kind: "request", detail: "", evidenceId: null }));
}

/** One line for what one reviewer decided alike on one day (UTC); it leads to the newest of them. */
function reviewEntries(reviews: readonly ReviewEvent[]): HistoryEntry[] {
  const together = Map.groupBy(reviews, (one) => `${one.at.toISOString().slice(0, 10)} ${one.decision} ${one.reviewer}`);
  return [...together.values()].flatMap(([newest, ...others]): HistoryEntry[] => {
    if (newest === undefined) return [];
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    return [{ at: newest.at, kind: "review", text: `${evidenceReference(newest.number)}${more} ${newest.decision}`, detail: newest.reviewer, evidenceId: newest.evidenceId, effectiveFrom: null, changes: [] }];
  });
}

function versionWords(one: ControlVersionRow, before: ControlVersionRow | undefined): string {
  if (one.retirement !== null && (before?.retirement ?? null) === null) return `Version ${one.version}: retired`;
  return one.retirement === null && (before?.retirement ?? null) !== null ? `Version ${one.version}: in force again` : `Version ${one.version} recorded`;
}

function mappingWords(added: number, retracted: number): string {
  const parts = [added > 0 ? `${added} ${added === 1 ? "mapping" : "mappings"} recorded` : "", retracted > 0 ? `${retracted} retracted` : ""];
  return parts.filter((part) => part !== "").join(", ");
}
