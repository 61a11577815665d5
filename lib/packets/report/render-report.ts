import type { CmsSigner } from "#lib/platform/cms/sign-cms.ts";
import { drawControl } from "./control-page.ts";
import { drawCover, type PartPages } from "./cover-page.ts";
import { drawEvidence, drawOmissions, drawSegments } from "./evidence-pages.ts";
import { headerDayRange } from "./format.ts";
import { drawFindings } from "./findings-pages.ts";
import { drawLogo } from "./marks.ts";
import { drawAlerts, drawIncidents } from "./operations-pages.ts";
import { ReportPdf } from "./pdf-document.ts";
import { drawRequests } from "./requests-page.ts";
import type { SettledPacket } from "../settled-packet.ts";
import { Sheet } from "./sheet.ts";
import { CONTENT_WIDTH, INK, PAGE, TEXT, type TextStyle } from "./style.ts";
import { drawVerify } from "./verify-page.ts";

/**
 * The report of a packet: a tagged PDF, PDF/A-3a and PDF/UA-1, fonts embedded, the same bytes for the same input.
 * @param filesSha256 digest of every payload file beside the report, printed on the cover and in the keywords
 * @param signer signs it for the organization; null leaves it unsigned
 */
export async function renderReport(packet: SettledPacket, filesSha256: string, signer: CmsSigner | null): Promise<Buffer> {
  const { content } = packet;
  const pdf = new ReportPdf({
    title: `${content.control.code} ${content.control.title}: evidence packet${content.demo ? " (demo data)" : ""}`,
    author: content.organizationName,
    subject: `${content.period.firstDay} to ${content.period.lastDay}, ${content.period.timeZone}; packet ${content.packetId}`,
    keywords: `files-sha256:${filesSha256}`, software: content.software, madeAt: content.madeAt,
  });
  const sheet = new Sheet(pdf);
  const pages: PartPages = {};
  drawCover(sheet, packet, filesSha256, pages);
  drawControl(sheet, packet, pages);
  drawRequests(sheet, packet, pages);
  drawAlerts(sheet, packet, pages);
  drawIncidents(sheet, packet, pages);
  drawFindings(sheet, packet, pages);
  drawEvidence(sheet, packet, pages);
  drawSegments(sheet, packet, pages);
  drawOmissions(sheet, packet, pages);
  drawVerify(sheet, filesSha256, pages);
  sheet.later(() => drawFrames(sheet, packet, filesSha256));
  sheet.finish();
  return pdf.end(signer === null ? null : { signer, facts: { name: content.organizationName, reason: `Issued as packet ${content.packetId}`, at: content.madeAt } });
}

/** Heads and feet of all pages, now that their number is known. Artifacts: a screen reader hears them nowhere. */
function drawFrames(sheet: Sheet, packet: SettledPacket, filesSha256: string): void {
  const { content } = packet;
  const range = headerDayRange(content.period.firstDay, content.period.lastDay);
  const demo = content.demo ? " · demo data" : "";
  for (let page = 0; page < sheet.pages; page += 1) {
    sheet.onPage(page, () => sheet.artifact(() => {
      if (page === 0) {
        drawLogo(sheet.pdf.doc, PAGE.left, 40.5, 13.5);
        put(sheet, "Tickmark", { ...TEXT.head, size: 10.5 }, 47.5, "left", 18);
        put(sheet, `Evidence packet${demo}`, TEXT.footer, 47.5, "right");
      } else {
        put(sheet, content.control.code, { ...TEXT.footerMono, size: 7.8 }, 47.5, "left");
        put(sheet, `${range}${demo}`, TEXT.footer, 47.5, "right");
      }
      line(sheet, 64.5, INK.text, 0.75);
      line(sheet, PAGE.height - 47, INK.line, 0.6);
      const foot = PAGE.height - 36;
      const used = put(sheet, `${content.organizationName} · ${content.control.code} · ${range}${demo}`, TEXT.footer, foot, "left", 0, 300);
      put(sheet, `files ${filesSha256.slice(0, 8)}`, TEXT.footerMono, foot, "left", used + 12);
      put(sheet, `${page + 1} of ${sheet.pages}`, TEXT.footer, foot, "right");
    }, "Pagination"));
  }
}

/** One line whose middle is at `y`; the answer is its width. */
function put(sheet: Sheet, text: string, style: TextStyle, y: number, align: "left" | "right", inset = 0, width = CONTENT_WIDTH): number {
  const lines = sheet.set.lines(text, style, width, 1);
  sheet.drawLines(lines, style, { x: PAGE.left + inset, y: y - style.leading / 2, width: CONTENT_WIDTH - inset, align });
  return lines[0]?.width ?? 0;
}

function line(sheet: Sheet, y: number, color: string, width: number): void {
  sheet.pdf.doc.moveTo(PAGE.left, y).lineTo(PAGE.left + CONTENT_WIDTH, y).lineWidth(width).strokeColor(color).stroke();
}
