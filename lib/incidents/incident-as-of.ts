import type { IncidentEntryKind, Severity } from "#prisma/generated/enums.ts";
import type { IncidentStatus } from "./words.ts";

type Entry = { kind: IncidentEntryKind; at: Date; severity: Severity | null; cause: string | null };

/** The state of an incident that its entries tell. */
export type IncidentStanding = {
  status: IncidentStatus;
  severity: Severity | null;
  containedAt: Date | null;
  resolvedAt: Date | null;
  closedAt: Date | null;
  cause: string | null;
};

/**
 * The state of an incident at an instant, replayed from its entries. At the present instant it equals what the state's row
 * keeps; a test holds the two together.
 *
 * @param entries oldest first; those after `asOf` are passed over
 */
export function incidentAsOf(entries: readonly Entry[], asOf: Date): IncidentStanding {
  const standing: IncidentStanding = { status: "open", severity: null, containedAt: null, resolvedAt: null, closedAt: null, cause: null };
  for (const entry of entries.filter((one) => one.at <= asOf)) {
    if (entry.severity !== null) standing.severity = entry.severity;
    if (entry.kind === "reopened") Object.assign(standing, { status: "open", containedAt: null, resolvedAt: null, closedAt: null, cause: null });
    if (entry.kind === "contained") Object.assign(standing, { status: "contained", containedAt: entry.at });
    if (entry.kind === "resolved") Object.assign(standing, { status: "resolved", resolvedAt: entry.at, cause: entry.cause });
    if (entry.kind === "closed") Object.assign(standing, { status: "closed", closedAt: entry.at });
  }
  return standing;
}
