import { numberText } from "#app/_ui/region-now.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { HuntChoice, HuntSegmentStatus, HuntStatus } from "#lib/hunts/client.ts";
import type { HuntListRow } from "#lib/hunts/index.ts";
import type { Status } from "#lib/status/client.ts";

export const HUNT_STATUS_WORDS: Readonly<Record<HuntStatus, string>> = { queued: "Waiting", running: "Running", paused: "Paused", cancelled: "Cancelled", finished: "Finished", full: "Full", failed: "Failed" };
export const HUNT_CHOICE_WORDS: Readonly<Record<HuntChoice, string>> = { in_force: "Every rule in force", rules: "Chosen rules in force", texts: "Chosen versions of texts", pack: "A whole archive" };
export const SEGMENT_WORDS: Readonly<Record<HuntSegmentStatus, string>> = { waiting: "Not read", read: "Read", partial: "Ends early", missing: "Missing", damaged: "Damaged" };
export const SEGMENT_STATUS: Readonly<Record<HuntSegmentStatus, Status>> = { waiting: "not_yet_known", read: "pass", partial: "partial", missing: "could_not_run", damaged: "could_not_run" };

export const counted = (count: number, one: string, many = `${one}s`): string => `${numberText(count)} ${count === 1 ? one : many}`;

/** Segments of a hunt that were not read whole though their turn has come. */
export const brokenOf = ({ reading: { partial, missing, damaged } }: Pick<HuntListRow, "reading">): number => partial + missing + damaged;

/** Only a hunt that read all of its segments whole counts as good. */
export function HuntState({ hunt }: { hunt: Pick<HuntListRow, "state" | "reading"> }) {
  const { status } = hunt.state;
  const of: Record<HuntStatus, Status> = { queued: "not_yet_known", running: "not_yet_known", paused: "not_yet_known", cancelled: "partial", finished: brokenOf(hunt) > 0 ? "partial" : "pass", full: "partial", failed: "could_not_run" };
  return <StatusInline status={of[status]} word={stateWord(hunt)} />;
}

/** The same in words. */
export function stateWord(hunt: Pick<HuntListRow, "state" | "reading">): string {
  const { status, doneSegments } = hunt.state;
  if (status === "running" || status === "paused") return `${HUNT_STATUS_WORDS[status]}, ${numberText(doneSegments)} of ${numberText(hunt.reading.segments)}`;
  return status === "finished" && brokenOf(hunt) > 0 ? "Finished, in part" : HUNT_STATUS_WORDS[status];
}

/** Matches so far; before anything was read nothing is known, which is not nought. */
export function matchesText({ state, reading }: Pick<HuntListRow, "state" | "reading">): string {
  if (state.status === "finished" || state.status === "full") return numberText(state.matches);
  return reading.lines === 0 ? "–" : `${numberText(state.matches)} so far`;
}
