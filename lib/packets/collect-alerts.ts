import { memberNames } from "#lib/access/index.ts";
import { alertsOfPeriod, countAlertsOfPeriod, missingAlertNumbers, VENDOR_ALERT_CONTROLS, type AlertPeriod, type PeriodAlert } from "#lib/alerts/index.ts";
import { alertName, VERDICT_WORDS } from "#lib/alerts/client.ts";
import { incidentNamesOfAlerts } from "#lib/incidents/index.ts";
import { AppError } from "#lib/platform/errors.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { PACKET_LIMITS } from "./limits.ts";
import type { PacketAlert, PopulationRecord } from "./packet-content.ts";
import { authorName } from "./packet.repository.ts";

const PAGE = 5_000;
const GAPS_NAMED = 100;

export type CollectedAlerts = { rows: PacketAlert[]; ipe: PopulationRecord; segmentIds: string[] };

/**
 * The alerts of a control and a period as they stood at an instant, with the record of how they were read. Comments on alerts
 * are internal and are never read.
 *
 * @throws AppError precondition_failed when there are more than a packet can take: a population is never cut short
 */
export async function collectAlerts(tx: TenantTransaction, organizationId: string, period: AlertPeriod): Promise<CollectedAlerts> {
  const alerts: PeriodAlert[] = [];
  for (let after: PeriodAlert | null = null; ; after = alerts.at(-1) ?? null) {
    const page = await alertsOfPeriod(tx, organizationId, period, after, PAGE);
    alerts.push(...page);
    if (alerts.length > PACKET_LIMITS.alerts) {
      throw new AppError("precondition_failed", "packet_too_many_alerts", `The period has more than ${PACKET_LIMITS.alerts} alerts of this control. Choose a shorter one.`);
    }
    if (page.length < PAGE) break;
  }
  const incidents = await namesOfIncidents(tx, organizationId, alerts, period.asOf);
  const people = await memberNames(tx, organizationId, alerts.flatMap((alert) => alert.judgedBy ?? []));
  const rows = alerts.map((alert) => rowOf(alert, incidents, people));
  return { rows, ipe: await ipeOf(tx, organizationId, period, alerts), segmentIds: [...new Set(alerts.flatMap((alert) => alert.segmentId ?? []))] };
}

async function namesOfIncidents(tx: TenantTransaction, organizationId: string, alerts: readonly PeriodAlert[], asOf: Date): Promise<Map<string, string>> {
  const ids = alerts.filter((alert) => alert.verdict === "incident").map((alert) => alert.id);
  const names = new Map<string, string>();
  for (let at = 0; at < ids.length; at += PAGE) {
    for (const [id, name] of await incidentNamesOfAlerts(tx, organizationId, ids.slice(at, at + PAGE), asOf)) names.set(id, name);
  }
  return names;
}

function rowOf(alert: PeriodAlert, incidents: ReadonlyMap<string, string>, people: ReadonlyMap<string, string>): PacketAlert {
  return {
    id: alertName(alert.number),
    occurredAt: alert.firstEventAt,
    title: alert.title,
    severity: alert.severity,
    origin: alert.origin,
    rule: alert.rule,
    resource: alert.entity === "" ? null : alert.entity,
    state: alert.verdict !== null ? "judged" : alert.acknowledged ? "acknowledged" : "open",
    verdict: alert.verdict === null ? null : VERDICT_WORDS[alert.verdict].toLowerCase(),
    verdictBy: alert.judgedBy === null ? null : authorName(alert.judgedBy, people),
    verdictAt: alert.judgedAt,
    incidentId: incidents.get(alert.id) ?? null,
    note: alert.reason === "" ? null : alert.reason,
  };
}

async function ipeOf(tx: TenantTransaction, organizationId: string, period: AlertPeriod, alerts: readonly PeriodAlert[]): Promise<PopulationRecord> {
  const counts = await countAlertsOfPeriod(tx, organizationId, period);
  const numbers = alerts.map((alert) => alert.number);
  const [first, last] = numbers.reduce(([low, high], number) => [Math.min(low, number), Math.max(high, number)], [Infinity, -Infinity]);
  const gaps = alerts.length === 0 ? null : await missingAlertNumbers(tx, organizationId, first!, last!, GAPS_NAMED);
  const { from, until, asOf, controlCode } = period;
  return {
    sourceSystem: "Tickmark", environment: null, tenant: organizationId,
    query: `alerts whose rule serves ${controlCode}${VENDOR_ALERT_CONTROLS.includes(controlCode) ? ", or that a connected vendor raised," : ""} and whose first event lies in [${from.toISOString()}, ${until.toISOString()}), raised and judged by ${asOf.toISOString()}, ordered by first event, id`,
    filters: `control = ${controlCode}; comments on alerts are not part of the population`, apiVersion: null,
    // Read as of one instant, in one consistent view of the database: whenever it is read, it is this population.
    extractionStart: asOf, extractionEnd: asOf, clockSource: "clock of the server that Tickmark runs on", account: "Tickmark's own database role, limited to this organization by row-level security",
    pages: Math.max(1, Math.ceil((alerts.length + 1) / PAGE)), rowsPerPage: PAGE,
    announced: counts.facts, received: alerts.length,
    firstRecord: alerts[0] === undefined ? null : alertName(alerts[0].number), lastRecord: alerts.at(-1) === undefined ? null : alertName(alerts.at(-1)!.number),
    sequenceGaps: gaps === null ? null : gaps.map(alertName),
    exclusions: [], controlTotals: totals(alerts),
    secondCount: { method: "count of the alerts' states, another table", count: counts.states },
    collectorVersion: SOFTWARE, rawSha256: null,
  };
}

function totals(alerts: readonly PeriodAlert[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const alert of alerts) {
    for (const key of [alert.severity, alert.verdict ?? "not_judged"]) sums[key] = (sums[key] ?? 0) + 1;
  }
  return sums;
}
