import { drawStatus } from "./marks.ts";
import type { SettledPacket } from "../settled-packet.ts";
import type { SettledRequest } from "../settle-requests.ts";
import { countStatuses, statusWord } from "../status-words.ts";
import { dateTime } from "./format.ts";
import type { PartPages } from "./cover-page.ts";
import { part } from "./evidence-pages.ts";
import type { Sheet } from "./sheet.ts";
import { CONTENT_WIDTH, INK, PAGE, TEXT } from "./style.ts";

const STATUS_WIDTH = 128;
const TEXT_COLUMN = { x: PAGE.left + 22, width: CONTENT_WIDTH - 22 - STATUS_WIDTH };
const GAPS_PRINTED = 20;
const FILES_PRINTED = 12;

/** Each evidence request with its status in word and shape, its gaps, and what answers it. */
export function drawRequests(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  pages.requests = part(sheet, "Evidence requests");
  const total = packet.requests.length;
  sheet.text("P", total === 0
    ? "No evidence request is defined for this control. Nothing in this packet shows that the control operated."
    : `${total} ${total === 1 ? "request" : "requests"}: ${countStatuses(packet.requests)}. Status is management’s view at the time the packet was made; the opinion is the auditor’s.`, TEXT.body, { column: { x: PAGE.left, width: CONTENT_WIDTH - 60 } });
  sheet.y += 10;
  sheet.rule(INK.text, 0.75);
  for (const request of packet.requests) drawRequest(sheet, packet, request);
}

function drawRequest(sheet: Sheet, packet: SettledPacket, request: SettledRequest): void {
  sheet.ensure(74);
  sheet.y += 9;
  const y = sheet.y;
  const page = sheet.page;
  sheet.artifact(() => sheet.drawLines(sheet.set.lines(String(request.number), TEXT.muted, 18, 1), TEXT.muted, { x: PAGE.left, y: y + 0.6, width: 18 }));
  sheet.text("H3", request.title, { ...TEXT.bodyStrong, size: 9.6 }, { column: TEXT_COLUMN, maxLines: 3 });
  const below = sheet.y;
  if (sheet.page === page) drawRequestStatus(sheet, request, y);
  sheet.y = below;
  if (request.asksFor !== "") sheet.text("P", request.asksFor, TEXT.muted, { column: TEXT_COLUMN });
  if (request.because !== "") sheet.text("P", request.because, TEXT.cell, { column: TEXT_COLUMN });
  drawGaps(sheet, packet, request);
  drawAnswers(sheet, packet, request);
  sheet.y += 9;
  sheet.rule(INK.soft, 0.5);
}

function drawRequestStatus(sheet: Sheet, request: SettledRequest, y: number): void {
  const x = PAGE.left + CONTENT_WIDTH - STATUS_WIDTH + 14;
  sheet.artifact(() => drawStatus(sheet.pdf.doc, request.status, { x: x + 4.4, y: y + TEXT.bodyStrong.leading / 2, r: 4.3 }));
  sheet.place(sheet.section, "P", statusWord(request.status), TEXT.bodyStrong, { x: x + 14, y, width: STATUS_WIDTH - 28 });
}

function drawGaps(sheet: Sheet, packet: SettledPacket, request: SettledRequest): void {
  const zone = packet.content.period.timeZone;
  for (const gap of request.gaps.slice(0, GAPS_PRINTED)) {
    sheet.y += 3;
    sheet.ensure(TEXT.cell.leading);
    const y = sheet.y;
    sheet.artifact(() => drawStatus(sheet.pdf.doc, gap.cause, { x: TEXT_COLUMN.x + 3.6, y: y + TEXT.cell.leading / 2, r: 3.4 }));
    sheet.text("P", `${statusWord(gap.cause)}, ${dateTime(gap.from, zone)} to ${dateTime(gap.to, zone)}: ${gap.what}`, TEXT.cell, { column: { x: TEXT_COLUMN.x + 12, width: CONTENT_WIDTH - 34 } });
  }
  if (request.gaps.length > GAPS_PRINTED) sheet.text("P", `${request.gaps.length - GAPS_PRINTED} more gaps are in data/requests.json.`, TEXT.muted, { column: TEXT_COLUMN });
}

function drawAnswers(sheet: Sheet, packet: SettledPacket, request: SettledRequest): void {
  const wide = { x: TEXT_COLUMN.x, width: CONTENT_WIDTH - 22 };
  const omitted = packet.omissions.filter((one) => one.requestId === request.id);
  sheet.y += 4;
  for (const file of request.files.slice(0, FILES_PRINTED)) sheet.text("P", file, TEXT.mono, { column: wide });
  if (request.files.length > FILES_PRINTED) sheet.text("P", `and ${request.files.length - FILES_PRINTED} more files, named in data/requests.json`, TEXT.muted, { column: wide });
  for (const omission of omitted.slice(0, FILES_PRINTED)) sheet.text("P", `Omitted: ${omission.subject}. ${omission.reason}`, TEXT.cell, { column: wide });
  if (omitted.length > FILES_PRINTED) sheet.text("P", `and ${omitted.length - FILES_PRINTED} more omissions, named in data/omissions.json`, TEXT.muted, { column: wide });
}
