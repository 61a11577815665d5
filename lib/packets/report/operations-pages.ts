import { PACKET_LIMITS } from "../limits.ts";
import type { PacketIncident } from "../packet-content.ts";
import type { MeasuredPopulation } from "../population-files.ts";
import type { SettledPacket } from "../settled-packet.ts";
import { count, dateTime, elapsed, rowTime } from "./format.ts";
import { more, part } from "./evidence-pages.ts";
import type { PartPages } from "./cover-page.ts";
import type { Sheet } from "./sheet.ts";
import { TEXT } from "./style.ts";
import { drawPairs, drawTable } from "./table.ts";

const DASH = "–";

/** The population of alerts: how it was produced, then its first rows. */
export function drawAlerts(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const zone = packet.content.period.timeZone;
  const { alerts } = packet;
  pages.alerts = part(sheet, "Alerts");
  drawProduction(sheet, alerts, zone);
  if (alerts.rows === 0) {
    sheet.heading("H3", "Rows");
    sheet.text("P", alerts.reconciliation.verdict === "reconciles"
      ? "No alert in the period: the source announced none, and a second count agrees."
      : "The listing has no row. That no alert occurred is not proven.", TEXT.body);
    return;
  }
  sheet.heading("H3", alerts.rows > PACKET_LIMITS.reportAlerts ? `First ${count(PACKET_LIMITS.reportAlerts)} of ${count(alerts.rows)} rows` : `All ${count(alerts.rows)} rows`);
  drawTable(sheet, [
    { head: `When, ${zone}`, width: 82 }, { head: "What", flex: 1 }, { head: "Severity", width: 42 },
    { head: "State and verdict", width: 86 }, { head: "Incident", width: 66 },
  ], alerts.firstRows.map((row) => [
    { text: rowTime(row.occurredAt, zone), style: TEXT.cellNumber, under: row.id, underStyle: TEXT.monoSmall },
    { text: row.title, under: [row.rule ?? row.origin, row.resource].filter((one) => one !== null).join(", ") },
    row.severity, { text: row.verdict ?? row.state, under: row.verdictBy ?? (row.verdict === null ? "no verdict" : "") },
    row.incidentId === null ? DASH : { text: row.incidentId, style: TEXT.mono }]));
  more(sheet, alerts.rows, PACKET_LIMITS.reportAlerts, "data/populations/alerts.jsonl");
}

/** Incident chains, timed from the event, and the timelines behind them. */
export function drawIncidents(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const zone = packet.content.period.timeZone;
  const { incidents } = packet;
  pages.incidents = part(sheet, "Incidents");
  drawProduction(sheet, incidents, zone);
  sheet.heading("H3", "Chains");
  if (incidents.rows === 0) {
    sheet.text("P", incidents.reconciliation.verdict === "reconciles"
      ? "No incident in the period: the source announced none, and a second count agrees."
      : "The listing has no row. That no incident occurred is not proven.", TEXT.body);
    return;
  }
  drawChains(sheet, incidents.firstRows, zone);
  sheet.y += 5;
  sheet.text("P", `Times count from the event, which is in ${zone}. A dash is a step that has not happened or has no record.`, TEXT.muted);
  more(sheet, incidents.rows, PACKET_LIMITS.reportIncidents, "data/populations/incidents.jsonl");
  drawTimelines(sheet, incidents.firstRows, zone);
}

function drawChains(sheet: Sheet, incidents: readonly PacketIncident[], zone: string): void {
  const step = (incident: PacketIncident, key: keyof PacketIncident["chain"]): string => elapsed(incident.chain.event, incident.chain[key]);
  drawTable(sheet, [
    { head: "Incident", flex: 1 }, { head: "Event", width: 78 }, { head: "Alert", width: 34, align: "right" },
    { head: "Received", width: 38, align: "right" }, { head: "Ticket", width: 38, align: "right" },
    { head: "Contained", width: 50, align: "right" }, { head: "Resolved", width: 52, align: "right" }, { head: "State", width: 58 },
  ], incidents.map((one) => [
    { text: one.id, style: TEXT.mono }, { text: one.chain.event ? rowTime(one.chain.event, zone) : "not known", style: TEXT.cellNumber },
    step(one, "alert"), step(one, "received"), step(one, "ticket"), step(one, "contained"), step(one, "resolved"),
    one.withheld ? `${one.state}, withheld` : one.state]));
}

