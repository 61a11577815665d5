import Link from "next/link";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Meter } from "#app/_ui/meter.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection } from "#app/_ui/with-rail.tsx";
import { alertName } from "#lib/alerts/client.ts";
import type { AlertSummary } from "#lib/alerts/index.ts";
import type { IncidentView, ServiceLevel } from "#lib/incidents/index.ts";
import { durationWords } from "./duration.ts";
import { IncidentStatusBadge } from "./incident-status.tsx";

const LEVEL_WORDS: Record<ServiceLevel["name"], string> = { acknowledge: "Acknowledge", resolve: "Resolve" };
const STATE_WORDS: Record<ServiceLevel["state"], { status: "pass" | "fail" | "needs_review"; word: string }> = {
  in_time: { status: "pass", word: "In time" },
  late: { status: "fail", word: "Late" },
  running: { status: "needs_review", word: "Running" },
  overdue: { status: "fail", word: "Overdue" },
};

/** The facts of an incident at its side. `alertHref` is left out where the reader may not open alerts. */
export function IncidentRail({ incident, zone, alertHref }: { incident: IncidentView; zone: string; alertHref?: (alert: AlertSummary) => string }) {
  return (
    <>
      <RailSection>
        <div className="mb-3 flex flex-wrap gap-2"><IncidentStatusBadge status={incident.status} /><Severity level={incident.severity} /></div>
        <KeyValue
          items={[
            { key: "Cause", value: incident.cause ?? "Not yet known" },
            { key: "Assignee", value: incident.assignee ?? "Nobody yet" },
            { key: "Declared", value: <><Timestamp at={incident.declaredAt} zone={zone} show="minute" /> by {incident.declaredBy}</> },
            ...(incident.resolvedBy === null ? [] : [{ key: "Resolved by", value: incident.resolvedBy }]),
            ...(incident.closedBy === null ? [] : [{ key: "Closed by", value: incident.closedBy }]),
          ]}
        />
      </RailSection>
      <RailSection title="Service levels">
        <ul className="grid gap-3">
          {incident.serviceLevels.map((level) => (
            <li key={level.name} className="grid gap-1">
              <span className="flex justify-between gap-2">
                <span>{LEVEL_WORDS[level.name]}</span>
                <StatusInline status={STATE_WORDS[level.state].status} word={STATE_WORDS[level.state].word} />
              </span>
              <Meter label={LEVEL_WORDS[level.name]} value={Math.min(level.takenMs, level.limitMs)} max={level.limitMs} />
              <span className="text-xs text-muted">{durationWords(level.takenMs)} of {durationWords(level.limitMs)}</span>
            </li>
          ))}
        </ul>
      </RailSection>
      <RailSection title={`Alerts, ${incident.alerts.length}`}>
        <ul className="grid gap-2">
          {incident.alerts.map((alert) => (
            <li key={alert.id}>
              {alertHref === undefined ? <span className="font-mono text-xs">{alertName(alert.number)}</span> : <Link className="link font-mono text-xs" href={alertHref(alert)}>{alertName(alert.number)}</Link>}
              <span className="block">{alert.title}</span>
              <span className="text-xs text-muted">{alert.entity}, {alert.eventCount} {alert.eventCount === 1 ? "event" : "events"}</span>
            </li>
          ))}
        </ul>
      </RailSection>
    </>
  );
}
