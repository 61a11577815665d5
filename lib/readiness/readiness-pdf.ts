import { evidenceReference } from "#lib/evidence/client.ts";
import { CONTENT_WIDTH, drawHatch, drawPairs, drawTable, INK, PAGE, ReportPdf, Sheet, TEXT } from "#lib/packets/index.ts";
import { utcText } from "#lib/platform/mail-text.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import { daysIncluded } from "#lib/platform/zoned-time.ts";
import { burnColumns, type BurnColumn } from "./burn-down.geometry.ts";
import type { ReadinessPage, ReadinessRow } from "./read-readiness.ts";
import { burnWords, damagedWords, notKnownWords, shareWords, standingWords } from "./readiness-words.ts";

const LABEL_WIDTH = 150;
const CHART_HEIGHT = 96;
const WRITE = { number: (value: number) => value.toLocaleString("en-GB"), day: (date: string) => date };

/** What a readiness report says of itself: whose it is, and the instant at which everything in it was so. */
export type ReadinessFacts = { organization: string; at: Date };

/**
 * Readiness on paper: a tagged PDF/A with everything that the page shows, as it stood at one instant. The same bytes for the same
 * page. It is not signed: it tells of a moment, and is nothing that the organization issued.
 */
export async function readinessPdf(page: ReadinessPage, { organization, at }: ReadinessFacts): Promise<Buffer> {
  const { framework, period } = page;
  const title = `Readiness for ${framework.name} ${framework.edition}`;
  const pdf = new ReportPdf({ title, author: organization, subject: `${period.firstDay} to ${period.lastDay}, ${period.timeZone}`, keywords: framework.key, software: SOFTWARE, madeAt: at });
  const sheet = new Sheet(pdf);
  sheet.newPage();
  sheet.startSection(title);
  sheet.text("H1", title, TEXT.title);
  sheet.y += 14;
  drawPairs(sheet, factsOf(page, organization, at), LABEL_WIDTH);
  drawBurnDown(sheet, page);
  drawRequirements(sheet, page);
  sheet.y += 10;
  sheet.text("P", "Each day of the burn-down stands as it was known at its end: as the requests were asked then, by what had been accepted by then. Evidence that was handed in later, and speaks for an earlier day, changes the shares of the table and not the past of the chart. The controls that are mapped today count. Nothing that is unknown counts as good.", TEXT.muted);
  sheet.later(() => drawFeet(sheet, `${organization} · ${title} · as of ${utcText(at)}`));
  sheet.finish();
  return pdf.end();
}