function drawTimelines(sheet: Sheet, incidents: readonly PacketIncident[], zone: string): void {
  incidents.slice(0, PACKET_LIMITS.reportTimelines).forEach((incident) => {
    sheet.heading("H3", incident.withheld ? `${incident.id}: restricted` : `${incident.id}: ${incident.title}`, { above: 18 });
    if (incident.withheld) {
      sheet.text("P", "Restricted. It is counted and timed above; its title, ticket and timeline are withheld from every file of this packet.", TEXT.body);
      return;
    }
    const facts = [`Severity ${incident.severity}`, incident.state.toLowerCase(), `opened ${dateTime(incident.openedAt, zone)}`, incident.ticketKey === null ? "no ticket" : `ticket ${incident.ticketKey}`];
    sheet.text("P", `${facts.join(", ")}.`, TEXT.muted);
    sheet.y += 3;
    if (incident.timeline.length === 0) sheet.text("P", "No timeline was recorded.", TEXT.body);
    else drawTable(sheet, [{ head: `When, ${zone}`, width: 86 }, { head: "Who", width: 104 }, { head: "What", flex: 1 }],
      incident.timeline.slice(0, PACKET_LIMITS.reportTimelineEntries).map((entry) => [{ text: rowTime(entry.at, zone), style: TEXT.cellNumber }, entry.who, entry.what]));
    more(sheet, incident.timeline.length, PACKET_LIMITS.reportTimelineEntries, "data/populations/incidents.jsonl");
    sheet.y += 4;
    sheet.text("P", incident.cause === null ? "No cause is recorded." : `Cause: ${incident.cause}`, TEXT.body);
    if (incident.remark !== null) {
      sheet.y += 4;
      sheet.text("P", incident.remark, TEXT.muted);
    }
  });
  const rest = incidents.length - PACKET_LIMITS.reportTimelines;
  if (rest > 0) more(sheet, incidents.length, PACKET_LIMITS.reportTimelines, "data/populations/incidents.jsonl");
}

/** How a listing was produced, so that its accuracy and completeness can be judged. */
export function drawProduction<Row>(sheet: Sheet, population: MeasuredPopulation<Row>, zone: string): void {
  const { ipe, reconciliation } = population;
  sheet.text("P", reconciliation.statement, reconciliation.verdict === "reconciles" ? TEXT.body : TEXT.bodyStrong);
  sheet.heading("H3", "How the listing was produced", { above: 12 });
  const known = (value: string | number | null): string => (value === null || value === "" ? "not known" : typeof value === "number" ? count(value) : value);
  drawPairs(sheet, [
    { label: "Source", value: [ipe.sourceSystem, ipe.environment, ipe.tenant].filter((one) => one !== null).join(", ") },
    { label: "Query", value: known(ipe.query), style: TEXT.mono },
    { label: "Filters", value: ipe.filters ?? "none", style: TEXT.mono },
    { label: "Extracted", value: `${dateTime(ipe.extractionStart, zone)} to ${dateTime(ipe.extractionEnd, zone)}, clock: ${known(ipe.clockSource)}` },
    { label: "Account", value: `${known(ipe.account)}; API ${known(ipe.apiVersion)}; collector ${known(ipe.collectorVersion)}` },
    { label: "Pages", value: `${known(ipe.pages)} of up to ${known(ipe.rowsPerPage)} rows; first ${known(ipe.firstRecord)}, last ${known(ipe.lastRecord)}` },
    { label: "Counts", value: `${known(ipe.announced)} announced, ${count(ipe.received)} received, ${ipe.secondCount ? `${count(ipe.secondCount.count)} counted again (${ipe.secondCount.method})` : "no second count"}, ${count(population.rows)} in the file` },
    { label: "Sequence", value: ipe.sequenceGaps === null ? "not tested" : ipe.sequenceGaps.length === 0 ? "no gap" : ipe.sequenceGaps.join(", ") },
    { label: "Exclusions", value: ipe.exclusions.length === 0 ? "none" : ipe.exclusions.map((one) => `${count(one.count)}: ${one.reason}`).join("; ") },
    { label: "Totals", value: Object.keys(ipe.controlTotals).length === 0 ? "none" : Object.entries(ipe.controlTotals).map(([name, n]) => `${name} ${count(n)}`).join(", ") },
    { label: "Raw answer", value: ipe.rawSha256 ?? "hash not known", style: TEXT.mono },
    { label: "Record", value: `data/populations/${population.name}.jsonl  ${population.jsonl.sha256}`, style: TEXT.mono },
  ], 66);
}

