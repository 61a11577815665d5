import { CORRELATOR_LIMITS } from "#lib/detection/index.ts";
import { readLines, type ShownLine } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { compileVersion } from "#lib/rules/index.ts";
import { conditionLetters, highlightLine, type LinePart } from "./highlight.ts";
import type { AlertPlace, AlertView } from "./read-alert.ts";

/** Matching lines shown at first: the first of them and the last. */
const FIRST = 5;
const LAST = 5;
const KEPT_FIRST = CORRELATOR_LIMITS.firstLines;

export type AlertLine = { kind: "line"; segmentId: string; number: number; matched: boolean; letter: string | null; parts: LinePart[]; shortened: boolean };
/** Matching lines that are not shown, between those that are. */
export type AlertLineGap = { kind: "gap"; count: number };

export type AlertLines = {
  lines: (AlertLine | AlertLineGap)[];
  /** Why lines are missing, in sentences. */
  missing: string[];
  /** Whether asking for all would show more. */
  more: boolean;
};

/** What lines are read and marked by: of an alert, or of what a retro-hunt found. A vendor's alert has neither rule nor lines. */
export type LinesOf = {
  places: readonly AlertPlace[];
  rule: Pick<NonNullable<AlertView["rule"]>, "key" | "sha256" | "text"> | null;
  segment: Pick<NonNullable<AlertView["segment"]>, "referenceTime" | "utcOffsetMinutes"> | null;
  explanation: Pick<AlertView["explanation"], "groupKey" | "linesTotal">;
};

/**
 * Reads an alert's lines again from the stored segments, with a neighbour on each side, and marks what the rule matched
 * by evaluating each line anew with the rule as it was. At most the 60 places that an alert keeps.
 *
 * @throws AppError forbidden, not_found
 */
export async function readAlertLines(context: Context, alert: LinesOf, options: { all?: boolean } = {}): Promise<AlertLines> {
  const { rule, segment } = alert;
  if (rule === null || segment === null) return { lines: [], missing: [], more: false };
  const mark = await marker({ ...alert, rule, segment });
  const stretches = chooseStretches(alert.places, alert.explanation.linesTotal, options.all === true);
  const seen = new Set(stretches.flatMap((stretch) => ("count" in stretch ? [] : stretch.places.map((place) => `${place.segmentId} ${place.number}`))));
  const result: AlertLines = { lines: [], missing: [], more: options.all !== true && stretches.some((stretch) => "count" in stretch) && alert.places.length > FIRST + LAST };
  if (mark === null) result.missing.push("The text of this rule is no longer readable by the installed version, so nothing is marked.");
  for (const stretch of stretches) {
    if ("count" in stretch) {
      result.lines.push({ kind: "gap", count: stretch.count });
      continue;
    }
    const { lines, missing } = await readLines(context, { segmentId: stretch.segmentId, places: stretch.places, contextLines: 1 });
    if (missing !== null) result.missing.push(missing);
    for (const line of lines) {
      const key = `${stretch.segmentId} ${line.number}`;
      // A neighbour of one stretch may be a matching line of the next.
      if (!line.wanted && seen.has(key)) continue;
      seen.add(key);
      const unmarked = { parts: [{ text: line.text, mark: null }], letter: null };
      const { parts, letter } = line.wanted && mark !== null ? mark(line) : unmarked;
      result.lines.push({ kind: "line", segmentId: stretch.segmentId, number: line.number, matched: line.wanted, shortened: line.shortened, parts, letter });
    }
  }
  return result;
}

/** Marks a line by the rule as it was when the alert was raised; null when that text is no longer readable. */
async function marker(alert: LinesOf & { rule: NonNullable<LinesOf["rule"]>; segment: NonNullable<LinesOf["segment"]> }): Promise<((line: ShownLine) => { parts: LinePart[]; letter: string | null }) | null> {
  const compiled = await compileVersion({ ruleKey: alert.rule.key, sha256: alert.rule.sha256, text: alert.rule.text });
  if (compiled === null) return null;
  const letters = conditionLetters(compiled.ruleSet, compiled.rule.id);
  const reference = { referenceTimeMs: alert.segment.referenceTime.getTime(), zoneOffsetMinutes: alert.segment.utcOffsetMinutes };
  const groupValues = Object.values(alert.explanation.groupKey);
  return (line) => highlightLine(compiled.ruleSet, letters, line.text, reference, groupValues);
}

type Stretch = { segmentId: string; places: AlertPlace[] };

/** The places to show, by runs of one segment, with a gap where matching lines are left out. */
export function chooseStretches(places: readonly AlertPlace[], linesTotal: number, all: boolean): (Stretch | { count: number })[] {
  const short = all || places.length <= FIRST + LAST;
  // An alert keeps its first 50 places and its last 10: what lies between was counted, not kept.
  const first = places.slice(0, short ? KEPT_FIRST : FIRST);
  const last = places.slice(short ? KEPT_FIRST : Math.max(FIRST, places.length - LAST));
  const hidden = linesTotal - first.length - last.length;
  return [...runs(first), ...(hidden > 0 ? [{ count: hidden }] : []), ...runs(last)];
}

function runs(places: readonly AlertPlace[]): Stretch[] {
  const found: Stretch[] = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last?.segmentId === place.segmentId) last.places.push(place);
    else found.push({ segmentId: place.segmentId, places: [place] });
  }
  return found;
}
