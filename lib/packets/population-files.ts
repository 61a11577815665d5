import { canonicalJson, type JsonInput } from "./canonical-json.ts";
import { csvRow } from "#lib/spreadsheets/index.ts";
import { Measurer, type Measure } from "./measure.ts";
import type { OpenBytes, OpenRows, PacketAlert, PacketFinding, PacketIncident, PacketPopulation, PopulationName, PopulationRecord } from "./packet-content.ts";
import { reconcilePopulation, type Reconciliation } from "./reconcile-population.ts";

type Cell = string | number | boolean | null;

/** How rows of one kind are written: the record (JSONL) and the copy to read (CSV). */
export type PopulationShape<Row> = { columns: readonly string[]; record: (row: Row) => { readonly [key: string]: JsonInput }; cells: (row: Row) => Cell[] };

/** A population after its first reading. */
export type MeasuredPopulation<Row> = {
  name: PopulationName; rows: number; firstRows: Row[]; jsonl: Measure; csv: Measure;
  openJsonl: OpenBytes; openCsv: OpenBytes; ipe: PopulationRecord; reconciliation: Reconciliation;
};

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/** Rows of `data/populations/alerts`. */
export const ALERTS: PopulationShape<PacketAlert> = {
  columns: ["id", "occurred_at", "title", "severity", "origin", "rule", "resource", "state", "verdict", "verdict_by", "verdict_at", "incident_id", "note"],
  record: (row) => ({
    id: row.id, occurred_at: row.occurredAt, title: row.title, severity: row.severity, origin: row.origin, rule: row.rule,
    resource: row.resource, state: row.state, verdict: row.verdict, verdict_by: row.verdictBy, verdict_at: row.verdictAt,
    incident_id: row.incidentId, note: row.note,
  }),
  cells: (row) => [row.id, iso(row.occurredAt), row.title, row.severity, row.origin, row.rule, row.resource, row.state,
    row.verdict, row.verdictBy, iso(row.verdictAt), row.incidentId, row.note],
};

/** Rows of `data/populations/incidents`. A withheld incident is counted and timed; its words are not written. */
export const INCIDENTS: PopulationShape<PacketIncident> = {
  columns: ["id", "opened_at", "title", "severity", "state", "ticket_key", "withheld", "event_at", "alert_at", "received_at", "ticket_at", "contained_at", "resolved_at", "timeline_entries", "cause", "remark"],
  record: (row) => ({
    id: row.id, opened_at: row.openedAt, severity: row.severity, state: row.state, withheld: row.withheld,
    title: row.withheld ? null : row.title, ticket_key: row.withheld ? null : row.ticketKey, cause: row.withheld ? null : row.cause, remark: row.withheld ? null : row.remark,
    chain: { ...row.chain },
    timeline: row.withheld ? null : row.timeline.map((entry) => ({ at: entry.at, who: entry.who, what: entry.what })),
  }),
  cells: (row) => [row.id, iso(row.openedAt), row.withheld ? null : row.title, row.severity, row.state,
    row.withheld ? null : row.ticketKey, row.withheld, iso(row.chain.event), iso(row.chain.alert), iso(row.chain.received),
    iso(row.chain.ticket), iso(row.chain.contained), iso(row.chain.resolved),
    row.withheld ? null : row.timeline.length, row.withheld ? null : row.cause, row.withheld ? null : row.remark],
};

/** Rows of `data/populations/findings`. The record holds the whole history; the copy counts it. */
export const FINDINGS: PopulationShape<PacketFinding> = {
  columns: ["id", "title", "severity", "place", "state", "late", "due_on", "accepted_until", "accepted_by", "settled_at", "state_when_made", "source", "source_name", "raised_at", "raised_by", "owner", "controls", "other_controls", "requirements", "timeline_entries", "description"],
  record: (row) => ({
    id: row.id, title: row.title, severity: row.severity, description: row.description,
    place: row.place, state: row.state, late: row.late, due_on: row.dueOn, accepted_until: row.acceptedUntil, accepted_by: row.acceptedBy, settled_at: row.settledAt, state_when_made: row.stateSince ?? row.state,
    source: row.source, source_name: row.sourceName, raised_at: row.raisedAt, raised_by: row.raisedBy, owner: row.owner,
    controls: [...row.controls], other_controls: row.otherControls, requirements: [...row.requirements],
    timeline: row.timeline.map((entry) => ({ at: entry.at, who: entry.who, what: entry.what })),
  }),
  cells: (row) => [row.id, row.title, row.severity, row.place, row.state, row.late, row.dueOn, row.acceptedUntil, row.acceptedBy, iso(row.settledAt), row.stateSince ?? row.state,
    row.source, row.sourceName, iso(row.raisedAt), row.raisedBy, row.owner, row.controls.join(", "), row.otherControls, row.requirements.join(", "), row.timeline.length, row.description],
};

