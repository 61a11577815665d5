import type { Completeness, Gap, Row } from "#lib/connector/index.ts";
import { judgeCheck, type Check, type CheckResult, type Parameters } from "#lib/checks/index.ts";

/** How a collector's last run ended. */
export type LastRun = { id: string; number: number; collector: string; completeness: Completeness; listing: "full" | "incremental"; gaps: readonly Gap[]; failure: { operation: string; says: string } | null; endedAt: Date; sha256: string | null };

export type FoundRow = { row: Row; collector: string; seenIn: string };

/** What one connection has for a check. */
export type Holdings = {
  connectionId: string;
  /** Collectors that bring what the check judges. */
  collectors: readonly string[];
  /** The last run of each collector of the connection that ever ended one. */
  runs: readonly LastRun[];
  rows: readonly FoundRow[];
  /** There is more than was read. */
  truncated: boolean;
};

const BROUGHT_NOTHING: readonly Completeness[] = ["failed", "denied", "disabled"];

/**
 * What a check makes of what one connection holds: pure. What a run did not bring is not judged by what an earlier one
 * brought: nobody knows how it stands, whatever it was then.
 */
export function judgeCollected(check: Check, held: Holdings, parameters: Parameters, now: Date): CheckResult[] {
  const { metadata } = check;
  const runs = new Map(held.runs.map((run) => [run.collector, run]));
  const blind = held.runs.filter((run) => BROUGHT_NOTHING.includes(run.completeness) && concerns(check, held, run));
  const besides = blind.find(({ collector }) => !held.collectors.includes(collector));
  const isSubject = (row: Row): boolean => row.kind === metadata.subject.kind && (metadata.subject.type === undefined || (row.kind === "resource" && row.type === metadata.subject.type));
  const own = ownGaps(check, held);
  const missing = metadata.collectors.find((collector) => !runs.has(collector));
  const unseen = (found: FoundRow): string | null => {
    const gap = isSubject(found.row) ? own.get(found.row.externalId) : undefined;
    if (gap !== undefined) return notSeen(found, runs.get(found.collector)) === null ? null : gap.says;
    if (isSubject(found.row) && besides !== undefined) return saysOf(besides);
    if (isSubject(found.row) && missing !== undefined) return `No run of ${missing} has ended yet.`;
    const hidden = isSubject(found.row) && metadata.reads.length > 0 ? gapAt(held.runs, metadata.needs, found.row.scope) : undefined;
    return hidden?.says ?? notSeen(found, runs.get(found.collector));
  };
  const judged = held.rows.map((found) => ({ found, unseen: unseen(found) }));
  const gaps = [...held.runs.flatMap((run) => run.gaps).filter(({ scope }) => scope === null || !own.has(scope)), ...blind.flatMap((run) => gapOf(run, metadata.needs)), ...neverRun(check, held, runs), ...(held.truncated ? [{ reason: "truncated" as const, operation: metadata.needs[0] ?? "", scope: null, says: "There is more than one run judges: the rest was not judged." }] : [])];
  const results = judgeCheck(check, { rows: judged.flatMap((one) => (one.unseen === null ? [one.found.row] : [])), gaps, now }, parameters).map((result) => overridden(result, own.get(result.resource), metadata.when_disabled));
  const unknown = judged.flatMap(({ found, unseen: reason }): CheckResult[] => (reason === null || !isSubject(found.row) ? [] : [{ state: "error", reason, resource: found.row.externalId, name: nameOf(found.row), scope: found.row.scope }]));
  return unknown.length === 0 ? results : [...results.filter(({ resource }) => resource !== ""), ...unknown];
}

/**
 * Gaps in what the check needs whose place is the very thing that it judges (a repository): they are the thing's own result.
 * That the service is off speaks first, where that is a failure.
 */
function ownGaps({ metadata: { subject, needs, when_disabled: disabled } }: Check, { runs, rows }: Holdings): ReadonlyMap<string, Gap> {
  const own = new Map<string, Gap>();
  const gaps = runs.flatMap((run) => run.gaps).filter(({ reason, operation, scope }) => scope !== null && reason !== "count_differs" && needs.includes(operation));
  if (gaps.length === 0) return own;
  const things = new Set(rows.filter(({ row }) => row.kind === subject.kind && (subject.type === undefined || (row.kind === "resource" && row.type === subject.type))).map(({ row }) => row.externalId));
  for (const gap of gaps) if (gap.scope !== null && things.has(gap.scope) && (!own.has(gap.scope) || (gap.reason === "disabled" && disabled === "fail"))) own.set(gap.scope, gap);
  return own;
}

/** What a thing is by its own gap: unknown, or failing where the service is off; what the check does not apply to stays so. */
function overridden(result: CheckResult, gap: Gap | undefined, disabled: "fail" | "error"): CheckResult {
  if (gap === undefined || result.state === "not_applicable") return result;
  return { ...result, state: gap.reason === "disabled" && disabled === "fail" ? "fail" : "error", reason: gap.says };
}

/** Whether a run that brought nothing hides something from the check. */
function concerns({ metadata: { needs, collectors: besides } }: Check, { collectors }: Holdings, { collector, failure, gaps }: LastRun): boolean {
  return collectors.includes(collector) || besides.includes(collector) || (failure !== null && needs.includes(failure.operation)) || gaps.some((gap) => gap.scope === null && needs.includes(gap.operation));
}

const saysOf = ({ failure, completeness, gaps }: LastRun): string => failure?.says ?? gaps[0]?.says ?? `The last collection is ${completeness}.`;

/** A run that brought nothing, as a gap in what the check needs; where its own gaps say it already, nothing more. */
function gapOf(run: LastRun, needs: readonly string[]): Gap[] {
  if (run.failure === null && run.gaps.some(({ operation }) => needs.includes(operation))) return [];
  const reason = run.completeness === "disabled" ? "disabled" : run.completeness === "denied" ? "denied" : "failed";
  return [{ reason, operation: needs[0] ?? "", scope: null, says: saysOf(run) }];
}

function gapAt(runs: readonly LastRun[], needs: readonly string[], scope: string | null): Gap | undefined {
  return runs.flatMap(({ gaps }) => gaps).find((gap) => gap.reason !== "count_differs" && scope !== null && gap.scope === scope && needs.includes(gap.operation));
}

/** Collectors of what is judged of which none ever ended a run. */
function neverRun({ metadata: { needs } }: Check, { collectors }: Holdings, runs: ReadonlyMap<string, LastRun>): Gap[] {
  const missing = collectors.filter((collector) => !runs.has(collector));
  return missing.length < collectors.length || collectors.length === 0 ? [] : [{ reason: "failed", operation: needs[0] ?? "", scope: null, says: "Nothing was collected yet." }];
}

/** Why a row says nothing of now; null when its collector's last run saw it, or would have said if it had changed. */
function notSeen({ seenIn }: FoundRow, run: LastRun | undefined): string | null {
  if (run === undefined) return "No run of its collector has ended yet.";
  if (BROUGHT_NOTHING.includes(run.completeness)) return saysOf(run);
  return run.listing === "full" && run.completeness !== "complete" && seenIn !== run.id ? "The last collection was partial, and did not see it." : null;
}

function nameOf(row: Row): string {
  if ("name" in row) return row.name;
  return "title" in row ? row.title : row.externalId;
}
