import { completenessStatement, type SettledPacket } from "../settled-packet.ts";
import { countStatuses } from "../status-words.ts";
import { count, dateTime, groupedHash, longDayRange } from "./format.ts";
import { drawPairs } from "./table.ts";
import { FULL, type Column, type Sheet } from "./sheet.ts";
import { CONTENT_WIDTH, INK, PAGE, TEXT } from "./style.ts";

/** First page of each part, filled while the report is drawn; the cover prints them when all pages exist. */
export type PartPages = Partial<Record<"requests" | "coverage" | "alerts" | "incidents" | "findings" | "evidence" | "segments" | "omissions" | "verify", number>>;

const LEFT: Column = { x: PAGE.left, width: 250 };
const RIGHT: Column = { x: PAGE.left + 274, width: CONTENT_WIDTH - 274 };

/** What the packet is, what is inside and on which page, how to check it, and where it comes from. */
export function drawCover(sheet: Sheet, packet: SettledPacket, filesSha256: string, pages: PartPages): void {
  const { content } = packet;
  sheet.newPage();
  sheet.startSection(`${content.control.code} ${content.control.title}`);
  sheet.y = 168;
  sheet.text("P", content.purpose ?? "Evidence packet", TEXT.eyebrow, { maxLines: 2 });
  sheet.y += 8;
  sheet.text("H1", content.control.title, TEXT.cover, { column: { x: PAGE.left - 1.5, width: CONTENT_WIDTH - 40 }, maxLines: 3 });
  sheet.y += 12;
  sheet.text("P", `${content.control.code} at ${content.organizationName}`, TEXT.coverSub, { maxLines: 2 });
  sheet.text("P", `${longDayRange(content.period.firstDay, content.period.lastDay)}, ${content.period.timeZone}`, TEXT.coverSub);
  sheet.y += 14;
  sheet.text("P", completenessStatement(packet), { ...TEXT.bodyStrong, size: 10, leading: 14.5 }, { column: { x: PAGE.left, width: CONTENT_WIDTH - 60 } });
  const top = Math.max(sheet.y + 34, 392);
  sheet.y = top;
  drawInside(sheet, packet, pages);
  const left = sheet.y;
  sheet.y = top;
  drawCheck(sheet, packet.omissions.length);
  sheet.y = Math.max(left, sheet.y, 566) + 40;
  drawIdentity(sheet, packet, filesSha256);
  sheet.y = PAGE.height - PAGE.bottom - 15;
  sheet.text("P", "Statements of status are management’s view. The opinion is the auditor’s and is not part of this document.", TEXT.muted);
}

function drawInside(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const { content, alerts, incidents, findings } = packet;
  const { summary } = content.coverage;
  const withheld = incidents.firstRows.filter((one) => one.withheld).length;
  const rows: { label: string; value: string; note: string; part: keyof PartPages }[] = [
    { label: "Evidence requests", value: count(packet.requests.length), note: countStatuses(packet.requests), part: "requests" },
    { label: "Days proven", value: count(summary.provenDays), note: `of ${count(summary.endedDays)}`, part: "coverage" },
    { label: "Alerts", value: count(alerts.rows), note: announced(alerts.ipe.announced), part: "alerts" },
    { label: "Incidents", value: count(incidents.rows), note: withheld > 0 ? `${withheld} restricted, withheld` : announced(incidents.ipe.announced), part: "incidents" },
    { label: "Findings", value: count(findings.rows), note: findingsNote(findings.ipe), part: "findings" },
    { label: "Evidence items", value: count(packet.evidence.length), note: packet.evidence.length === 1 ? "file, hashed" : "files, hashed", part: "evidence" },
    { label: "Log segments", value: count(packet.segments.length), note: "raw, as received", part: "segments" },
    { label: "Omissions", value: count(packet.omissions.length), note: packet.omissions.length > 0 ? "each with its cause" : "none known", part: "omissions" },
  ];
  sheet.heading("H2", "What is inside", { column: LEFT, above: 0 });
  sheet.y -= 3;
  const table = sheet.element(sheet.section, "Table");
  for (const row of rows) drawInsideRow(sheet, table, row, pages);
}

function findingsNote({ controlTotals, exclusions }: SettledPacket["findings"]["ipe"]): string {
  const internal = exclusions.reduce((sum, one) => sum + one.count, 0);
  const parts = [`${count(controlTotals["open"] ?? 0)} open`, ...(controlTotals["accepted"] === undefined ? [] : [`${count(controlTotals["accepted"])} accepted`]), ...(internal === 0 ? [] : [`${count(internal)} kept internal`])];
  return parts.join(", ");
}

