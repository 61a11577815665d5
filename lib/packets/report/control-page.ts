import { CONTROL_TEST_NAMES, CONTROL_TESTS, stepName, type TestStep } from "#lib/controls/client.ts";
import type { PacketControl, PacketMapping } from "../packet-content.ts";
import { type SettledPacket } from "../settled-packet.ts";
import { drawCoverage } from "./coverage-figure.ts";
import { count } from "./format.ts";
import type { PartPages } from "./cover-page.ts";
import type { Sheet } from "./sheet.ts";
import { CONTENT_WIDTH, PAGE, TEXT } from "./style.ts";
import { statusWord } from "../status-words.ts";
import { shortDayRange } from "#lib/evidence/client.ts";
import { drawPairs, drawTable } from "./table.ts";
import { PACKET_LIMITS } from "../limits.ts";

/** Holes named in a table under the bar. The rest stands in `requests.json`. */
const HOLES_PRINTED = 60;

/** What the control says, who answers for it, how much of the period is proven, and what it satisfies. */
export function drawControl(sheet: Sheet, packet: SettledPacket, pages: PartPages): void {
  const { control, coverage } = packet.content;
  sheet.newPage();
  sheet.startSection("Control and period coverage");
  sheet.text("H2", control.title, TEXT.title, { maxLines: 3 });
  sheet.y += 5;
  sheet.text("P", clip(control.statement), TEXT.lead, { column: { x: PAGE.left, width: CONTENT_WIDTH - 16 } });
  sheet.y += 12;
  drawFacts(sheet, packet);
  sheet.heading("H3", "Period coverage", { above: 18, keep: 120 });
  pages.coverage = sheet.page;
  drawCoverage(sheet, coverage);
  drawHoles(sheet, packet);
  drawPopulations(sheet, packet);
  drawMappings(sheet, control.mappings);
  drawTests(sheet, control);
  if (control.guidance !== "") {
    sheet.heading("H3", "Guidance");
    sheet.text("P", clip(control.guidance), TEXT.body);
  }
}

function drawFacts(sheet: Sheet, packet: SettledPacket): void {
  const { control } = packet.content;
  const half = (CONTENT_WIDTH - 24) / 2;
  sheet.ensure(96);
  const start = { y: sheet.y, page: sheet.page };
  drawPairs(sheet, [
    { label: "Owner", value: control.owner === "" ? "none named" : control.owner },
    { label: "Process owners", value: control.processOwners.length > 0 ? control.processOwners.join(", ") : "none named" },
    { label: "Operates", value: control.operates },
    ...(control.retired === null ? [] : [{ label: "Retired", value: `from ${control.retired.day}. ${control.retired.reason}` }]),
  ], 74, { x: PAGE.left, width: half });
  const left = { y: sheet.y, page: sheet.page };
  // Beside the first column, unless that one ran over the end of the page.
  if (left.page === start.page) sheet.y = start.y;
  drawPairs(sheet, [
    ...frameworkPairs(control.mappings, "satisfies", "Satisfies"),
    ...frameworkPairs(control.mappings, "contributes", "Contributes to"),
  ], 74, { x: PAGE.left + half + 24, width: half });
  if (sheet.page === left.page) sheet.y = Math.max(left.y, sheet.y);
  if (control.approval !== undefined) drawPairs(sheet, [{ label: "Approval", value: clip(control.approval) }], 74);
  if (control.scope !== "") drawPairs(sheet, [{ label: "Scope", value: clip(control.scope) }], 74);
}

function frameworkPairs(mappings: readonly PacketMapping[], kind: PacketMapping["kind"], label: string): { label: string; value: string }[] {
  const frameworks = [...new Set(mappings.filter((one) => one.kind === kind).map((one) => one.framework))];
  const value = frameworks.map((framework) => `${framework}: ${mappings.filter((one) => one.kind === kind && one.framework === framework).map((one) => one.requirement).join(", ")}`).join("\n");
  return [{ label, value: value === "" ? "nothing" : value }];
}

