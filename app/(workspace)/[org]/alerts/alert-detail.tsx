import Link from "next/link";
import { ConditionTree } from "#app/_ui/condition-tree.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { LogLines, type LogGap, type LogLine } from "#app/_ui/log-lines.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { alertName, timeLeft } from "#lib/alerts/client.ts";
import type { AlertLines, AlertView } from "#lib/alerts/index.ts";
import { huntName } from "#lib/hunts/client.ts";
import { VerdictWord, type Place } from "./alert-list.tsx";
import { AlertHistory, InvolvedTable } from "./alert-sections.tsx";
import { BaselineSection } from "./baseline-section.tsx";
import { conditionNodes } from "#app/_rule/condition-nodes.ts";
import { VendorSection } from "./vendor-section.tsx";
import { VerdictBar } from "./verdict-bar.tsx";
import { acknowledgeAction, assignAction, commentAction, declareAction, judgeAction } from "./actions.ts";

type Neighbours = { position: number; total: number; previous: string | null; next: string | null };
type Props = { place: Place; alert: AlertView; lines: AlertLines; mayJudge: boolean; neighbours: Neighbours };

/** One alert: when, why, on what lines, who is involved, and the verdict at the thumb. */
export function AlertDetail({ place, alert, lines, mayJudge, neighbours }: Props) {
  const { org, path, query } = place;
  const hrefOf = (id: string | null): string | null => (id === null ? null : hrefWith(path, query, { alert: id, lines: null }));
  return (
    <section className="triage-detail" aria-label={alertName(alert.number)}>
      <div className="triage-scroll">
        <Link className="link triage-back" href={hrefWith(path, query, { alert: null, lines: null })}>All alerts</Link>
        <header className="triage-detail-head">
          <p className="font-mono text-xs text-muted">{alertName(alert.number)}</p>
          <h2 className="triage-detail-title">{alert.title}</h2>
          {neighbours.position === 0 ? null : <p className="text-xs text-muted triage-position">{neighbours.position} of {neighbours.total}</p>}
        </header>
        <AlertFacts alert={alert} place={place} />
        {alert.vendor === null ? <Matched place={place} alert={alert} lines={lines} /> : <VendorSection place={place} vendor={alert.vendor} />}
        <InvolvedTable alert={alert} place={place} />
        <AlertHistory alert={alert} place={place} />
      </div>
      {mayJudge ? (
        <VerdictBar
          key={alert.id}
          alert={{ id: alert.id, title: alert.title, severity: alert.severity, judged: alert.status === "judged" && alert.verdict !== "ended_at_vendor", acknowledged: alert.acknowledgedAt !== null, assigneeMemberId: alert.assigneeMemberId }}
          assignees={alert.assignees}
          previousHref={hrefOf(neighbours.previous)}
          nextHref={hrefOf(neighbours.next)}
          actions={{ judge: judgeAction.bind(null, org), acknowledge: acknowledgeAction.bind(null, org), declare: declareAction.bind(null, org), assign: assignAction.bind(null, org), comment: commentAction.bind(null, org) }}
        />
      ) : null}
    </section>
  );
}

/** Why a rule raised it, and the lines that it rests on. */
function Matched({ place: { org, path, query }, alert, lines }: Pick<Props, "place" | "alert" | "lines">) {
  const { rule, segment, explanation } = alert;
  if (rule === null || segment === null) return null;
  const ruleText = <Link className="link" href={`/${org}/rules/${encodeURIComponent(rule.key)}`}>Rule text</Link>;
  const segmentLink = <Link className="link" href={`/${org}/logs/${segment.id}`}>Segment {segment.sha256.slice(0, 8)}</Link>;
  if (explanation.baseline !== undefined) return <BaselineSection baseline={explanation.baseline} ruleText={ruleText} segment={segmentLink} />;
  return (
    <>
      <Section title="Why it matched" aside={ruleText} flush={false}>
        <ConditionTree nodes={conditionNodes(explanation.tree)} />
        {explanation.evicted ? <p className="text-muted">The engine had to give this burst up for memory: a later alert may be its continuation.</p> : null}
      </Section>
      <Section title="Events" count={`${numberText(explanation.linesTotal)} matching ${explanation.linesTotal === 1 ? "line" : "lines"}, ${segment.sourceName}`} aside={segmentLink}>
        <LogLines label="Log lines" lines={shownLines(lines, hrefWith(path, query, { alert: alert.id, lines: "all" }))} />
        {lines.missing.map((sentence) => <p key={sentence} className="text-muted">{sentence}</p>)}
      </Section>
    </>
  );
}

function AlertFacts({ alert, place: { org, zone, now } }: { alert: AlertView; place: Place }) {
  const facts: [string, React.ReactNode][] = [
    ["Severity", <Severity key="s" level={alert.severity} />],
    [alert.vendor === null ? "First event" : "Fired", <Timestamp key="f" at={alert.firstEventAt} zone={zone} show="second" />],
    ...(alert.vendor === null ? [] : [["From", alert.vendor.connection.name] as [string, React.ReactNode]]),
    ["Raised", <Timestamp key="r" at={alert.raisedAt} zone={zone} show="second" />],
    ...(alert.hunt === null ? [] : [["Found by", <Link key="h" prefetch={false} className="link" href={`/${org}/rules/hunts/${alert.hunt.id}`}>a retro-hunt, {huntName(alert.hunt.number)}</Link>] as [string, React.ReactNode]]),
    alert.acknowledgedAt === null && alert.verdict !== null ? ["Acknowledged", <span key="n" className="text-muted">by nobody</span>] : alert.acknowledgedAt === null
      ? ["Acknowledge by", <><Timestamp key="b" at={alert.acknowledgeBy} zone={zone} show="minute" /> <span className="text-muted">{timeLeft(alert.acknowledgeBy, now)}{alert.acknowledgeBy < now ? "" : " left"}</span></>]
      : ["Acknowledged", <><Timestamp key="a" at={alert.acknowledgedAt} zone={zone} show="minute" />{alert.assignee === null ? null : <span className="text-muted"> by {alert.assignee}</span>}</>],
    ["Proves", alert.controlCodes.length === 0 ? "no control yet" : alert.controlCodes.map((code, index) => <span key={code}>{index === 0 ? "" : ", "}<Link className="link" href={`/${org}/controls/${code}`}>{code}</Link></span>)],
    ...(alert.verdict === null ? [] : [["Verdict", <VerdictWord key="v" verdict={alert.verdict} />] as [string, React.ReactNode]]),
    ...(alert.incidentId === null ? [] : [["Incident", <Link key="i" className="link" href={`/${org}/incidents/${alert.incidentId}`}>Open the incident</Link>] as [string, React.ReactNode]]),
  ];
  return (
    <dl className="triage-facts">
      {facts.map(([name, value]) => <div key={name}><dt className="text-muted">{name}</dt><dd>{value}</dd></div>)}
    </dl>
  );
}

function shownLines(lines: AlertLines, allHref: string): (LogLine | LogGap)[] {
  return lines.lines.map((line): LogLine | LogGap => {
    if (line.kind === "gap") return { gap: `${numberText(line.count)} more matching lines`, ...(lines.more ? { href: allHref } : {}) };
    return { number: line.number, ...(line.letter === null ? {} : { tag: line.letter }), parts: line.parts.map((part) => (part.mark === null ? part.text : { text: part.text, mark: part.mark })) };
  });
}
