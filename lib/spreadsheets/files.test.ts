import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { fromBuffer, type Entry } from "yauzl";
import { csvFile } from "./csv-file.ts";
import type { Cell, Sheet, Written } from "./sheet.ts";
import { xlsxFile } from "./xlsx-file.ts";
import { xmlText } from "./xlsx-xml.ts";
import { zoneClock } from "./zone-clock.ts";

vi.setConfig({ testTimeout: 60_000 });

async function* each(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  for (const row of rows) yield await Promise.resolve(row);
}

const sheetOf = (rows: AsyncIterable<readonly Cell[]>): Sheet => ({
  title: "Controls: all/any",
  headers: ["Code", "Title", "Due"],
  widths: [12, 48, 20],
  rows,
  zone: "Europe/Berlin",
  preface: ["Controls of Calder.", "Times in Europe/Berlin."],
  ending: ({ rows: count, complete }) => `End: ${count} rows${complete ? "" : ", more exist"}.`,
});

async function bytesOf(make: (end: (written: Written) => void) => AsyncGenerator<Uint8Array>): Promise<{ bytes: Buffer; written: Written | undefined }> {
  let written: Written | undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of make((counted) => { written = counted; })) chunks.push(chunk);
  return { bytes: Buffer.concat(chunks), written };
}

/** The parts of a ZIP by name. */
function unzip(bytes: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) return reject(error);
      const parts = new Map<string, string>();
      zip.on("entry", (entry: Entry) => {
        zip.openReadStream(entry, (problem, stream) => {
          if (problem !== null) return reject(problem);
          const chunks: Buffer[] = [];
          stream.on("data", (chunk: Buffer) => chunks.push(chunk));
          stream.on("end", () => {
            parts.set(entry.fileName, Buffer.concat(chunks).toString("utf8"));
            zip.readEntry();
          });
        });
      });
      zip.on("end", () => resolve(parts));
      zip.readEntry();
    });
  });
}

const at = new Date("2026-07-01T10:00:00Z");

describe("a CSV file", () => {
  test("says first what it is and last how much there was, as wide as its rows", async () => {
    const { bytes, written } = await bytesOf((end) => csvFile(sheetOf(each([["SYS.1", "=cmd()", at], ["SYS.2", "-5", null]])), end));
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.subarray(3).toString("utf8").split("\r\n")).toEqual([
      '"Controls of Calder. Times in Europe/Berlin.",,',
      '"Code","Title","Due"',
      `"SYS.1","'=cmd()","2026-07-01T12:00:00+02:00"`,
      '"SYS.2","-5",',
      '"End: 2 rows.",,',
      "",
    ]);
    expect(written).toEqual({ rows: 2, complete: true });
  });

  test("ends with the error of its rows, not with its last line", async () => {
    async function* broken(): AsyncGenerator<readonly Cell[]> {
      yield* each([["SYS.1", "a", null]]);
      throw new Error("the database went away");
    }
    await expect(bytesOf((end) => csvFile(sheetOf(broken()), end))).rejects.toThrow("the database went away");
    await expect(bytesOf((end) => xlsxFile(sheetOf(broken()), end))).rejects.toThrow("the database went away");
  });
});

describe("an XLSX file", () => {
  test("has typed cells, and a second sheet that says what it is", async () => {
    const { bytes, written } = await bytesOf((end) => xlsxFile(sheetOf(each([["SYS.1", "=1+1", at], ["SYS.2", 3, true]])), end));
    const parts = await unzip(bytes);
    const rows = parts.get("xl/worksheets/sheet1.xml") ?? "";
    expect(rows).toContain('<c t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>');
    expect(rows).not.toContain("<f>");
    // 1 July 2026 12:00 on the clocks of Berlin.
    expect(rows).toContain('<c s="2"><v>46204.50000000</v></c>');
    expect(rows).toContain('<c><v>3</v></c><c t="b"><v>1</v></c>');
    expect(parts.get("xl/worksheets/sheet2.xml")).toContain("End: 2 rows.");
    expect(parts.get("xl/workbook.xml")).toContain('<sheet name="Controls  all any" sheetId="1" r:id="rId1"/><sheet name="About this file"');
    expect(written).toEqual({ rows: 2, complete: true });
  });

  test("leaves out what a sheet cannot hold, and says so", async () => {
    const { bytes, written } = await bytesOf((end) => xlsxFile(sheetOf(each([["1", "", null], ["2", "", null], ["3", "", null]])), end, 2));
    expect(written).toEqual({ rows: 2, complete: false });
    expect((await unzip(bytes)).get("xl/worksheets/sheet2.xml")).toContain("End: 2 rows, more exist.");
  });

  test("carries every text: what XML cannot hold comes back as it was", () => {
    const decode = (xml: string): string =>
      xml.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name] ?? "").replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
    fc.assert(fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string().map((text) => `_x0041_${text}\r\u0000<&>`)), (text) => {
      const xml = xmlText(text);
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f<>]/);
      expect(decode(xml)).toBe(text.toWellFormed());
    }), { numRuns: 500 });
  });
});

test("instants are read off the clocks of the zone, also where an hour comes twice", () => {
  const berlin = zoneClock("Europe/Berlin");
  expect(berlin.iso(new Date("2026-10-25T00:30:00Z"))).toBe("2026-10-25T02:30:00+02:00");
  expect(berlin.iso(new Date("2026-10-25T01:30:00Z"))).toBe("2026-10-25T02:30:00+01:00");
  expect(zoneClock("America/St_Johns").iso(new Date("2026-01-01T00:00:00Z"))).toBe("2025-12-31T20:30:00-03:30");
  expect(zoneClock("UTC").iso(new Date("2026-01-01T00:00:00Z"))).toBe("2026-01-01T00:00:00+00:00");
});