function drawHoles(sheet: Sheet, packet: SettledPacket): void {
  const { holes } = packet.content.coverage;
  if (holes.length === 0) return;
  sheet.y += 8;
  drawTable(sheet, [{ head: "Days", width: 84 }, { head: "Request", flex: 1 }, { head: "Cause", width: 96 }, { head: "What happened", flex: 1.5 }],
    holes.slice(0, HOLES_PRINTED).map((hole) => [
      shortDayRange(hole.firstDay, hole.lastDay), hole.label, { text: statusWord(hole.cause), status: hole.cause }, hole.whats.join("; ")]));
  if (holes.length > HOLES_PRINTED) sheet.text("P", `${count(holes.length - HOLES_PRINTED)} more are in data/requests.json.`, TEXT.muted);
}

function drawPopulations(sheet: Sheet, packet: SettledPacket): void {
  sheet.heading("H3", "Populations");
  const unknown = (n: number | null | undefined): string => (n === null || n === undefined ? "not known" : count(n));
  drawTable(sheet, [
    { head: "Population", flex: 1 }, { head: "Rows", width: 46, align: "right" }, { head: "Announced", width: 56, align: "right" },
    { head: "Counted again", width: 62, align: "right" }, { head: "Sequence", width: 74 }, { head: "SHA-256", width: 62 },
  ], [packet.alerts, packet.incidents].map((one) => [
    one.name === "alerts" ? "Alerts" : "Incidents", count(one.rows), unknown(one.ipe.announced), unknown(one.ipe.secondCount?.count),
    one.ipe.sequenceGaps === null ? "not tested" : one.ipe.sequenceGaps.length === 0 ? "no gap" : `${count(one.ipe.sequenceGaps.length)} gaps`,
    { text: one.jsonl.sha256.slice(0, 8), style: TEXT.mono }]));
  for (const one of [packet.alerts, packet.incidents]) {
    sheet.y += 5;
    sheet.text("P", `${one.name === "alerts" ? "Alerts" : "Incidents"}: ${one.reconciliation.statement}`, one.reconciliation.verdict === "reconciles" ? TEXT.muted : TEXT.bodyStrong);
  }
}

function drawMappings(sheet: Sheet, mappings: readonly PacketMapping[]): void {
  sheet.heading("H3", "Requirements");
  if (mappings.length === 0) {
    sheet.text("P", "This control is mapped to no requirement.", TEXT.body);
    return;
  }
  drawTable(sheet, [{ head: "Framework", width: 118 }, { head: "Requirement", width: 66 }, { head: "Title and rationale", flex: 1 }, { head: "Relation", width: 66 }],
    mappings.map((one) => [
      { text: `${one.framework} ${one.edition}`.trim(), under: one.label }, { text: one.requirement, style: TEXT.cellStrong },
      { text: one.title, under: one.rationale }, one.kind === "satisfies" ? "Satisfies" : "Contributes"]));
}

function drawTests(sheet: Sheet, control: PacketControl): void {
  for (const test of CONTROL_TEST_NAMES) {
    if (control[test].length === 0) continue;
    sheet.heading("H3", CONTROL_TESTS[test].heading);
    drawTable(sheet, [{ head: "Step", width: 74 }, { head: "What is done", flex: 1.5 }, { head: "A deviation", flex: 1 }],
      control[test].map((step) => [{ text: stepName(control.code, step), style: TEXT.mono }, { text: step.does, under: fromWhat(step) }, step.deviation]));
  }
}

function fromWhat({ population, sample }: TestStep): string {
  return [...(population === null ? [] : [`Population: ${population}`]), ...(sample === null ? [] : [`Sample: ${sample}`])].join("\n");
}

function clip(text: string): string {
  return text.length <= PACKET_LIMITS.reportTextChars ? text : `${text.slice(0, PACKET_LIMITS.reportTextChars)}… (the whole text is in data/requests.json)`;
}
