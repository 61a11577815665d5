import type { CmsSigner } from "#lib/platform/cms/sign-cms.ts";
import { bagFile, bagOf, filesDigest, REPORT_PATH, type BagFile } from "./bag.ts";
import { collectionPath, evidenceMetaJson, omissionsJson, requestsJson, segmentMetaJson } from "./index-files.ts";
import { ledgerFiles } from "./ledger-files.ts";
import { PACKET_LIMITS } from "./limits.ts";
import { reread } from "./measure.ts";
import type { PacketContent, PacketOmission } from "./packet-content.ts";
import { PacketError } from "./packet-error.ts";
import { readSources } from "./packet-sources.ts";
import { ALERTS, FINDINGS, INCIDENTS, ipeJson, measurePopulation, type MeasuredPopulation } from "./population-files.ts";
import { readmeHtml } from "./readme-html.ts";
import { renderReport } from "./report/render-report.ts";
import { safeFileName } from "./safe-names.ts";
import { settleRequests, type SettledRequest } from "./settle-requests.ts";
import { completenessStatement, populationsOf, type SettledPacket } from "./settled-packet.ts";
import { writeZip, zipLength } from "./zip.ts";

/** A packet ready to be written: every byte is decided, none of the large ones is in memory. */
export type SealedPacket = {
  /** `SYS.2.07_2026-10-01_2026-11-15_pkt-0190f3.zip` */
  fileName: string;
  /** Bytes of the ZIP, known before it is written. */
  byteLength: number;
  /** In the order in which they are written; paths relative to the bag. */
  files: { path: string; sha256: string; bytes: number }[];
  /** The report alone, byte for byte as in the ZIP. */
  report: { sha256: string; bytes: number; open: () => AsyncIterable<Uint8Array> };
  /** SHA-256 of `tagmanifest-sha256.txt`: stands for the whole packet; give it to the reader by another way. */
  tagManifestSha256: string;
  /** Digest of everything beside the report, printed on its cover. */
  filesSha256: string;
  requests: SettledRequest[];
  omissions: PacketOmission[];
  completeness: string;
  populations: { name: string; rows: number }[];
  /** Sources that could not be read, for the maker's log. The packet itself names them as omissions. */
  failures: { id: string; error: unknown }[];
  /** The bytes; may be called again. @throws PacketError `changed_while_writing` when a source gives other bytes now */
  zip: () => AsyncGenerator<Uint8Array>;
};

/**
 * Makes a packet out of content: reads every source once to hash it, settles what each request resolves to, renders the
 * report, and lays everything out as a BagIt 1.0 bag in a stored ZIP. Equal content gives equal bytes on any machine.
 * Whoever signs the report signs equal bytes equally. Sources are streamed; memory does not grow with their size.
 * @throws PacketError `invalid_content` when the content contradicts itself, `too_large` above `PACKET_LIMITS.files`
 */
export async function sealPacket(content: PacketContent, signer: CmsSigner | null = null): Promise<SealedPacket> {
  if (content.evidence.length + content.segments.length > PACKET_LIMITS.files / 2) throw new PacketError("too_large", `more than ${PACKET_LIMITS.files / 2} sources in one packet`);
  const sources = await readSources(content);
  const settled = settleRequests(content, sources);
  const packet: SettledPacket = {
    content, rootName: rootNameOf(content), ...settled, evidence: sources.evidence, segments: sources.segments,
    alerts: await measurePopulation("alerts", content.alerts, ALERTS, PACKET_LIMITS.reportAlerts),
    incidents: await measurePopulation("incidents", content.incidents, INCIDENTS, PACKET_LIMITS.reportIncidents),
    findings: await measurePopulation("findings", content.findings, FINDINGS, PACKET_LIMITS.reportFindings),
  };
  const payload = payloadOf(packet);
  const filesSha256 = filesDigest(payload);
  const report = bagFile(REPORT_PATH, await renderReport(packet, filesSha256, signer));
  payload.push(report);
  const bag = bagOf(payload, packet);
  const entries = bag.map((file) => ({ path: `${packet.rootName}/${file.path}`, ...file.measure, open: file.open }));
  return {
    fileName: `${packet.rootName}.zip`, byteLength: zipLength(entries),
    files: bag.map((file) => ({ path: file.path, sha256: file.measure.sha256, bytes: file.measure.bytes })),
    report: { sha256: report.measure.sha256, bytes: report.measure.bytes, open: report.open },
    tagManifestSha256: bag.find((file) => file.path === "tagmanifest-sha256.txt")?.measure.sha256 ?? "",
    filesSha256, requests: packet.requests, omissions: packet.omissions, completeness: completenessStatement(packet),
    populations: populationsOf(packet).map(({ name, rows }) => ({ name, rows })),
    failures: sources.failures,
    zip: () => writeZip(entries, content.madeAt),
  };
}

/** Everything under `data/` but the report. */
function payloadOf(packet: SettledPacket): BagFile[] {
  return [
    ...packet.evidence.flatMap((read) => [
      { path: read.path, measure: read.measure, open: read.open }, bagFile(`${read.path}.meta.json`, evidenceMetaJson(read))]),
    ...packet.segments.flatMap((read) => [
      { path: read.path, measure: read.measure, open: read.open }, bagFile(`${read.path}.meta.json`, segmentMetaJson(read))]),
    ...collectionFiles(packet),
    ...ledgerFiles(packet),
    ...populationFiles(packet.alerts), ...populationFiles(packet.incidents), ...populationFiles(packet.findings),
    bagFile("data/requests.json", requestsJson(packet)),
    bagFile("data/omissions.json", omissionsJson(packet)),
    bagFile("data/README.html", readmeHtml(packet)),
  ];
}

/** The records of what checks rested on, each once. */
function collectionFiles(packet: SettledPacket): BagFile[] {
  const files = new Map(packet.evidence.flatMap(({ source }) => (source.restsOn ?? []).flatMap((one) => (one.record === null ? [] : [[collectionPath(one), one.record] as const]))));
  return [...files].map(([path, record]) => bagFile(path, record));
}

function populationFiles<Row>(population: MeasuredPopulation<Row>): BagFile[] {
  const { name, jsonl, csv, openJsonl, openCsv } = population;
  const record = `data/populations/${name}.jsonl`;
  const view = `data/populations/${name}.view.csv`;
  return [
    { path: record, measure: jsonl, open: () => reread(record, jsonl, openJsonl) },
    { path: view, measure: csv, open: () => reread(view, csv, openCsv) },
    bagFile(`data/populations/${name}.ipe.json`, ipeJson(population)),
  ];
}

function rootNameOf(content: PacketContent): string {
  const { control, period, packetId } = content;
  return safeFileName(`${control.code}_${period.firstDay}_${period.lastDay}_${packetId}`).replaceAll(" ", "-");
}
