import PDFDocument from "pdfkit";
import { expect, test } from "vitest";
import { comparePdf } from "./pdf-drawings.ts";

async function pdf(draw: (document: PDFKit.PDFDocument) => void): Promise<Buffer> {
  const document = new PDFDocument({ compress: true });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => document.on("end", resolve));
  draw(document);
  document.end();
  await ended;
  return Buffer.concat(parts);
}

const written = (document: PDFKit.PDFDocument): void => void document.text("Salary of Ines Okafor").text("Approved");

test("a box that was drawn over a text leaves it in the file, and is not taken for a redaction", async () => {
  const original = await pdf(written);
  expect(await comparePdf(original, await pdf((document) => { written(document); document.rect(70, 70, 300, 14).fill("black"); }))).toBe("nothing_removed");
  expect(await comparePdf(original, Buffer.concat([original, Buffer.from("\n% appended\n")]))).toBe("nothing_removed");
  expect(await comparePdf(original, Buffer.concat([await pdf((document) => void document.text("Approved")), Buffer.from("1 0 obj << /Subtype /Redact >> endobj")]))).toBe("marked_only");
});

test("a text that is gone is a redaction; what cannot be read is not judged", async () => {
  const original = await pdf(written);
  expect(await comparePdf(original, await pdf((document) => void document.text("Approved")))).toBe("removed");
  expect(await comparePdf(original, Buffer.from("%PDF-1.7\n1 0 obj << /Encrypt 2 0 R >> endobj"))).toBe("unreadable");
});
