import { drawPairs, drawTable, ReportPdf, Sheet, TEXT } from "#lib/packets/index.ts";
import { utcText } from "#lib/platform/mail-text.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import { xlsxFile, type Sheet as Table } from "#lib/spreadsheets/index.ts";
import { statusFacts } from "#lib/status/index.ts";
import { applicableText, countLines, IMPLEMENTATIONS, type StatementContent, type StatementLine } from "./statement.ts";

const LABEL_WIDTH = 150;

/** The statement on paper: a tagged PDF, the same bytes for the same statement. */
export async function statementPdf(content: StatementContent, sha256: string): Promise<Buffer> {
  const { framework, organization, version, lines } = content;
  const title = `Statement of applicability: ${framework.name} ${framework.edition}`;
  const pdf = new ReportPdf({ title, author: organization, subject: `${framework.key} version ${version}`, keywords: `sha256:${sha256}`, software: SOFTWARE, madeAt: new Date(content.issuedAt) });
  const sheet = new Sheet(pdf);
  sheet.newPage();
  sheet.startSection(title);
  sheet.text("H1", title, TEXT.title);
  sheet.y += 14;
  const counts = countLines(lines);
  drawPairs(sheet, [
    { label: "Organization", value: organization },
    { label: "Version", value: `${version}, issued ${utcText(new Date(content.issuedAt))} by ${content.issuedBy}` },
    { label: "Applicable", value: `${counts.applicable} of ${lines.length} ${framework.itemLabelMany}, ${counts.implemented} of them implemented` },
    { label: "Excluded", value: `${counts.excluded}` },
    { label: "Not in this content", value: content.notCovered.length === 0 ? "nothing is named" : content.notCovered.join("; ") },
    { label: "SHA-256 of the statement", value: sha256, style: TEXT.mono },
  ], LABEL_WIDTH);
  sheet.y += 10;
  sheet.text("P", "Implemented: a control satisfies the item. In part: controls contribute to it and none satisfies it. The status is that of the controls’ evidence when the statement was issued.", TEXT.body);
  for (const [group, ofGroup] of Map.groupBy(lines, (one) => `${one.groupCode} ${one.groupTitle}`)) {
    sheet.y += 12;
    sheet.text("H2", group, TEXT.head, { keepWithNext: 60 });
    drawTable(sheet, [{ head: "Item", flex: 3 }, { head: "Applies", width: 62 }, { head: "Because", flex: 3 }, { head: "Implemented", width: 92 }, { head: "Status", width: 84 }], ofGroup.map(rowOf));
  }
  sheet.finish();
  return pdf.end();
}

function rowOf(line: StatementLine) {
  return [
    { text: line.code, under: line.title },
    applicableText(line.applicable),
    line.justification,
    { text: IMPLEMENTATIONS[line.implementation], under: controlsText(line) },
    { text: statusFacts(line.status).word, status: line.status },
  ];
}

function controlsText({ controls }: StatementLine): string {
  return controls.map((one) => (one.strength === "satisfies" ? one.code : `${one.code} (contributes)`)).join(", ");
}

/** The statement as a workbook, one item a row. */
export async function* statementXlsx(content: StatementContent, sha256: string): AsyncGenerator<Uint8Array> {
  const { framework, organization, version, issuedAt, issuedBy } = content;
  const table: Table = {
    title: "Statement of applicability",
    headers: ["Group", "Code", "Title", "Applies", "Because", "Implemented", "Controls", "Status"],
    widths: [28, 12, 44, 14, 60, 16, 32, 18],
    rows: rowsOf(content),
    zone: "UTC",
    preface: [`Statement of applicability of ${organization}: ${framework.name} ${framework.edition}, version ${version}.`, `Issued ${utcText(new Date(issuedAt))} by ${issuedBy}.`, `SHA-256 of the statement: ${sha256}.`],
    ending: ({ rows }) => `${rows} ${rows === 1 ? framework.itemLabel : framework.itemLabelMany}.`,
  };
  yield* xlsxFile(table, () => undefined);
}

async function* rowsOf({ lines }: StatementContent): AsyncGenerator<readonly string[]> {
  for (const line of lines) {
    yield [`${line.groupCode} ${line.groupTitle}`, line.code, line.title, applicableText(line.applicable), line.justification, IMPLEMENTATIONS[line.implementation], controlsText(line), statusFacts(line.status).word];
  }
}
