import { Glyph } from "#app/_ui/glyph.tsx";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { INCIDENT_STATUS_WORDS, type IncidentStatus } from "#lib/incidents/client.ts";

// Closed is proven; the rest is open work and says so with the sign of what a person still has to look at.

/** The state of an incident in a table. */
export function IncidentStatusWord({ status }: { status: IncidentStatus }) {
  if (status === "open") return <span className="inline-flex items-center gap-1.5"><Glyph name="never" tone="caution" />{INCIDENT_STATUS_WORDS.open}</span>;
  return <StatusInline status={status === "closed" ? "pass" : "needs_review"} word={INCIDENT_STATUS_WORDS[status]} />;
}

/** The state of an incident at the head of its record. */
export function IncidentStatusBadge({ status }: { status: IncidentStatus }) {
  return <StatusBadge status={status === "closed" ? "pass" : "needs_review"} word={INCIDENT_STATUS_WORDS[status]} />;
}
