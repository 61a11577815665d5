import type { Gap, Row, RowKind, RowOf } from "#lib/connector/index.ts";
import type { Check, CheckResult, Collected, Known, Outcome, Parameters } from "./types.ts";

const say = (state: Outcome["state"]) => (reason: string): Outcome => ({ state, reason });

/**
 * Judges everything that a check is about. A gap in what it needs is an error of its own, beside what could be judged:
 * what was not seen is never passed. Where nothing was collected and nothing is missing, there is nothing to judge.
 *
 * @param parameters of the organisation; those that it did not set are the check's own
 * @returns one result per thing, and one per gap
 */
export function judgeCheck({ metadata, judge }: Check, { rows, gaps, now }: Collected, parameters: Parameters = {}): CheckResult[] {
  const byKind = new Map<RowKind, readonly Row[]>();
  for (const kind of new Set(rows.map((row) => row.kind))) byKind.set(kind, rows.filter((row) => row.kind === kind));
  const known: Known = {
    parameters: parametersOf(metadata.parameters, parameters), now,
    rows: <Kind extends RowKind>(kind: Kind) => (byKind.get(kind) ?? []) as readonly RowOf<Kind>[],
    pass: say("pass"), fail: say("fail"), error: say("error"), notApplicable: say("not_applicable"),
  };
  const subjects = rows.filter((row) => row.kind === metadata.subject.kind && (metadata.subject.type === undefined || (row.kind === "resource" && row.type === metadata.subject.type)));
  const results = [
    ...subjects.map((subject): CheckResult => ({ resource: subject.externalId, name: nameOf(subject), scope: subject.scope, ...judge(subject, known) })),
    ...gaps.filter((gap) => hides(gap, metadata.needs)).map((gap): CheckResult => ({
      resource: `${gap.operation} ${gap.scope ?? ""}`.trim(), name: gap.scope ?? gap.operation, scope: gap.scope,
      ...ofGap(gap, metadata, known),
    })),
  ];
  if (results.length > 0) return results;
  return [{ resource: "", name: "", scope: null, ...known.notApplicable("There is nothing of the kind in what was collected.") }];
}

/** The check's own values, with those that were set, kept within their bounds. @throws RangeError beyond them */
function parametersOf(declared: Check["metadata"]["parameters"], given: Parameters): Parameters {
  for (const name of Object.keys(given)) if (declared[name] === undefined) throw new RangeError(`${name} is no parameter of the check`);
  return Object.fromEntries(Object.entries(declared).map(([name, { initial, least, most }]) => {
    const value = given[name] ?? initial;
    if (!(value >= least && value <= most)) throw new RangeError(`${name} is ${value}, beyond ${least} to ${most}`);
    return [name, value];
  }));
}

function ofGap({ reason, operation, says }: Gap, { off_judged_by: elsewhere, when_disabled: disabled }: Check["metadata"], { fail, error, notApplicable }: Known): Outcome {
  if (reason !== "disabled") return error(says);
  const other = elsewhere[operation];
  if (other !== undefined) return notApplicable(`${says} The check ${other} judges that.`);
  return disabled === "fail" ? fail(says) : error(says);
}

/** A refused role hides its account from every check that needs any of its answers. */
function hides(gap: Gap, needs: readonly string[]): boolean {
  const vendor = gap.operation.startsWith("sts:");
  return needs.includes(gap.operation) || (vendor && needs.some((need) => /^[a-z0-9]+:[A-Z]/.test(need)));
}

function nameOf(row: Row): string {
  if ("name" in row) return row.name;
  if ("title" in row) return row.title;
  return row.externalId;
}