/** Reads a population once: counts, both measures, and the first rows for the report. Holds no more than those. */
export async function measurePopulation<Row>(
  name: PopulationName, population: PacketPopulation<Row>, shape: PopulationShape<Row>, keep: number,
): Promise<MeasuredPopulation<Row>> {
  const jsonl = new Measurer();
  const csv = new Measurer();
  const firstRows: Row[] = [];
  let rows = 0;
  csv.update(encode(csvRow(shape.columns)));
  for await (const row of population.rows()) {
    rows += 1;
    if (firstRows.length < keep) firstRows.push(row);
    jsonl.update(encode(jsonLine(row, shape)));
    csv.update(encode(csvRow(shape.cells(row))));
  }
  return {
    name, rows, firstRows, jsonl: jsonl.end(), csv: csv.end(), ipe: population.ipe,
    reconciliation: reconcilePopulation(population.ipe, rows),
    openJsonl: () => lines(population.rows, (row) => jsonLine(row, shape), ""),
    openCsv: () => lines(population.rows, (row) => csvRow(shape.cells(row)), csvRow(shape.columns)),
  };
}

/** `<name>.ipe.json`: how the population was produced, and whether its counts agree. */
export function ipeJson<Row>(population: MeasuredPopulation<Row>): string {
  const { ipe } = population;
  return `${canonicalJson({
    population: population.name, rows_in_this_file: population.rows,
    reconciliation: { verdict: population.reconciliation.verdict, statement: population.reconciliation.statement },
    record: `${population.name}.jsonl`, record_sha256: population.jsonl.sha256,
    copy_to_read: `${population.name}.view.csv`,
    copy_differs: "In the CSV a cell that a spreadsheet would run as a formula starts with an apostrophe. The JSONL is the record.",
    source_system: ipe.sourceSystem, environment: ipe.environment, tenant: ipe.tenant, query: ipe.query, filters: ipe.filters,
    api_version: ipe.apiVersion, extraction_start: ipe.extractionStart, extraction_end: ipe.extractionEnd,
    clock_source: ipe.clockSource, account: ipe.account, pages: ipe.pages, rows_per_page: ipe.rowsPerPage,
    announced: ipe.announced, received: ipe.received, first_record: ipe.firstRecord, last_record: ipe.lastRecord,
    sequence_gaps: ipe.sequenceGaps === null ? null : [...ipe.sequenceGaps],
    exclusions: ipe.exclusions.map((one) => ({ reason: one.reason, count: one.count })),
    control_totals: { ...ipe.controlTotals },
    second_count: ipe.secondCount === null ? null : { method: ipe.secondCount.method, count: ipe.secondCount.count },
    collector_version: ipe.collectorVersion, raw_sha256: ipe.rawSha256,
    not_known: "null means that the value is not known.",
  }, 2)}\n`;
}

function jsonLine<Row>(row: Row, shape: PopulationShape<Row>): string {
  return `${canonicalJson(shape.record(row))}\n`;
}

/** Joins rows into chunks of about 64 KiB: one write per row would cost more than the rows. */
async function* lines<Row>(rows: OpenRows<Row>, line: (row: Row) => string, head: string): AsyncGenerator<Uint8Array> {
  let pending = head;
  for await (const row of rows()) {
    pending += line(row);
    if (pending.length >= 65_536) {
      yield encode(pending);
      pending = "";
    }
  }
  if (pending !== "") yield encode(pending);
}

function encode(text: string): Buffer {
  return Buffer.from(text, "utf8");
}
