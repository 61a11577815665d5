import { memberNames } from "#lib/access/index.ts";
import { alertsServing } from "#lib/alerts/index.ts";
import { countIncidentsServing, incidentsOfPeriod, countIncidentStates, type PeriodIncident } from "#lib/incidents/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { PACKET_LIMITS } from "./limits.ts";
import type { PacketIncident, PopulationRecord } from "./packet-content.ts";
import { authorName } from "./packet.repository.ts";

export type CollectedIncidents = { rows: PacketIncident[]; ipe: PopulationRecord; ids: string[] };
export type IncidentPeriod = { controlCode: string; from: Date; until: Date; asOf: Date };

/**
 * The incidents of a control and a period as they stood at an instant: those declared in the period of which an alert was
 * raised by a rule that serves the control. Their timelines hold what is shared with auditors; internal remarks are not read.
 *
 * @throws AppError precondition_failed when there are more than a packet can take
 */
export async function collectIncidents(tx: TenantTransaction, organizationId: string, period: IncidentPeriod): Promise<CollectedIncidents> {
  const declared = await incidentsOfPeriod(tx, organizationId, period, PACKET_LIMITS.incidents + 1);
  if (declared.length > PACKET_LIMITS.incidents) {
    throw new AppError("precondition_failed", "packet_too_many_incidents", `The period has more than ${PACKET_LIMITS.incidents} incidents. Choose a shorter one.`);
  }
  const serving = await alertsServing(tx, organizationId, declared.flatMap((one) => one.alertIds), period.controlCode);
  const incidents = declared.filter((one) => one.alertIds.some((id) => serving.has(id)));
  const people = await memberNames(tx, organizationId, incidents.flatMap((one) => one.timeline.map((entry) => entry.memberId)));
  const ids = incidents.map((one) => one.id);
  return { rows: incidents.map((one) => rowOf(one, people)), ipe: await ipeOf(tx, organizationId, period, incidents), ids };
}

const STATUS_WORDS: Readonly<Record<PeriodIncident["status"], string>> = { open: "Open", contained: "Contained", resolved: "Resolved, to be closed", closed: "Closed" };

const STEP_WORDS: Readonly<Record<PeriodIncident["timeline"][number]["kind"], string>> = {
  declared: "Declared an incident", assigned: "Assigned", severity_set: "Severity changed", commented: "Remark", contained: "Contained", resolved: "Resolved",
  closed: "Closed", reopened: "Opened again", alert_added: "Alert added", evidence_added: "Evidence added",
};

function rowOf(incident: PeriodIncident, people: ReadonlyMap<string, string>): PacketIncident {
  return {
    id: incident.name,
    title: incident.title,
    severity: incident.severity ?? "not known",
    state: STATUS_WORDS[incident.status],
    openedAt: incident.declaredAt,
    // No tracker is connected, so no ticket has a record.
    ticketKey: null,
    withheld: false,
    chain: { event: incident.firstEventAt, alert: incident.alertedAt, received: incident.acknowledgedAt, ticket: null, contained: incident.containedAt, resolved: incident.resolvedAt },
    timeline: incident.timeline.map((entry) => ({
      at: entry.at, who: authorName(entry.memberId, people), what: entry.text === "" ? STEP_WORDS[entry.kind] : `${STEP_WORDS[entry.kind]}: ${entry.text}`,
    })),
    cause: incident.cause,
    remark: null,
  };
}

async function ipeOf(tx: TenantTransaction, organizationId: string, period: IncidentPeriod, incidents: readonly PeriodIncident[]): Promise<PopulationRecord> {
  const { from, until, asOf, controlCode } = period;
  const controlTotals: Record<string, number> = {};
  for (const one of incidents) controlTotals[one.status] = (controlTotals[one.status] ?? 0) + 1;
  return {
    sourceSystem: "Tickmark", environment: null, tenant: organizationId,
    query: `incidents declared in [${from.toISOString()}, ${until.toISOString()}) by ${asOf.toISOString()} with an alert of a rule that serves ${controlCode}, ordered by number`,
    filters: `control = ${controlCode}; timelines hold the entries that are shared with auditors`, apiVersion: null,
    extractionStart: asOf, extractionEnd: asOf, clockSource: "clock of the server that Tickmark runs on", account: "Tickmark's own database role, limited to this organization by row-level security",
    pages: 1, rowsPerPage: PACKET_LIMITS.incidents,
    announced: await countIncidentsServing(tx, organizationId, period), received: incidents.length,
    firstRecord: incidents[0]?.name ?? null, lastRecord: incidents.at(-1)?.name ?? null,
    sequenceGaps: null, exclusions: [], controlTotals,
    secondCount: { method: "count of the incidents' states, another table", count: await countIncidentStates(tx, organizationId, incidents.map((one) => one.id)) },
    collectorVersion: SOFTWARE, rawSha256: null,
  };
}
