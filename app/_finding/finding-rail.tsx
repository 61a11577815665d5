import Link from "next/link";
import type { ReactNode } from "react";
import { dayText } from "#app/_ui/calendar-days.ts";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { VisibilityBadge } from "#app/_ui/visibility-badge.tsx";
import { RailSection } from "#app/_ui/with-rail.tsx";
import { FINDING_SOURCE_WORDS } from "#lib/findings/client.ts";
import type { FindingView } from "#lib/findings/index.ts";
import { dueReason } from "./finding-record.tsx";
import { FindingStatusBadge } from "./finding-status.tsx";

type Props = {
  finding: FindingView;
  zone: string;
  controlHref: (code: string) => string;
  /** Left out where the reader may not open frameworks or the source. */
  frameworkHref?: (key: string) => string;
  sourceHref?: string | undefined;
  /** Beside each ticket: what may be done with it. */
  ticketAct?: (ticket: FindingView["tickets"][number]) => ReactNode;
};

/** The facts of a finding at its side. */
export function FindingRail({ finding, zone, controlHref, frameworkHref, sourceHref, ticketAct }: Props) {
  const { source, accepted, tickets, controls, requirements } = finding;
  const sourceName = source.name === "" ? null : sourceHref === undefined ? source.name : <Link className="link" prefetch={false} href={sourceHref}>{source.name}</Link>;
  return (
    <>
      <RailSection>
        <div className="mb-3 flex flex-wrap gap-2"><FindingStatusBadge standing={finding.standing} acceptedUntil={accepted?.until ?? null} /><Severity level={finding.severity} /></div>
        <KeyValue
          items={[
            { key: "Owner", value: finding.owner ?? "Nobody yet" },
            { key: "Due", value: <>{dayText(finding.due.on)}<span className="block text-xs text-muted">{dueReason(finding)}</span></> },
            { key: "Source", value: <>{FINDING_SOURCE_WORDS[source.kind]}{sourceName === null ? null : <span className="block">{sourceName}</span>}</> },
            { key: "Raised", value: <><Timestamp at={finding.raisedAt} zone={zone} show="minute" /> by {finding.raisedBy}</> },
            ...(finding.remediatedBy === null ? [] : [{ key: "Remedied by", value: finding.remediatedBy }]),
            ...(accepted === null ? [] : [{ key: "Risk accepted", value: <>until {dayText(accepted.until)}, by {accepted.by}</> }]),
            { key: "Who sees it", value: <VisibilityBadge to={finding.visibility === "internal" ? "internal" : "auditor"} /> },
          ]}
        />
      </RailSection>
      <RailSection title={`Controls, ${controls.length}`}>
        {controls.length === 0 ? <p className="text-muted">None named</p> : (
          <ul className="grid gap-2">{controls.map((one) => <li key={one.id}><Link className="link font-mono text-xs" prefetch={false} href={controlHref(one.code)}>{one.code}</Link><span className="block">{one.title}</span></li>)}</ul>
        )}
      </RailSection>
      {requirements.length === 0 ? null : (
        <RailSection title={`Requirements, ${requirements.length}`}>
          <ul className="grid gap-1.5">
            {[...Map.groupBy(requirements, (one) => one.frameworkKey)].map(([key, some]) => (
              <li key={key}>
                {frameworkHref === undefined ? <span className="font-medium">{some[0]?.framework}</span> : <Link className="link" prefetch={false} href={frameworkHref(key)}>{some[0]?.framework}</Link>}
                <span className="block font-mono text-xs break-words">{some.map((one) => one.code).join(", ")}</span>
              </li>
            ))}
          </ul>
        </RailSection>
      )}
      {tickets.length === 0 ? null : (
        <RailSection title={`Tickets, ${tickets.length}`}>
          <ul className="grid gap-2">{tickets.map((one) => <li key={one.id} className="grid gap-1"><a className="link break-words" href={one.url} rel="noreferrer noopener">{one.title}</a>{ticketAct?.(one)}</li>)}</ul>
        </RailSection>
      )}
    </>
  );
}
