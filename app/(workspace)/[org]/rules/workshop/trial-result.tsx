import Link from "next/link";
import type { ReactNode } from "react";
import { conditionNodes } from "#app/_rule/condition-nodes.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { ConditionTree } from "#app/_ui/condition-tree.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { LogLines } from "#app/_ui/log-lines.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { TextTrial, TriedHit, TriedMiss, TriedRule } from "#lib/rules/index.ts";

const STOPPED: Readonly<Record<NonNullable<TextTrial["stopped"]>, string>> = {
  bytes: "A trial reads 64 MiB at most.",
  lines: "A trial reads 300,000 lines at most.",
  time: "A trial takes eight seconds at most.",
  segments: "A trial opens 500 segments at most.",
  unreadable: "A stored segment could not be read.",
};

const counted = (count: number, one: string, many = `${one}s`): string => `${numberText(count)} ${count === 1 ? one : many}`;

/** Whose logs, and in which zone their times are told. */
export type TrialPlace = { org: string; zone: string };

/** What a text found in stored logs, what it nearly found, and what it takes. */
export function TrialResult({ place, trial }: { place: TrialPlace; trial: TextTrial }) {
  return (
    <div className="grid gap-2 pt-4" role="status">
      {trial.stopped === null ? null : <Banner tone="caution" title="Not everything of these days was read.">{STOPPED[trial.stopped]} The figures are of the part that was.</Banner>}
      {trial.lines === 0 ? <Banner tone="inert" title="No stored log of these days." /> : <Figures trial={trial} />}
      {trial.compared === null ? null : <Compared place={place} compared={trial.compared} />}
      {trial.hits.length === 0 ? null : <Section level={3} title="Found" count={trial.alerts > trial.hits.length ? `the first ${trial.hits.length} of ${numberText(trial.alerts)}` : counted(trial.alerts, "alert")}><Hits place={place} hits={trial.hits} /></Section>}
      {trial.misses.length === 0 ? null : <Section level={3} title="Nearly found" count="lines that fail the fewest conditions"><Misses place={place} misses={trial.misses} /></Section>}
    </div>
  );
}

function Figures({ trial }: { trial: TextTrial }) {
  const perDay = trial.days === 0 ? null : trial.alerts / trial.days;
  const most = trial.perDay.reduce((top, one) => Math.max(top, one.alerts), 0);
  const items = [
    { key: "Read", value: `${counted(trial.lines, "line")}, ${sizeText(trial.bytes)}, ${counted(trial.segments, "segment")} in ${numberText(trial.milliseconds)} ms${trial.unparsedLines === 0 ? "" : `; ${numberText(trial.unparsedLines)} not understood`}` },
    { key: "Alerts", value: counted(trial.alerts, "alert") },
    { key: "Expected volume", value: perDay === null ? "unknown: no line says when it happened" : `${numberText(Math.round(perDay * 10) / 10)} a day over ${counted(trial.days, "day")} with events; ${numberText(most)} on the fullest` },
    ...trial.rules.map((rule) => ({ key: rule.title, value: <Cost rule={rule} lines={trial.lines} learnedFrom={trial.learnedFrom} /> })),
  ];
  return <KeyValue items={items} wide />;
}

function Cost({ rule, lines, learnedFrom }: { rule: TriedRule; lines: number; learnedFrom: number }): ReactNode {
  const found = rule.kind === "event" ? `${counted(rule.matches, "line")} matched (${percent(rule.matches, lines)})` : counted(rule.alerts, "burst");
  if (rule.cost === null) return <>{found}; it costs what the rules that it counts cost</>;
  const { witness, wokenShare, predicates } = rule.cost;
  if (witness === null) return <>{found}; nothing wakes it before it is asked, so it is asked of every line of its source ({counted(predicates, "test")})</>;
  return (
    <>
      {found}; woken by {witness.slice(0, 6).map(({ field, place, text }, at) => <code key={at} className="mono break-all">{at === 0 ? "" : ", "}{field ?? "the line"} {place} {text}</code>)}{witness.length > 6 ? ` and ${witness.length - 6} more` : ""}: {percent(wokenShare * 1000, 1000)} of the first {counted(learnedFrom, "line")}, {counted(predicates, "test")} each
    </>
  );
}

function percent(part: number, whole: number): string {
  if (whole === 0) return "no share";
  const share = (100 * part) / whole;
  return share > 0 && share < 0.1 ? "under 0.1 %" : `${numberText(Math.round(share * 10) / 10)} %`;
}

function Compared({ place, compared: { both, onlyHere, onlyThere, onlyHereCount, onlyThereCount } }: { place: TrialPlace; compared: NonNullable<TextTrial["compared"]> }) {
  return (
    <Section level={3} title="Against the version in force" count={`${numberText(both)} found by both, ${numberText(onlyHereCount)} only by this, ${numberText(onlyThereCount)} only by that`} flush={false}>
      {onlyHere.length === 0 ? null : <div className="pt-2"><p className="font-medium">Only this finds</p><Hits place={place} hits={onlyHere} /></div>}
      {onlyThere.length === 0 ? null : <div className="pt-2"><p className="font-medium">Only the version in force finds</p><Hits place={place} hits={onlyThere} /></div>}
    </Section>
  );
}

function Hits({ place, hits }: { place: TrialPlace; hits: readonly TriedHit[] }) {
  return (
    <ul className="grid">
      {hits.map((hit, at) => (
        <li key={at} className="border-b border-line-soft py-2">
          <details>
            <summary className="cursor-pointer"><span className="font-medium">{hit.title}</span> <span className="text-muted">{hit.at === null ? "no time stated" : <Timestamp at={new Date(hit.at)} zone={place.zone} show="second" />}</span></summary>
            <ConditionTree nodes={conditionNodes(hit.tree)} />
          </details>
          <Line place={place} line={hit.line} />
        </li>
      ))}
    </ul>
  );
}

function Misses({ place, misses }: { place: TrialPlace; misses: readonly TriedMiss[] }) {
  return (
    <ul className="grid">
      {misses.map((miss, at) => (
        <li key={at} className="border-b border-line-soft py-2">
          <p><span className="font-medium">{miss.title}</span> <span className="text-muted">{counted(miss.lines, "line")}; {counted(miss.held, "condition")} held, {miss.failed.length} did not</span></p>
          <ul className="pl-5">
            {miss.failed.slice(0, 5).map((test, index) => <li key={index} className="list-disc break-words">{test.negated ? "must not hold: " : ""}<code className="mono">{test.asked}</code>{test.field === null ? "" : test.values.length === 0 ? "; the line has no such field" : `; it says ${test.values.join(", ")}`}</li>)}
          </ul>
          <Line place={place} line={miss.line} />
        </li>
      ))}
    </ul>
  );
}

function Line({ place, line }: { place: TrialPlace; line: TriedHit["line"] }) {
  return (
    <>
      <LogLines label={`Line ${line.number} of ${line.fileName}`} lines={[{ number: line.number, parts: [line.text] }]} />
      <p className="pt-1 text-xs text-muted"><Link prefetch={false} className="link" href={`/${place.org}/logs/${line.segmentId}`}>{line.fileName}</Link></p>
    </>
  );
}
