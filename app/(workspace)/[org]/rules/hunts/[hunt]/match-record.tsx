import Link from "next/link";
import { conditionNodes } from "#app/_rule/condition-nodes.ts";
import { ConditionTree } from "#app/_ui/condition-tree.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { LogLines, type LogGap, type LogLine } from "#app/_ui/log-lines.tsx";
import { Panel } from "#app/_ui/panel.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { alertName } from "#lib/alerts/client.ts";
import type { AlertLines } from "#lib/alerts/index.ts";
import type { MatchView } from "#lib/hunts/index.ts";
import { counted } from "../hunt-state.tsx";

/** One match beside the list: why it was found, on what lines, and whether it is an alert. */
export function MatchRecord({ match, lines, org, zone, closeHref, raise }: { match: MatchView; lines: AlertLines; org: string; zone: string; closeHref: string; raise: React.ReactNode }) {
  return (
    <Panel title={match.title} closeHref={closeHref}>
      <KeyValue items={[
        { key: "Severity", value: <Severity level={match.severity} /> },
        { key: "About", value: <span className="mono break-all">{match.entity}</span> },
        { key: "First event", value: <Timestamp at={match.firstEventAt} zone={zone} show="second" /> },
        { key: "Last event", value: <Timestamp at={match.lastEventAt} zone={zone} show="second" /> },
        { key: "Segment", value: <Link prefetch={false} className="link break-all" href={`/${org}/logs/${match.segment.id}`}>{match.segment.fileName}</Link> },
        { key: "Alert", value: match.alertId === null || match.alertNumber === null ? (raise ?? "not raised") : <Link prefetch={false} className="link" href={`/${org}/alerts?alert=${match.alertId}`}>{alertName(match.alertNumber)}</Link> },
      ]} />
      <Section title="Why it matched" flush={false}>
        <ConditionTree nodes={conditionNodes(match.explanation.tree)} />
        {match.explanation.evicted ? <p className="text-muted">The engine had to give this burst up for memory: a later match may be its continuation.</p> : null}
      </Section>
      <Section title="Events" count={`${counted(match.explanation.linesTotal, "matching line")}, ${match.segment.sourceName}`}>
        <LogLines label="Log lines" lines={lines.lines.map((line): LogLine | LogGap => (line.kind === "gap" ? { gap: `${numberText(line.count)} more matching lines` } : { number: line.number, ...(line.letter === null ? {} : { tag: line.letter }), parts: line.parts.map((part) => (part.mark === null ? part.text : { text: part.text, mark: part.mark })) }))} />
        {lines.missing.map((sentence) => <p key={sentence} className="text-muted">{sentence}</p>)}
      </Section>
    </Panel>
  );
}
