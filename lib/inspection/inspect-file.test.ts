import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { cardNumberScanner } from "./card-numbers.ts";
import { inspectFile } from "./inspect-file.ts";
import { nameFits, shownType } from "./type-by-name.ts";

const inspect = (content: Buffer | string) => {
  const bytes = Buffer.from(content);
  return inspectFile({ byteLength: bytes.length, readFrom: async function* (from) { for (let at = from; at < bytes.length; at += 4_000) yield bytes.subarray(at, at + 4_000); } });
};
const kinds = async (content: Buffer | string): Promise<string[]> => (await inspect(content)).findings.map(({ kind }) => kind).sort();
async function zipped(files: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const PNG = Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex"), Buffer.alloc(40, 7), Buffer.from("0000000049454e44ae426082", "hex")]);
const pdf = (...objects: string[]): Buffer => Buffer.from(`%PDF-1.7\n${objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join("")}trailer << /Root 1 0 R >>\n%%EOF\n`, "latin1");

describe("the type by content", () => {
  it.each([
    ["image/png", PNG], ["application/pdf", pdf("<< /Type /Catalog >>")], ["text/plain", "plain words\n"], ["application/json", '{"a": [1, 2]}'], ["text/html", "<!DOCTYPE html><title>x</title>"],
    ["image/svg+xml", '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'], ["application/rtf", "{\\rtf1 x}"], ["application/octet-stream", Buffer.from([0, 1, 2, 3, 250, 251])],
  ])("is %s whatever its name", async (mediaType, content) => {
    expect((await inspect(content as Buffer)).mediaType).toBe(mediaType);
  });

  it("is held against the name, where the name says something", () => {
    expect([nameFits("a.pdf", "image/png"), nameFits("a.csv", "text/plain"), nameFits("a.log", "application/pdf"), nameFits("a.xlsx", "application/zip")]).toEqual([false, true, true, false]);
    expect([shownType("text/plain", "hosts.CSV"), shownType("text/plain", "notes"), shownType("image/png", "a.csv")]).toEqual(["text/csv", "text/plain", "image/png"]);
  });
});

describe("a file that is two", () => {
  it("is told: a PDF with a ZIP at its end, a picture with a page in it, a GIF that is a script, a PDF behind something else", async () => {
    const zip = await zipped({ "a.txt": "x" });
    expect(await kinds(Buffer.concat([pdf("<< >>"), zip]))).toContain("polyglot");
    expect(await kinds(Buffer.concat([PNG, Buffer.from("<script>alert(1)</script>")]))).toEqual(["polyglot"]);
    expect(await kinds(Buffer.from("GIF89a/*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa*/=1;alert(1)\0\u0001", "latin1"))).toEqual(["polyglot"]);
    expect(await kinds(Buffer.concat([Buffer.from("MZ something else\n"), pdf("<< >>")]))).toEqual(["polyglot"]);
    for (const plain of [PNG, zip, pdf("<< >>"), Buffer.concat([Buffer.from("\ufeff\n"), pdf("<< >>")])]) expect(await kinds(plain)).toEqual([]);
  });
});

describe("active content of a PDF", () => {
  it.each([
    ["pdf_javascript", "<< /S /JavaScript /JS (app.alert(1)) >>"], ["pdf_javascript", "<< /S /J#61vaScript >>"], ["pdf_launch", "<< /S /Launch /F (cmd.exe) >>"],
    ["pdf_open_action", "<< /OpenAction 3 0 R >>"], ["pdf_open_action", "<< /AA << /O 3 0 R >> >>"], ["pdf_embedded_file", "<< /Names << /EmbeddedFiles 4 0 R >> >>"], ["pdf_form_data", "<< /XFA [1 0 R] >>"], ["pdf_encrypted", "<< /Encrypt 5 0 R >>"],
  ])("finds %s in %s", async (kind, object) => {
    expect(await kinds(pdf(object))).toEqual([kind]);
  });

  it("finds it inside compressed object streams, also where their kind is spelled with escapes, and names what it cannot unpack", async () => {
    const packed = deflateSync(Buffer.from("1 0 2 20 << /S /JavaScript >> << /S /Launch >>")).toString("latin1");
    const stream = (dictionary: string, body: string) => pdf(`<< ${dictionary} /Length ${body.length} >>\nstream\n${body}\nendstream`);
    expect(await kinds(stream("/Type /ObjStm /Filter /FlateDecode", packed))).toEqual(["pdf_javascript", "pdf_launch"]);
    expect(await kinds(stream("/Type /Obj#53tm /Filter /Fl", packed))).toEqual(["pdf_javascript", "pdf_launch"]);
    expect(await kinds(stream("/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]", packed))).toEqual(["not_readable"]);
  });

  it("takes neither a page to show first, nor chance letters in a picture, for an act", async () => {
    expect(await kinds(pdf("<< /OpenAction [3 0 R /FitH null] >>"))).toEqual([]);
    expect(await kinds(pdf("<< /Filter /DCTDecode /Length 20 >>\nstream\nxx/JS xx/AA xx\nendstream"))).toEqual([]);
  });

  it("reads any bytes to their end, in time that grows with them", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), async (bytes) => { await inspect(Buffer.concat([Buffer.from("%PDF-1.4\n"), bytes])); }), { numRuns: 50 });
    await inspect(Buffer.from(`%PDF-1.4\n${"stream\n<< /ObjStm obj ".repeat(40_000)}`));
  });
});

