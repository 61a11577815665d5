import { createHash } from "node:crypto";
import { signCms, type CmsSigner } from "#lib/platform/cms/sign-cms.ts";

/** What a signature says of itself, in the document's own words. */
export type SignatureFacts = { name: string; reason: string; at: Date };

/** Bytes for the signature: one with a certificate of RSA-3072 takes two thousand. */
const ROOM = 8_192;
/** Stands for a number until all others are known; as wide as any. */
const HOLE = "**********";

type Internals = PDFKit.PDFDocument & { _root: { data: Record<string, unknown> }; _acroform: object; ref(data: object): { end(): void } };

/** A text of PDF: pdfkit takes a plain string for a name. */
const textOf = (text: string): object => Object(text) as object;

/**
 * Puts a signature field into a document that is not closed yet (ISO 32000-1, 12.8; ETSI EN 319 142-1). It has no place on
 * the page: outside of what is shown it needs neither an appearance (PDF/A) nor a place in the structure (PDF/UA).
 */
export function reserveSignature(document: PDFKit.PDFDocument, { name, reason, at }: SignatureFacts): void {
  const doc = document as Internals;
  doc.switchToPage(0);
  const page = doc.page as unknown as { annotations: unknown[]; dictionary: object };
  const signature = doc.ref({ Type: "Sig", Filter: "Adobe.PPKLite", SubFilter: "ETSI.CAdES.detached", ByteRange: [0, HOLE, HOLE, HOLE], Contents: Buffer.alloc(ROOM), M: at, Name: textOf(name), Reason: textOf(reason) });
  const field = doc.ref({ Type: "Annot", Subtype: "Widget", FT: "Sig", Rect: [-1, -1, -1, -1], F: 132, T: textOf("Signature"), TU: textOf("Signature of the organization"), P: page.dictionary, V: signature });
  page.annotations.push(field);
  // The flags: there are signatures, and what follows may only be appended. pdfkit closes the form itself, and asks for fonts.
  doc._root.data["AcroForm"] = doc.ref({ Fields: [field], SigFlags: 3, DR: { Font: {} } });
  doc._acroform = { fonts: {}, defaultFont: "none" };
  for (const object of [signature, field]) object.end();
}

/** Signs the bytes of a document in which {@link reserveSignature} made room. */
export async function fillSignature(pdf: Buffer, signer: CmsSigner): Promise<Buffer> {
  const room = `<${"00".repeat(ROOM)}>`;
  const start = pdf.indexOf(room);
  const wanted = `/ByteRange [0 /${HOLE} /${HOLE} /${HOLE}]`;
  const range = pdf.indexOf(wanted);
  if (start < 0 || range < 0) throw new Error("the document has no room for a signature");
  const end = start + room.length;
  const signed = Buffer.from(pdf);
  signed.write(`/ByteRange [0 ${start} ${end} ${pdf.length - end}]`.padEnd(wanted.length), range, "latin1");
  const sha256 = createHash("sha256").update(signed.subarray(0, start)).update(signed.subarray(end)).digest();
  const cms = (await signCms({ sha256 }, signer)).toString("hex");
  if (cms.length > 2 * ROOM) throw new Error("the signature is larger than its room");
  signed.write(cms, start + 1, "latin1");
  return signed;
}