function factsOf({ framework, period, engagement, counts, requests, together, today }: ReadinessPage, organization: string, at: Date): { label: string; value: string }[] {
  const left = today > period.lastDay ? 0 : daysIncluded(today < period.firstDay ? period.firstDay : today, period.lastDay);
  return [
    { label: "Organization", value: organization },
    { label: "Period", value: `${period.firstDay} to ${period.lastDay} (${period.timeZone})${engagement === null ? "" : `, ${engagement}`}` },
    { label: "As of", value: utcText(at) },
    { label: `${capital(framework.itemLabelMany)} proven now`, value: `${WRITE.number(counts.proven)} of ${WRITE.number(counts.total)}` },
    { label: "Requests proven now", value: `${WRITE.number(requests.proven)} of ${WRITE.number(requests.total)}; ${requests.unknown === 0 ? "something is known of each" : `of ${WRITE.number(requests.unknown)} nothing is known yet`}` },
    { label: "Request days proven", value: shareWords(together) },
    { label: "Days left of the period", value: WRITE.number(left) },
  ];
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The chart of the page in ink: solid is proven, hatched is no longer proven, blank is not yet known. Grey ink after today. */
function drawBurnDown(sheet: Sheet, { burnDown, requests }: ReadinessPage): void {
  sheet.heading("H2", `Burn-down of ${WRITE.number(requests.total)} ${requests.total === 1 ? "request" : "requests"}`, { keep: CHART_HEIGHT + 60 });
  const [first, last] = [burnDown[0], burnDown.at(-1)];
  if (first === undefined || last === undefined || burnDown.every((one) => one.total === 0)) return sheet.text("P", "Nothing is asked yet: the controls that are mapped into this edition ask for no evidence.", TEXT.body);
  const now = burnDown.find((one) => one.when === "today") ?? burnDown.findLast((one) => one.when === "past");
  const words = [...(now === undefined ? ["The period has not begun"] : [burnWords(now, WRITE)]), ...(last.when === "ahead" ? [`With nothing more collected ${WRITE.number(last.proven)} would be proven on ${last.day}`] : [])].join(". ");
  const { columns, todayX } = burnColumns(burnDown);
  const top = sheet.y;
  const figure = sheet.element(sheet.section, "Figure", { alt: sheet.set.plain(`Requests proven, no longer proven and not yet known, by day. ${words}.`), bbox: [PAGE.left, top, PAGE.left + CONTENT_WIDTH, top + CHART_HEIGHT], placement: "Block" });
  sheet.content(figure, "Figure", () => {
    for (const one of columns) drawDay(sheet, one, top);
    const { doc } = sheet.pdf;
    doc.moveTo(PAGE.left, top + CHART_HEIGHT).lineTo(PAGE.left + CONTENT_WIDTH, top + CHART_HEIGHT).lineWidth(0.75).strokeColor(INK.text).stroke();
    if (todayX !== null) doc.moveTo(PAGE.left + todayX * CONTENT_WIDTH, top).lineTo(PAGE.left + todayX * CONTENT_WIDTH, top + CHART_HEIGHT).lineWidth(1).strokeColor(INK.text).stroke();
  });
  figure.end();
  sheet.y = top + CHART_HEIGHT + 6;
  sheet.text("P", `${first.day} to ${last.day}. Solid: proven. Hatched: no longer proven. Outlined: not yet known.${last.when === "ahead" ? " Grey, after the line: if nothing more is collected." : ""}`, TEXT.muted);
  sheet.y += 4;
  sheet.text("P", `${words}.`, TEXT.body);
}

function drawDay(sheet: Sheet, day: BurnColumn, top: number): void {
  const { doc } = sheet.pdf;
  const [x, width] = [PAGE.left + day.x * CONTENT_WIDTH, day.width * CONTENT_WIDTH];
  const at = (share: number): number => top + share * CHART_HEIGHT;
  if (day.provenHeight > 0) doc.rect(x, at(day.provenTop), width, day.provenHeight * CHART_HEIGHT).fill(day.ahead ? INK.line : INK.text);
  if (day.lapsedHeight > 0) drawHatch(doc, x, at(day.lapsedTop), width, day.lapsedHeight * CHART_HEIGHT);
  if (day.unknownHeight > 0) doc.rect(x + 0.25, at(day.lapsedTop - day.unknownHeight) + 0.25, Math.max(0.1, width - 0.5), Math.max(0.1, day.unknownHeight * CHART_HEIGHT - 0.5)).lineWidth(0.5).strokeColor(INK.line).stroke();
}

function drawRequirements(sheet: Sheet, { rows, framework }: ReadinessPage): void {
  sheet.heading("H2", `By ${framework.itemLabel}`, { keep: 90 });
  for (const [group, ofGroup] of Map.groupBy(rows, (one) => one.group)) {
    sheet.y += 8;
    sheet.text("H3", group, TEXT.head, { keepWithNext: 60 });
    drawTable(sheet, [{ head: capital(framework.itemLabel), flex: 3 }, { head: "Now", width: 84 }, { head: "Requests", width: 48 }, { head: "Of the period so far", width: 74 }, { head: "Proven by", flex: 2 }, { head: "Not yet known", flex: 3 }], ofGroup.map(rowOf));
  }
}

function rowOf(row: ReadinessRow) {
  const asked = row.requests > 0;
  return [
    { text: row.code, under: row.title },
    row.gap === null ? { text: standingWords(row), status: row.status } : standingWords(row),
    asked ? `${WRITE.number(row.proven)} of ${WRITE.number(row.requests)}` : "",
    asked ? shareWords(row) : "",
    { text: row.provenBy.map(evidenceReference).join(", "), under: [row.damaged.map(damagedWords).join(", "), row.controls.join(", ")].filter((part) => part !== "").join("; ") },
    notKnownWords(row.notKnown),
  ];
}

/** The foot of every page: artifacts, a screen reader hears them nowhere. */
function drawFeet(sheet: Sheet, words: string): void {
  for (let page = 0; page < sheet.pages; page += 1) {
    sheet.onPage(page, () => sheet.artifact(() => {
      const at = { x: PAGE.left, y: PAGE.height - 40, width: CONTENT_WIDTH };
      sheet.drawLines(sheet.set.lines(words, TEXT.footer, CONTENT_WIDTH - 60, 1), TEXT.footer, at);
      sheet.drawLines(sheet.set.lines(`${page + 1} of ${sheet.pages}`, TEXT.footer, 60, 1), TEXT.footer, { ...at, align: "right" });
    }, "Pagination"));
  }
}