describe("active content of Office files", () => {
  const word = { "[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>" };
  const relation = (type: string, target: string) => `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`;
  it("finds macros, embedded objects, what is loaded from elsewhere and DDE, and no hyperlink", async () => {
    expect(await kinds(await zipped(word))).toEqual([]);
    expect(await kinds(await zipped({ ...word, "word/vbaProject.bin": "x" }))).toEqual(["office_macros"]);
    expect(await kinds(await zipped({ ...word, "word/embeddings/oleObject1.bin": "x" }))).toEqual(["office_ole"]);
    expect(await kinds(await zipped({ ...word, "word/_rels/settings.xml.rels": relation("attachedTemplate", "http://evil.example/t.dotm") }))).toEqual(["office_external"]);
    expect(await kinds(await zipped({ ...word, "word/_rels/document.xml.rels": relation("hyperlink", "https://example.com") }))).toEqual([]);
    expect(await kinds(await zipped({ ...word, "word/document.xml": '<w:instrText>DDE</w:instrText><w:instrText xml:space="preserve">AUTO c:\\cmd.exe</w:instrText>' }))).toEqual(["office_dde"]);
    expect(await kinds(await zipped({ "xl/workbook.xml": "<workbook/>", "xl/macrosheets/sheet1.xml": "<x/>" }))).toEqual(["office_macros"]);
    expect((await inspect(await zipped(word))).mediaType).toContain("wordprocessingml");
  });

  it("finds the macros of an old file by the names in its directory", async () => {
    const entry = (name: string) => {
      const bytes = Buffer.alloc(128);
      bytes.write(name, "utf16le");
      bytes.writeUInt16LE((name.length + 1) * 2, 64);
      bytes[66] = 1;
      return bytes;
    };
    const ole = (...names: string[]) => Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(504), ...names.map(entry), Buffer.alloc(128)]);
    expect(await kinds(ole("Root Entry", "WordDocument"))).toEqual([]);
    expect(await kinds(ole("Root Entry", "_VBA_PROJECT", "ObjectPool"))).toEqual(["office_macros", "office_ole"]);
    expect(await kinds(ole("Root Entry", "EncryptedPackage"))).toEqual(["office_encrypted"]);
    expect(await kinds("{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}")).toEqual(["office_ole"]);
  });
});

describe("markup and tables", () => {
  it("finds scripts in drawings and pages, and calls in the cells of a table", async () => {
    expect(await kinds('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')).toEqual(["script"]);
    expect(await kinds('<svg xmlns="http://www.w3.org/2000/svg"><rect onload="alert(1)"/></svg>')).toEqual(["script"]);
    expect(await kinds('<!doctype html><a href="java\nscript:alert(1)">x</a>')).toEqual(["script"]);
    expect(await kinds('<svg xmlns="http://www.w3.org/2000/svg"><rect width="1"/></svg>')).toEqual([]);
    expect(await kinds("a,b\n1,=cmd|' /C calc'!A0\n")).toEqual(["formulas"]);
    expect(await kinds("a,b\n-5,+49 30 1234\n")).toEqual([]);
  });
});

describe("card numbers", () => {
  const found = (text: string) => { const scanner = cardNumberScanner(); scanner.push(text); return scanner.end(); };
  it("are told by range, length and check digit, masked, with their line", () => {
    expect(found("name,card\nA,4111111111111111\nB,5555-5555-5555-4444\nC,3782 822463 10005\nD,2223003122003222\n")).toEqual({ count: 4, places: ["411111…1111 in line 2", "555555…4444 in line 3", "378282…0005 in line 4", "222300…3222 in line 5"] });
  });
  it.each(["4111111111111112", "a4111111111111111", "4111111111111111f", "0.4111111111111111", "41111111-11111111", "4111 1111-1111 1111", "1234567890123452", "4444444444444444", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "1700000000000"])("are not seen in %s", (text) => {
    expect(found(`x ${text} y`).count).toBe(0);
  });
  it("are found once, wherever the text is cut", () => {
    const text = `${"line\n".repeat(50)}a 4111 1111 1111 1111, b\n5555555555554444\n`;
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const scanner = cardNumberScanner();
      for (let at = 0, turn = 0; at < text.length; turn += 1) {
        const size = sizes[turn % sizes.length]!;
        scanner.push(text.slice(at, at + size));
        at += size;
      }
      expect(scanner.end()).toEqual({ count: 2, places: ["411111…1111 in line 51", "555555…4444 in line 52"] });
    }));
  });
});
