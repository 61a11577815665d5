import { coverageBar, type CoverageBar, type CoverageBarLane, type PeriodCoverage } from "#lib/evidence/client.ts";
import { drawHatch } from "./marks.ts";
import type { Sheet } from "./sheet.ts";
import { CONTENT_WIDTH, INK, PAGE, TEXT } from "./style.ts";

const LABEL_WIDTH = 128;
const COUNT_WIDTH = 80;
const BAR = { x: PAGE.left + LABEL_WIDTH, width: CONTENT_WIDTH - LABEL_WIDTH - COUNT_WIDTH };
const AXIS = 14;
const SUMMARY = 22;
const LANE = 14;
/** Lanes of one figure; the rest follows in further figures on the next page. */
const LANES_PER_FIGURE = 36;
const ALT_CHARS = 4_000;

/** The coverage bar on paper: the same geometry as on screen. Solid is proven, hatched is a hole, blank is the future. */
export function drawCoverage(sheet: Sheet, coverage: PeriodCoverage): void {
  const bar = coverageBar(coverage);
  for (let from = 0; from === 0 || from < bar.lanes.length; from += LANES_PER_FIGURE) {
    drawFigure(sheet, bar, bar.lanes.slice(from, from + LANES_PER_FIGURE), from === 0);
  }
  const blank = bar.nowX === null ? "" : " Blank: days that are not over.";
  sheet.y += 4;
  sheet.text("P", `Solid: proven by a source. Hatched: hole.${blank}`, TEXT.muted);
}

function drawFigure(sheet: Sheet, bar: CoverageBar, lanes: readonly CoverageBarLane[], first: boolean): void {
  const height = AXIS + (first ? SUMMARY : 4) + lanes.length * LANE;
  sheet.ensure(height + TEXT.muted.leading + 8);
  const top = sheet.y;
  const alt = first ? bar.alternative : `Period coverage, continued: ${lanes.map((lane) => `${lane.label} ${lane.count} days`).join(", ")}.`;
  const figure = sheet.element(sheet.section, "Figure", {
    alt: sheet.set.plain(alt).slice(0, ALT_CHARS), bbox: [PAGE.left, top, PAGE.left + CONTENT_WIDTH, top + height], placement: "Block",
  });
  sheet.content(figure, "Figure", () => {
    drawAxis(sheet, bar, top);
    let y = top + AXIS;
    if (first) {
      drawLane(sheet, bar.summary, y, { row: SUMMARY, bar: 10.5, ink: INK.text, strong: true });
      y += SUMMARY;
    } else {
      y += 4;
    }
    for (const lane of lanes) {
      drawLane(sheet, lane, y, { row: LANE, bar: 4.8, ink: INK.muted, strong: false });
      y += LANE;
    }
  });
  figure.end();
  sheet.y = top + height;
}

function drawAxis(sheet: Sheet, bar: CoverageBar, y: number): void {
  for (const tick of bar.ticks) {
    const [line] = sheet.set.lines(tick.label, TEXT.cellHead, 120, 1);
    if (!line) continue;
    const shift = tick.anchor === "start" ? 0 : tick.anchor === "end" ? line.width : line.width / 2;
    sheet.set.draw(line, BAR.x + tick.x * BAR.width - shift, y, TEXT.cellHead);
  }
}

function drawLane(sheet: Sheet, lane: CoverageBarLane, y: number, look: { row: number; bar: number; ink: string; strong: boolean }): void {
  const { doc } = sheet.pdf;
  const style = look.strong ? TEXT.cellStrong : TEXT.cell;
  const middle = y + look.row / 2;
  const textY = middle - style.leading / 2;
  sheet.drawLines(sheet.set.lines(lane.label, style, LABEL_WIDTH - 8, 1), style, { x: PAGE.left, y: textY, width: LABEL_WIDTH - 8 });
  doc.moveTo(BAR.x, middle).lineTo(BAR.x + BAR.width, middle).lineWidth(0.5).strokeColor(INK.line).stroke();
  // Holes last: a one-day hole must not disappear under its neighbours' edges.
  const solid = lane.rects.filter((rect) => rect.state === "proven");
  const holes = lane.rects.filter((rect) => rect.state === "hole");
  for (const rect of solid) doc.rect(BAR.x + rect.x * BAR.width, middle - look.bar / 2, rect.width * BAR.width, look.bar).fill(look.ink);
  for (const rect of holes) drawHatch(doc, BAR.x + rect.x * BAR.width, middle - look.bar / 2, Math.max(2.4, rect.width * BAR.width), look.bar);
  sheet.drawLines(sheet.set.lines(lane.count, style, COUNT_WIDTH - 8, 1), style, { x: PAGE.left + CONTENT_WIDTH - COUNT_WIDTH, y: textY, width: COUNT_WIDTH, align: "right" });
}
