import { SaxesParser } from "saxes";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import type { CardNumbers } from "./card-numbers.ts";
import { cardNumberScanner } from "./card-numbers.ts";
import type { FileFinding, FindingKind } from "./findings.ts";
import { INSPECTION_LIMITS } from "./limits.ts";
import { decoded } from "./markup-content.ts";
import { StoredReader, type ReadFrom } from "#lib/platform/stored-reader.ts";

export type OfficeContent = { /** Undefined for a ZIP that is no document. */ mediaType: string | undefined; findings: FileFinding[] };

const OOXML = "application/vnd.openxmlformats-officedocument";
const MAIN_PARTS: readonly { part: RegExp; mediaType: string }[] = [
  { part: /^word\/document\.xml$/, mediaType: `${OOXML}.wordprocessingml.document` },
  { part: /^xl\/workbook\.(xml|bin)$/, mediaType: `${OOXML}.spreadsheetml.sheet` },
  { part: /^ppt\/presentation\.xml$/, mediaType: `${OOXML}.presentationml.presentation` },
];

/** Parts whose being there says it (ECMA-376; [MS-OFFMACRO2]; OpenDocument 1.3). */
const TELLING_PARTS: readonly { part: RegExp; kind: FindingKind; detail: string }[] = [
  { part: /(^|\/)vbaProject\.bin$/i, kind: "office_macros", detail: "A macro project" },
  { part: /^xl\/macrosheets\//i, kind: "office_macros", detail: "A macro sheet (Excel 4)" },
  { part: /^(Basic|Scripts)\/./, kind: "office_macros", detail: "Scripts" },
  { part: /(^|\/)activeX\//i, kind: "office_ole", detail: "ActiveX controls" },
  { part: /(^|\/)embeddings\//i, kind: "office_ole", detail: "Embedded documents" },
];

/** What a ZIP-based document carries: macros, embedded objects, what it loads from elsewhere, calls of programs, card numbers in its cells. */
export async function readOfficeContent(readFrom: ReadFrom, byteLength: number): Promise<OfficeContent> {
  const notes = new Map<FindingKind, Set<string>>();
  const note = (kind: FindingKind, detail: string): void => void (notes.get(kind) ?? notes.set(kind, new Set()).get(kind))?.add(detail);
  let mediaType: string | undefined;
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new StoredReader(readFrom), byteLength, { autoClose: false, validateEntrySizes: true });
    const entries = await partsOf(zip);
    mediaType = await typeOf(zip, entries);
    if (mediaType === undefined) return { mediaType, findings: [] };
    for (const { fileName } of entries) for (const { part, kind, detail } of TELLING_PARTS) if (part.test(fileName)) note(kind, `${detail} (${fileName.slice(0, 100)})`);
    await readParts(zip, entries, note);
  } catch (error) {
    // A document that cannot be read is told, not passed over; what was found before stays.
    note("not_readable", error instanceof Error ? error.message.slice(0, 120) : "It is damaged");
  }
  return { mediaType, findings: [...notes].map(([kind, details]) => ({ kind, detail: listed([...details]) })) };
}

const listed = (details: readonly string[]): string => `${details.slice(0, INSPECTION_LIMITS.places).join("; ")}${details.length > INSPECTION_LIMITS.places ? ` and ${details.length - INSPECTION_LIMITS.places} more` : ""}.`;

async function partsOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    entries.push(entry);
    if (entries.length > INSPECTION_LIMITS.parts) throw new Error("It has more parts than any document");
  }
  return entries;
}

async function typeOf(zip: ZipFile, entries: readonly Entry[]): Promise<string | undefined> {
  const main = MAIN_PARTS.find(({ part }) => entries.some(({ fileName }) => part.test(fileName)));
  if (main !== undefined) return main.mediaType;
  const [first] = entries;
  if (first?.fileName !== "mimetype" || first.uncompressedSize > 100) return undefined;
  const said = (await partBytes(zip, first, 100)).toString("latin1");
  return /^application\/[a-z0-9.+-]+$/.test(said) ? said : undefined;
}

async function readParts(zip: ZipFile, entries: readonly Entry[], note: (kind: FindingKind, detail: string) => void): Promise<void> {
  let left: number = INSPECTION_LIMITS.unpackedBytes;
  const cards = cardNumberScanner();
  for (const entry of entries) {
    const { fileName } = entry;
    const read = readerOf(fileName);
    if (read === undefined) continue;
    if (entry.uncompressedSize > INSPECTION_LIMITS.partBytes || entry.uncompressedSize > left) {
      note("not_readable", `${fileName.slice(0, 100)} is larger than is looked at`);
      continue;
    }
    left -= entry.uncompressedSize;
    const text = decoded(await partBytes(zip, entry, entry.uncompressedSize));
    if (read === "relations") readRelations(text, fileName, note);
    else readText(text, fileName, note, cards);
  }
  noteCards(cards.end(), note);
}

function readerOf(name: string): "relations" | "text" | undefined {
  if (/\.rels$/i.test(name)) return "relations";
  return /^(word\/(document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml|xl\/(sharedStrings\.xml|worksheets\/[^/]+\.xml|externalLinks\/[^/]+\.xml)|ppt\/slides\/[^/]+\.xml|content\.xml)$/i.test(name) ? "text" : undefined;
}

/** What is loaded from outside. A hyperlink waits for a click of its reader, so it is none of these. */
function readRelations(xml: string, part: string, note: (kind: FindingKind, detail: string) => void): void {
  const parser = new SaxesParser();
  parser.on("error", (error) => { throw error; });
  parser.on("opentag", ({ name, attributes }) => {
    if (!name.endsWith("Relationship") || attributes["TargetMode"]?.toLowerCase() !== "external") return;
    const type = (attributes["Type"] ?? "").split("/").at(-1) ?? "";
    if (type !== "hyperlink") note("office_external", `${type || "Something"} from ${(attributes["Target"] ?? "").slice(0, 120)} (${part.slice(0, 80)})`);
  });
  parser.write(xml).close();
}

/** Text between tags, where the words of a field may be parted over several runs. */
function readText(xml: string, part: string, note: (kind: FindingKind, detail: string) => void, cards: { push(text: string): void }): void {
  if (/<(?:\w+:)?ddeLink[\s/>]/.test(xml)) note("office_dde", `A link in ${part.slice(0, 80)}`);
  if (/<(?:\w+:)?instrText/.test(xml)) {
    const instructions = [...xml.matchAll(/<(?:\w+:)?instrText[^<>]*>([^<]*)</g)].map((match) => match[1]).join("");
    if (/DDE(AUTO)?\b/i.test(instructions)) note("office_dde", `A field in ${part.slice(0, 80)}`);
  }
  if (/<f[^<>]*>[^<]{0,500}\|/.test(xml)) note("office_dde", `A formula in ${part.slice(0, 80)}`);
  // Each text is a line of its own, so that digits of two cells never make one number.
  cards.push(`${xml.replace(/<[^<>]*>/g, "\n")}\n`);
}

function noteCards({ count, places }: CardNumbers, note: (kind: FindingKind, detail: string) => void): void {
  if (count > 0) note("card_numbers", `${count} found, such as ${places.map((place) => place.replace(/ in line \d+$/, "")).join(", ")}`);
}

async function partBytes(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    length += (chunk as Buffer).length;
    if (length > most) throw new Error("A part unpacks to more than it declares");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
