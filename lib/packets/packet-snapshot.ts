import { z } from "zod";
import type { OpenBytes, PacketAlert, PacketContent, PacketEvidence, PacketFinding, PacketIncident, PacketSegment, PopulationRecord } from "./packet-content.ts";

/** Where the bytes of a source are: a blob of the organization, or the text itself. */
export type SourceBytes = { blob: string } | { text: string };

export type SnapshotEvidence = Omit<PacketEvidence, "open"> & { bytes: SourceBytes };
export type SnapshotSegment = Omit<PacketSegment, "open"> & { bytes: SourceBytes };

type Head = Omit<PacketContent, "evidence" | "segments" | "alerts" | "incidents" | "findings"> & {
  evidence: SnapshotEvidence[];
  segments: SnapshotSegment[];
  alertsIpe: PopulationRecord;
  incidentsIpe: PopulationRecord;
  findingsIpe: PopulationRecord;
  /** Ids of the evidence rows, for whoever asks which packets carry one. */
  evidenceIds: string[];
  /** Their ids by the names that they have in the packet, so that what is left out later is not said to be carried. */
  evidenceRows?: Record<string, string>;
  /** What the reader of this file must understand. */
  version: 2;
};

/** Everything that was read for a packet, before it is made; without the bytes of its sources. */
export type PacketSnapshot = { head: Head; alerts: PacketAlert[]; incidents: PacketIncident[]; findings: PacketFinding[] };

/** The snapshot as lines of JSON: the head, then a line per alert, per incident and per finding. Equal snapshots give equal bytes. */
export async function* writeSnapshot(snapshot: PacketSnapshot): AsyncGenerator<Uint8Array> {
  let pending = `${JSON.stringify({ head: marked(snapshot.head), alerts: snapshot.alerts.length, incidents: snapshot.incidents.length, findings: snapshot.findings.length })}\n`;
  for (const row of [...snapshot.alerts, ...snapshot.incidents, ...snapshot.findings]) {
    pending += `${JSON.stringify(marked(row))}\n`;
    if (pending.length < 65_536) continue;
    yield Buffer.from(pending, "utf8");
    pending = "";
  }
  if (pending !== "") yield Buffer.from(pending, "utf8");
}

const firstLine = z.object({ head: z.object({ version: z.literal(2) }).loose(), alerts: z.number().int(), incidents: z.number().int(), findings: z.number().int() });

/** A snapshot as content. Rows are read from its lines each time they are asked for, so memory does not grow with them. */
export async function readSnapshot(open: OpenBytes, openSource: (bytes: SourceBytes) => OpenBytes): Promise<{ content: PacketContent; evidenceIds: string[]; evidenceRows: Record<string, string> | undefined }> {
  const first = await firstOf(lines(open));
  const { head, alerts, incidents, findings } = firstLine.parse(first) as { head: Head; alerts: number; incidents: number; findings: number };
  const { evidence, segments, alertsIpe, incidentsIpe, findingsIpe, evidenceIds, evidenceRows, version: _, ...rest } = head;
  return {
    evidenceIds,
    evidenceRows,
    content: {
      ...rest,
      evidence: evidence.map(({ bytes, ...item }) => ({ ...item, open: openSource(bytes) })),
      segments: segments.map(({ bytes, ...segment }) => ({ ...segment, open: openSource(bytes) })),
      alerts: { ipe: alertsIpe, rows: () => rows<PacketAlert>(open, 1, alerts) },
      incidents: { ipe: incidentsIpe, rows: () => rows<PacketIncident>(open, 1 + alerts, incidents) },
      findings: { ipe: findingsIpe, rows: () => rows<PacketFinding>(open, 1 + alerts + incidents, findings) },
    },
  };
}

async function* rows<Row>(open: OpenBytes, skip: number, count: number): AsyncGenerator<Row> {
  let at = 0;
  for await (const line of lines(open)) {
    if (at >= skip + count) return;
    if (at >= skip) yield line as Row;
    at += 1;
  }
}

async function firstOf(source: AsyncIterable<unknown>): Promise<unknown> {
  for await (const line of source) return line;
  throw new Error("the snapshot is empty");
}

const NEWLINE = 0x0a;

// Not node:readline: it also ends a line at U+2028, which JSON leaves as it is.
async function* lines(open: OpenBytes): AsyncGenerator<unknown> {
  let begun: Uint8Array[] = [];
  for await (const chunk of open()) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      yield JSON.parse(Buffer.concat([...begun, chunk.subarray(from, end)]).toString("utf8"), instants);
      begun = [];
      from = end + 1;
    }
    if (from < chunk.length) begun.push(Buffer.from(chunk.subarray(from)));
  }
  if (begun.length > 0) throw new Error("the snapshot stops within a line");
}

// JSON has no instants: they are marked, because a text of the same form is a text.
function marked(value: unknown): unknown {
  if (value instanceof Date) return { $at: value.toISOString() };
  if (Array.isArray(value)) return value.map(marked);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item)]));
}

function instants(_key: string, value: unknown): unknown {
  if (typeof value === "object" && value !== null && "$at" in value && typeof value.$at === "string") return new Date(value.$at);
  return value;
}
