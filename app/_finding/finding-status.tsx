import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { dayText } from "#app/_ui/calendar-days.ts";
import type { FindingStanding } from "#lib/findings/client.ts";

type Props = { standing: FindingStanding; acceptedUntil?: string | null };

/** What is said beside the sign: an accepted risk always with its last day. */
export function standingWord({ standing, acceptedUntil = null }: Props): string {
  return standing.status === "risk_accepted" && acceptedUntil !== null ? `${standing.word} until ${dayText(acceptedUntil)}` : standing.word;
}

/** Where a finding stands, in a table. */
export function FindingStatusWord(props: Props) {
  return <StatusInline status={props.standing.status} word={standingWord(props)} />;
}

/** Where a finding stands, at the head of its record. */
export function FindingStatusBadge(props: Props) {
  return <StatusBadge status={props.standing.status} word={standingWord(props)} />;
}
