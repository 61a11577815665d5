import { crc32, deflateRawSync } from "node:zlib";

/** A part of a workbook that a test makes. `declared` lies about its unpacked size. */
export type Part = { name: string; text: string; declared?: number };

/** A ZIP of deflated parts, as spreadsheet programs write it. */
export function zipOf(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text, declared } of parts) {
    const content = Buffer.from(text);
    const data = deflateRawSync(content);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(data.length, 14);
    facts.writeUInt32LE(declared ?? content.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    locals.push(Buffer.from("504b0304", "hex"), facts, Buffer.from(name), data);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(Buffer.from("504b01021400", "hex"), facts, place, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("504b0506", 0, "hex");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

const column = (index: number): string => String.fromCharCode(65 + index);

/** The XML of a sheet with inline texts; rows from 1 on. */
export function sheetXml(rows: readonly (readonly string[])[], after = ""): string {
  const cells = (row: readonly string[], number: number): string => row.map((text, index) => `<c r="${column(index)}${number}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`).join("");
  return `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.map((row, index) => `<row r="${index + 1}">${cells(row, index + 1)}</row>`).join("")}</sheetData>${after}</worksheet>`;
}

/** The parts of a workbook with these sheets, by name. */
export function workbookParts(sheets: Readonly<Record<string, string>>): Part[] {
  const names = Object.keys(sheets);
  return [
    { name: "xl/workbook.xml", text: `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("")}</sheets></workbook>` },
    { name: "xl/_rels/workbook.xml.rels", text: `<Relationships>${names.map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}</Relationships>` },
    ...names.map((name, index) => ({ name: `xl/worksheets/sheet${index + 1}.xml`, text: sheets[name] ?? "" })),
  ];
}

/** A workbook of one sheet. */
export function workbook(rows: readonly (readonly string[])[], name = "Controls"): Buffer {
  return zipOf(workbookParts({ [name]: sheetXml(rows) }));
}
