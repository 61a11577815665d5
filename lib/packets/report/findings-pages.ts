import { PACKET_LIMITS } from "../limits.ts";
import type { FindingPlace, PacketFinding } from "../packet-content.ts";
import type { SettledPacket } from "../settled-packet.ts";
import { count, dateTime, headerDayRange, rowTime } from "./format.ts";
import { more, part } from "./evidence-pages.ts";
import type { PartPages } from "./cover-page.ts";
import { drawProduction } from "./operations-pages.ts";
import type { Sheet } from "./sheet.ts";
import { TEXT } from "./style.ts";
import { drawTable, type Cell } from "./table.ts";

const RECORD = "data/populations/findings.jsonl";

const GROUPS: readonly { place: FindingPlace; title: string }[] = [
  { place: "open", title: "Open at the end" },
  { place: "accepted", title: "Risk accepted" },
  { place: "closed", title: "Closed in the period" },
  { place: "withdrawn", title: "Withdrawn in the period" },
];

/** The gaps that stood against the control: open, accepted with their expiry, closed in the period; then the history of each. */
export function drawFindings(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const { timeZone: zone } = packet.content.period;
  const { findings } = packet;
  pages.findings = part(sheet, "Findings");
  drawProduction(sheet, findings, zone);
  if (findings.rows === 0) {
    sheet.heading("H3", "Rows");
    sheet.text("P", "No finding that stood against this control in the period is told here. That there was no gap is not proven by it.", TEXT.body);
    return;
  }
  for (const { place, title } of GROUPS) {
    const rows = findings.firstRows.filter((one) => one.place === place);
    if (rows.length === 0) continue;
    sheet.heading("H3", `${title}: ${count(findings.ipe.controlTotals[place] ?? rows.length)}`, { above: 16 });
    drawTable(sheet, [{ head: "Finding", flex: 1 }, { head: "Severity", width: 42 }, { head: "State", width: 84 }, { head: whenHead(place), width: 82 }, { head: "Owner", width: 72 }],
      rows.map((row) => cellsOf(row, zone)));
  }
  sheet.y += 5;
  sheet.text("P", `States are those at the end of the period, or when the packet was made if that was earlier; times are ${zone}. What a finding became later stands under its state.`, TEXT.muted);
  more(sheet, findings.rows, PACKET_LIMITS.reportFindings, RECORD);
  drawHistories(sheet, findings.firstRows, zone);
  if (findings.rows > PACKET_LIMITS.reportTimelines) more(sheet, findings.rows, PACKET_LIMITS.reportTimelines, RECORD);
}

function whenHead(place: FindingPlace): string {
  return place === "open" ? "Due" : place === "accepted" ? "Accepted until" : place === "closed" ? "Closed" : "Withdrawn";
}

const day = (date: string): string => headerDayRange(date, date);

function cellsOf(row: PacketFinding, zone: string): Cell[] {
  const settled = row.settledAt === null ? "" : dateTime(row.settledAt, zone);
  const when: Cell = row.place === "open" ? day(row.dueOn)
    : row.place === "accepted" ? { text: row.acceptedUntil === null ? "not known" : day(row.acceptedUntil), under: row.acceptedBy === null ? "" : `by ${row.acceptedBy}` }
    : settled;
  return [
    { text: row.title, under: [row.id, row.source].join(", ") }, row.severity,
    { text: row.state, ...(row.late ? { style: TEXT.cellStrong } : {}), under: row.stateSince === null ? "" : `since: ${row.stateSince.toLowerCase()}` },
    when, row.owner ?? "nobody",
  ];
}

function drawHistories(sheet: Sheet, findings: readonly PacketFinding[], zone: string): void {
  for (const finding of findings.slice(0, PACKET_LIMITS.reportTimelines)) {
    sheet.heading("H3", `${finding.id}: ${finding.title}`, { above: 18 });
    const touches = [finding.controls.join(", "), ...(finding.otherControls ? ["controls that this packet does not hold"] : []), finding.requirements.join(", ")].filter((one) => one !== "");
    const from = finding.sourceName === "" ? finding.source : `${finding.source}, ${finding.sourceName}`;
    sheet.text("P", `Raised ${dateTime(finding.raisedAt, zone)} by ${finding.raisedBy}, from: ${from}. Touches ${touches.join(", ")}.`, TEXT.muted);
    sheet.y += 3;
    sheet.text("P", finding.description, TEXT.body);
    sheet.y += 5;
    drawTable(sheet, [{ head: `When, ${zone}`, width: 82 }, { head: "Who", width: 96 }, { head: "What", flex: 1 }],
      finding.timeline.slice(0, PACKET_LIMITS.reportTimelineEntries).map((entry) => [{ text: rowTime(entry.at, zone), style: TEXT.cellNumber }, entry.who, entry.what]));
    more(sheet, finding.timeline.length, PACKET_LIMITS.reportTimelineEntries, RECORD);
  }
}
