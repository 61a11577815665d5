import { ledgerLines } from "../ledger-words.ts";
import { PACKET_LIMITS } from "../limits.ts";
import type { SettledPacket } from "../settled-packet.ts";
import { statusWord } from "../status-words.ts";
import { count, covered, dateTime, rowTime, size } from "./format.ts";
import type { PartPages } from "./cover-page.ts";
import type { Sheet } from "./sheet.ts";
import { TEXT } from "./style.ts";
import { drawTable } from "./table.ts";

/** Every evidence file with its source, its period and its whole hash. */
export function drawEvidence(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const zone = packet.content.period.timeZone;
  pages.evidence = part(sheet, "Evidence");
  if (packet.evidence.length === 0) {
    sheet.text("P", "This packet holds no evidence file.", TEXT.body);
    return;
  }
  sheet.text("P", `${count(packet.evidence.length)} files under data/evidence, each as it was collected, with a .meta.json beside it. Times are ${zone}. The hash is that of the bytes in this packet and was compared with the one recorded at collection.${ledgerIntro(packet, zone)}`, TEXT.muted);
  sheet.y += 10;
  const lineOf = ledgerLines(packet.content.ledger);
  drawTable(sheet, [{ head: "Evidence", flex: 1 }, { head: "Collected", width: 86 }, { head: "Covers", width: 84 }, { head: packet.content.ledger.proofs === undefined ? "SHA-256" : "SHA-256, ledger", width: 126 }],
    packet.evidence.slice(0, PACKET_LIMITS.reportEvidence).map(({ source, measure }) => [
      { text: source.title, under: `${source.id}, ${source.sourceKind}: ${source.sourceName}, ${size(measure.bytes)}` },
      { text: dateTime(source.collectedAt, zone), under: source.collectedBy },
      covered(source.covers, zone), { text: measure.sha256, style: TEXT.monoSmall, under: lineOf(source.id) }]));
  more(sheet, packet.evidence.length, PACKET_LIMITS.reportEvidence, "data/README.html and the .meta.json files");
}

/** What the line about the ledger under each hash means. */
function ledgerIntro({ content: { ledger: { checkpoint, proofs } } }: SettledPacket, zone: string): string {
  if (proofs === undefined) return "";
  if (checkpoint?.at === undefined) return " The ledger had signed nothing when this packet was made.";
  return ` What is committed stands at that index of the organization’s ledger, by its checkpoint of ${dateTime(checkpoint.at, zone)} at ${count(checkpoint.size)} entries; data/ledger holds the proofs.`;
}

/** Raw log segments with what the parser made of their lines. */
export function drawSegments(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const zone = packet.content.period.timeZone;
  pages.segments = part(sheet, "Log segments");
  if (packet.segments.length === 0) {
    sheet.text("P", "This packet holds no log segment.", TEXT.body);
    return;
  }
  const parsed = packet.segments.reduce((sum, one) => sum + one.source.parsedLines, 0);
  const unparsed = packet.segments.reduce((sum, one) => sum + one.source.unparsedLines, 0);
  sheet.text("P", `Raw bytes as they were received, under data/logs. ${count(parsed + unparsed)} lines: ${count(parsed)} parsed, ${count(unparsed)} not parsed. Lines that no parser understood are in the files. Times are ${zone}.`, TEXT.muted);
  sheet.y += 8;
  drawTable(sheet, [
    { head: "Segment", flex: 1 }, { head: "From and to", width: 92 }, { head: "Parsed", width: 48, align: "right" },
    { head: "Not parsed", width: 48, align: "right" }, { head: "Size", width: 46, align: "right" }, { head: "SHA-256", width: 126 },
  ], packet.segments.slice(0, PACKET_LIMITS.reportSegments).map(({ source, measure }) => [
    { text: source.id, style: TEXT.mono, under: source.sourceName },
    { text: rowTime(source.from, zone), style: TEXT.cellNumber, under: rowTime(source.to, zone), underStyle: TEXT.cellNumber },
    count(source.parsedLines), source.unparsedLines > 0 ? { text: count(source.unparsedLines), style: TEXT.cellStrong } : "0",
    size(measure.bytes), { text: measure.sha256, style: TEXT.monoSmall }]));
  more(sheet, packet.segments.length, PACKET_LIMITS.reportSegments, "data/logs");
}

/** What a reader would expect and does not find. */
export function drawOmissions(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const zone = packet.content.period.timeZone;
  pages.omissions = part(sheet, "Omissions");
  if (packet.omissions.length === 0) {
    sheet.text("P", "No omission is known. That speaks of what was asked for, not of what nobody asked.", TEXT.body);
    return;
  }
  const numbers = new Map(packet.requests.map((one) => [one.id, one.number]));
  sheet.text("P", "What is not in this packet although a request asks for it or a reader would expect it. The same list is data/omissions.json.", TEXT.muted);
  sheet.y += 8;
  drawTable(sheet, [{ head: "Cause", width: 96 }, { head: "What", flex: 1 }, { head: "Why", flex: 1.2 }, { head: "When", width: 84 }, { head: "Request", width: 40, align: "right" }],
    packet.omissions.slice(0, PACKET_LIMITS.reportOmissions).map((one) => [
      { text: statusWord(one.cause), status: one.cause }, one.subject, one.reason,
      one.from && one.to ? covered({ from: one.from, to: one.to }, zone) : "–",
      one.requestId === null ? "–" : String(numbers.get(one.requestId) ?? "–")]));
  more(sheet, packet.omissions.length, PACKET_LIMITS.reportOmissions, "data/omissions.json");
}

/** A part that starts on the page before it when there is room for its head and some rows. */
export function part(sheet: Sheet, title: string): number {
  sheet.y += 26;
  sheet.ensure(170);
  const page = sheet.startSection(title);
  sheet.text("H2", title, TEXT.title);
  sheet.y += 4;
  return page;
}

/** Says how many rows the report leaves out, and where they are. */
export function more(sheet: Sheet, total: number, printed: number, where: string): void {
  if (total <= printed) return;
  sheet.y += 6;
  sheet.text("P", `Printed: the first ${count(printed)} of ${count(total)}. All of them are in ${where}.`, TEXT.bodyStrong);
}
