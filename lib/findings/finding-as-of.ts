import type { Severity } from "#prisma/generated/enums.ts";
import type { Touched } from "./finding.repository.ts";
import type { FindingEventKind, FindingStatus, FindingVisibility } from "./words.ts";

type Event = { at: Date; status: FindingStatus | null; severity: Severity | null; dueOn: string | null; acceptedUntil: string | null; visibility: FindingVisibility | null };

/** The state of a finding that its events tell. `settledAt`: when it was closed, withdrawn or its risk accepted. */
export type PastStanding = { status: FindingStatus; severity: Severity; dueOn: string; acceptedUntil: string | null; visibility: FindingVisibility; settledAt: Date | null };

/**
 * The state of a finding at an instant, replayed from its events. At the present instant it equals what the state's row
 * keeps; a test holds the two together.
 *
 * @param events oldest first; those after `asOf` are passed over
 * @returns null where it had not been raised
 */
export function findingAsOf(events: readonly Event[], asOf: Date): PastStanding | null {
  let standing: PastStanding | null = null;
  for (const event of events.filter((one) => one.at <= asOf)) {
    if (event.status === null && standing === null) return null;
    standing = after(standing, event);
  }
  return standing;
}

/** What a finding touched when its last event told. */
export function touchedAsOf(events: readonly (Touched & { kind: FindingEventKind })[]): { controlIds: string[]; requirements: string[] } {
  const last = events.findLast(({ kind }) => kind === "raised" || kind === "related");
  return { controlIds: last?.controlIds ?? [], requirements: last?.requirementRefs ?? [] };
}

function after(before: PastStanding | null, { at, ...event }: Event): PastStanding {
  const status = event.status ?? before?.status ?? "open";
  const settled = status === "closed" || status === "withdrawn" || status === "risk_accepted";
  return {
    status,
    severity: event.severity ?? before?.severity ?? "medium",
    dueOn: event.dueOn ?? before?.dueOn ?? "",
    visibility: event.visibility ?? before?.visibility ?? "internal",
    acceptedUntil: status === "risk_accepted" ? (event.acceptedUntil ?? before?.acceptedUntil ?? null) : null,
    settledAt: settled ? (event.status === null ? (before?.settledAt ?? at) : at) : null,
  };
}
