import PDFDocument from "pdfkit";
import type { CmsSigner } from "#lib/platform/cms/sign-cms.ts";
import { firstFont } from "./fonts.ts";
import { fillSignature, reserveSignature, type SignatureFacts } from "./pdf-signature.ts";

/** Facts for the document's information dictionary and its XMP packet. */
export type ReportFacts = { title: string; author: string; subject: string; keywords: string; software: string; madeAt: Date };

/** A pdfkit document with the parts of it that its type declarations leave out. */
type Internals = PDFKit.PDFDocument & {
  info: Record<string, string | Date>;
  page: PDFKit.PDFPage;
  _addInfo: () => void;
  _addPdfaMetadata: () => void;
  _getPdfaid: () => string;
  appendXML: (xml: string) => void;
  _font: PdfFont;
};

type PdfFont = {
  font: { hasGlyphForCodePoint: (codePoint: number) => boolean };
  layoutRun: (text: string, features?: object) => object;
  boundedLayouts?: true;
};

/** Written pieces before they are joined; pdfkit writes line by line. */
const CHUNKS_KEPT = 4_096;

/** Parsed font files, at most one for each file that exists: parsing takes longer than drawing a report. */
const parsedFonts = new Map<string, PdfFont["font"]>();

/** Shaped texts kept for each font. pdfkit shapes a text three times to draw it once, and its own cache has no bound. */
const LAYOUTS_KEPT = 2_000;

/**
 * PDF/A-3a and PDF/UA-1 in one file: pdfkit's `subset` takes one, so the other is declared in XMP, with the extension
 * schema that PDF/A asks for before it allows a foreign property.
 */
const PDF_UA_XMP = `
        <rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
            <pdfuaid:part>1</pdfuaid:part>
        </rdf:Description>
        <rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
            <pdfaExtension:schemas>
                <rdf:Bag>
                    <rdf:li rdf:parseType="Resource">
                        <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
                        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
                        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
                        <pdfaSchema:property>
                            <rdf:Seq>
                                <rdf:li rdf:parseType="Resource">
                                    <pdfaProperty:name>part</pdfaProperty:name>
                                    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                                    <pdfaProperty:category>internal</pdfaProperty:category>
                                    <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
                                </rdf:li>
                            </rdf:Seq>
                        </pdfaSchema:property>
                    </rdf:li>
                </rdf:Bag>
            </pdfaExtension:schemas>
        </rdf:Description>
        `;

/** The pdfkit document of a report, set up for PDF/A-3a and PDF/UA-1, with fixed dates and bytes. */
export class ReportPdf {
  readonly doc: PDFKit.PDFDocument;
  readonly #inner: Internals;
  #chunks: Buffer[] = [];
  readonly #ended: Promise<void>;

  constructor(facts: ReportFacts) {
    const stamp = new Date(Math.floor(facts.madeAt.getTime() / 1000) * 1000);
    // `font` takes bytes; the declarations know only a path.
    const font = firstFont() as unknown as string;
    this.doc = new PDFDocument({
      pdfVersion: "1.7", subset: "PDF/A-3a", tagged: true, displayTitle: true, lang: "en", font, size: "A4", margin: 0,
      bufferPages: true, autoFirstPage: false,
      // Not compressed: the output of zlib differs between processors, and an auditor can read the file with any tool.
      compress: false,
      info: {
        Title: oneLine(facts.title), Author: oneLine(facts.author), Subject: oneLine(facts.subject), Keywords: oneLine(facts.keywords),
        Creator: oneLine(facts.software), Producer: `${oneLine(facts.software)} (pdfkit)`, CreationDate: stamp, ModDate: stamp,
      },
    });
    this.#inner = this.doc as Internals;
    this.#escapeXmp();
    this.doc.on("data", (chunk: Buffer) => {
      this.#chunks.push(chunk);
      if (this.#chunks.length >= CHUNKS_KEPT) this.#chunks = [Buffer.concat(this.#chunks)];
    });
    this.#ended = new Promise((resolve, reject) => {
      this.doc.on("end", resolve);
      this.doc.on("error", reject);
    });
  }

  /** Registers a font file under a name; the answer says which characters it has. A font never drawn is not embedded. */
  registerFont(name: string, bytes: Buffer): (codePoint: number) => boolean {
    // The declarations know only bytes and paths; pdfkit takes a parsed font as well.
    this.doc.registerFont(name, (parsedFonts.get(name) ?? bytes) as Buffer);
    this.doc.font(name);
    const registered = this.#inner._font;
    parsedFonts.set(name, registered.font);
    boundLayouts(registered);
    return (codePoint) => registered.font.hasGlyphForCodePoint(codePoint);
  }

  /** Joins what was drawn on the page into one piece: pdfkit keeps every operator as a buffer of its own. */
  compactPage(): void {
    const { content } = this.#inner.page as unknown as { content: { buffer: Uint8Array[] } };
    content.buffer = [Buffer.concat(content.buffer)];
  }

  /** Closes the document and gives its bytes, signed when somebody is there who signs. */
  async end(signature: { facts: SignatureFacts; signer: CmsSigner } | null = null): Promise<Buffer> {
    if (signature !== null) reserveSignature(this.doc, signature.facts);
    this.doc.end();
    await this.#ended;
    const pdf = Buffer.concat(this.#chunks);
    return signature === null ? pdf : fillSignature(pdf, signature.signer);
  }

  /** pdfkit copies the information dictionary into XMP unescaped: `A & B` breaks PDF/A, and `</rdf:li>` could say anything. */
  #escapeXmp(): void {
    const inner = this.#inner;
    const addInfo = inner._addInfo.bind(inner);
    inner._addInfo = () => {
      const plain = inner.info;
      inner.info = Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, typeof value === "string" ? xml(value) : value]));
      try {
        addInfo();
        inner.appendXML(`
        <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
            <xmp:ModifyDate>${(plain.ModDate as Date).toISOString().split(".")[0]}Z</xmp:ModifyDate>
        </rdf:Description>`);
      } finally {
        inner.info = plain;
      }
    };
    inner._addPdfaMetadata = () => inner.appendXML(inner._getPdfaid() + PDF_UA_XMP);
  }
}

/** Keeps the last shaped texts of a font. Only texts with features come here, which pdfkit would not keep at all. */
function boundLayouts(font: PdfFont): void {
  if (font.boundedLayouts) return;
  font.boundedLayouts = true;
  const shape = font.layoutRun.bind(font);
  const kept = new Map<string, object>();
  font.layoutRun = (text, features) => {
    const key = `${features === undefined ? "" : Object.entries(features).join()}|${text}`;
    const known = kept.get(key);
    if (known) return known;
    if (kept.size >= LAYOUTS_KEPT) kept.clear();
    const run = shape(text, features);
    kept.set(key, run);
    return run;
  };
}

/** XML 1.0 has no control characters and no lone surrogates; neither has a title. */
function oneLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\uFFFE\uFFFF\u2028\u2029]+/gu, " ").trim();
}

function xml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;");
}