function announced(total: number | null): string {
  return total === null ? "no total announced" : `of ${count(total)} announced`;
}

/** The page number is drawn last, into an element that stands here already: tags keep the order in which one reads. */
function drawInsideRow(sheet: Sheet, table: ReturnType<Sheet["element"]>, row: { label: string; value: string; note: string; part: keyof PartPages }, pages: PartPages): void {
  const y = sheet.y + 3.5;
  const tr = sheet.element(table, "TR");
  const noteX = LEFT.x + 122;
  const noteWidth = LEFT.width - 122 - 24;
  const noteLines = sheet.set.lines(row.note, TEXT.cellMuted, noteWidth, 2);
  const th = sheet.element(tr, "TH", { scope: "Row" });
  sheet.content(th, "TH", () => sheet.drawLines(sheet.set.lines(row.label, TEXT.cell, 84, 1), TEXT.cell, { x: LEFT.x, y, width: 84 }));
  cell(sheet, tr, row.value, TEXT.cellStrong, { x: LEFT.x + 82, y, width: 32, align: "right" });
  const note = sheet.element(tr, "TD");
  sheet.content(note, "TD", () => sheet.drawLines(noteLines, TEXT.cellMuted, { x: noteX, y, width: noteWidth }));
  const page = sheet.element(tr, "TD");
  const cover = sheet.page;
  sheet.later(() => {
    const at = pages[row.part];
    sheet.onPage(cover, () => sheet.content(page, "TD", () => {
      const text = at === undefined ? "" : `p. ${at + 1}`;
      sheet.drawLines(sheet.set.lines(text, TEXT.cellMuted, 32, 1), TEXT.cellMuted, { x: LEFT.x + LEFT.width - 32, y, width: 32, align: "right" });
    }));
  });
  sheet.y += 7 + Math.max(1, noteLines.length) * TEXT.cell.leading;
  sheet.rule(INK.soft, 0.5, LEFT);
}

function cell(sheet: Sheet, row: ReturnType<Sheet["element"]>, text: string, style: (typeof TEXT)["cellStrong"], at: { x: number; y: number; width: number; align: "right" }): void {
  const td = sheet.element(row, "TD");
  sheet.content(td, "TD", () => sheet.drawLines(sheet.set.lines(text, style, at.width, 1), style, at));
}

function drawCheck(sheet: Sheet, omissions: number): void {
  sheet.heading("H2", "How to check it without us", { column: RIGHT, above: 0 });
  const missing = omissions === 0 ? "what is missing" : `what is missing: ${omissions} ${omissions === 1 ? "item is" : "items are"} listed`;
  sheet.text("P", `Every file is named in a manifest with its SHA-256. The commands in VERIFY.txt show whether anything was changed or added, and data/omissions.json says ${missing}. They use tools that every Linux, macOS and Windows system has.`, TEXT.body, { column: RIGHT });
  sheet.y += 7;
  sheet.text("P", "sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt", TEXT.code, { column: RIGHT });
}

function drawIdentity(sheet: Sheet, packet: SettledPacket, filesSha256: string): void {
  const { content } = packet;
  const { ledger } = content;
  const pending = ledger.pendingEntryIds.length;
  const pendingNote = pending === 0 ? "" : `${count(pending)} ${pending === 1 ? "entry" : "entries"} of this packet not yet committed`;
  const pairs = [
    { label: "Packet", value: content.packetId, style: TEXT.mono },
    { label: "Made", value: `${dateTime(content.madeAt, "UTC")} UTC, at the request of ${content.requestedBy}` },
    { label: "Files digest", value: groupedHash(filesSha256), style: TEXT.mono },
    ledger.checkpoint
      ? { label: "Ledger root", value: `${groupedHash(ledger.checkpoint.root)} at ${count(ledger.checkpoint.size)}`, style: TEXT.mono }
      : { label: "Ledger", value: "Not signed yet: no checkpoint commits to this packet’s facts." },
    ...(pendingNote === "" ? [] : [{ label: ledger.checkpoint ? "Ledger" : "", value: `Pending: ${pendingNote}.` }]),
    { label: "Made with", value: content.software },
  ];
  drawPairs(sheet, pairs.map((one) => ({ ...one, label: one.label === "" ? "Pending" : one.label })), 66, FULL);
}
