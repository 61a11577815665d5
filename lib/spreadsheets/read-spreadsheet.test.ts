import { describe, expect, it, test } from "vitest";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { SPREADSHEET_LIMITS } from "./limits.ts";
import { readSpreadsheet } from "./read-spreadsheet.ts";
import { columnLetters } from "./spreadsheet.ts";
import { sheetXml, workbook, workbookParts, zipOf } from "./workbook.fixtures.ts";

const ROWS = [["Code", "Title"], ["AC-1", "Access"]];
const read = (bytes: Buffer, sheet?: string) => readSpreadsheet(bytes, sheet);
const cells = async (bytes: Buffer) => (await read(bytes)).sheet.rows.map((row) => row.cells);
const sheetOf = (inside: string) => zipOf(workbookParts({ Controls: `<worksheet><sheetData>${inside}</sheetData></worksheet>` }));

describe("a workbook", () => {
  it("is read by sheet, with rows numbered as the program numbers them", async () => {
    const bytes = zipOf(workbookParts({ First: sheetXml(ROWS), "Second & last": sheetXml([["x"]]) }));
    expect(await read(bytes)).toMatchObject({ sheetNames: ["First", "Second & last"], sheetName: "First", sheet: { rows: [{ number: 1, cells: ["Code", "Title"] }, { number: 2, cells: ["AC-1", "Access"] }] } });
    expect((await read(bytes, "Second & last")).sheet.rows).toEqual([{ number: 1, cells: ["x"] }]);
  });

  it("gives shared texts without their phonetics, numbers, truth values and what formulas were saved with", async () => {
    const shared = '<sst><si><r><t>Ac</t></r><r><t>cess</t></r><rPh><t>akusesu</t></rPh></si></sst>';
    const sheet = '<worksheet><sheetData><row r="4"><c r="A4" t="s"><v>0</v></c><c r="C4"><v>12.5</v></c><c r="D4" t="b"><v>1</v></c><c r="E4" t="str"><f>A4&amp;"!"</f><v>Access!</v></c><c r="F4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>';
    const book = await read(zipOf([...workbookParts({ Controls: sheet }), { name: "xl/sharedStrings.xml", text: shared }]));
    expect(book.sheet).toEqual({ rows: [{ number: 4, cells: ["Access", "", "12.5", "yes", "Access!"] }], merged: [], formulas: 2 });
  });

  it("tells merged cells by their range", async () => {
    const bytes = zipOf(workbookParts({ Controls: sheetXml(ROWS, '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>') }));
    expect((await read(bytes)).sheet.merged).toEqual(["A2:A3"]);
  });

  it("keeps HTML and formulas in texts as the texts that they are", async () => {
    expect(await cells(workbook([["<script>alert(1)</script>", "=1+1"]]))).toEqual([["<script>alert(1)</script>", "=1+1"]]);
  });
});

describe("a file that cannot be read is refused with a sentence", () => {
  const refusals: [string, Buffer, string][] = [
    ["empty", Buffer.alloc(0), "spreadsheet_empty"],
    ["a sheet without a text", workbook([["", ""]]), "spreadsheet_empty"],
    ["macros", zipOf([...workbookParts({ A: sheetXml(ROWS) }), { name: "xl/vbaProject.bin", text: "macro" }]), "spreadsheet_macros"],
    ["a password", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("EncryptedPackage", "utf16le")]), "spreadsheet_protected"],
    ["the format before 2007", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.from("Workbook", "utf16le")]), "spreadsheet_old_format"],
    ["another ZIP", zipOf([{ name: "word/document.xml", text: "<w/>" }]), "spreadsheet_unknown"],
    ["a program", Buffer.from("\x7fELF\0\0\x01\x02".repeat(20), "latin1"), "spreadsheet_unknown"],
    ["a ZIP that was cut off", workbook(ROWS).subarray(0, 200), "spreadsheet_damaged"],
    ["XML that does not close", sheetOf('<row r="1"><c r="A1"><v>1'), "spreadsheet_damaged"],
    ["a file beyond the limit", Buffer.alloc(SPREADSHEET_LIMITS.fileBytes + 1, 65), "spreadsheet_too_large"],
    ["quotation marks that do not close", Buffer.from('Code,Title\nAC-1,"Access\n'), "spreadsheet_damaged"],
  ];
  it.each(refusals)("%s", async (_, bytes, reason) => {
    expect(await reasonOf(read(bytes))).toBe(reason);
  });
});

describe("bounds of memory and time", () => {
  it("refuses 100,000 rows, in a workbook and in text", async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => [`AC-${index}`, "Access"]);
    expect(await reasonOf(read(workbook(rows)))).toBe("spreadsheet_too_many_rows");
    expect(await reasonOf(read(Buffer.from(rows.map((row) => row.join(",")).join("\n"))))).toBe("spreadsheet_too_many_rows");
  });

  it("refuses a file that unpacks to more than it may, also when it lies about its size", async () => {
    const bomb = " ".repeat(SPREADSHEET_LIMITS.unpackedBytes + 1);
    expect(await reasonOf(read(zipOf([...workbookParts({ A: sheetXml(ROWS) }), { name: "xl/media/big", text: bomb }])))).toBe("spreadsheet_too_large");
    const lying = workbookParts({ A: `<worksheet>${" ".repeat(1_000_000)}</worksheet>` }).map((part) => (part.name.includes("sheet1") ? { ...part, declared: 1000 } : part));
    expect(await reasonOf(read(zipOf(lying)))).toBe("spreadsheet_damaged");
  });

  it("expands no entity of a document type", async () => {
    const bytes = zipOf(workbookParts({ A: '<!DOCTYPE x [<!ENTITY a "AAAA">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>' }));
    expect(await reasonOf(read(bytes))).toBe("spreadsheet_damaged");
  });

  it("makes no cells out of a far-away place", async () => {
    expect(await cells(sheetOf('<row r="1048576"><c r="XFD1048576"><v>9</v></c><c r="A1048576"><v>1</v></c></row>'))).toEqual([["1"]]);
  });
});

describe("separated text", () => {
  const text = "Code;Title\r\nAC-1;\"Access; granted\r\nand removed\"\r\n";
  it("is told by its separator, with line breaks inside quotation marks", async () => {
    expect(await cells(Buffer.from(text))).toEqual([["Code", "Title"], ["AC-1", "Access; granted\r\nand removed"]]);
    expect(await cells(Buffer.from("Code\tTitle\nAC-1\tAccess\n"))).toEqual(ROWS);
  });

  it.each([["UTF-8 with a mark", Buffer.from("\ufeffCode,Größe\n")], ["UTF-16", Buffer.from("\ufeffCode,Größe\n", "utf16le")], ["Windows-1252", Buffer.from("Code,Gr\u00f6\u00dfe\n", "latin1")]])("is read in %s", async (_, bytes) => {
    expect(await cells(bytes)).toEqual([["Code", "Größe"]]);
  });
});

test("columns are named as spreadsheet programs do", () => {
  expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
});
