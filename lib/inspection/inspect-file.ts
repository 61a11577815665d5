import { cardNumberScanner } from "./card-numbers.ts";
import type { FileFinding } from "./findings.ts";
import { INSPECTION_LIMITS } from "./limits.ts";
import { decoded, readMarkupContent, readTableContent } from "./markup-content.ts";
import { readOfficeContent } from "./office-content.ts";
import { readOleContent, readRtfContent } from "./ole-content.ts";
import { readPdfContent } from "./pdf-content.ts";
import { readPolyglot } from "./polyglot.ts";
import { sniffType, type SniffedType } from "./sniff-type.ts";
import { rangeBytes, type ReadFrom } from "#lib/platform/stored-reader.ts";

/** Raised when more is found than before, so that files are looked at again. */
export const INSPECTION_VERSION = 1;

export type FileToInspect = { byteLength: number; readFrom: ReadFrom };
export type InspectedFile = { /** By its content. */ mediaType: string; findings: FileFinding[] };

/**
 * Looks into a file without running, rendering or following anything of it: what it is by its content, what it would do when it is
 * opened, what it should not hold. Work grows with the file alone and memory with the limits; what lies beyond them is told.
 *
 * @throws what reading the bytes fails with
 */
export async function inspectFile({ byteLength, readFrom }: FileToInspect): Promise<InspectedFile> {
  const head = await rangeBytes(readFrom, 0, INSPECTION_LIMITS.headBytes);
  const tail = byteLength <= INSPECTION_LIMITS.headBytes ? head : await rangeBytes(readFrom, Math.max(0, byteLength - INSPECTION_LIMITS.tailBytes), byteLength);
  const sniffed = await sniffType(head);
  const wanted = WHOLE[sniffed.reading] ?? 0;
  const whole = wanted > 0 && byteLength <= wanted ? await rangeBytes(readFrom, 0, byteLength) : undefined;
  const findings: FileFinding[] = readPolyglot(sniffed, head, tail, whole);
  if (wanted > 0 && whole === undefined) findings.push({ kind: "not_readable", detail: `It is larger than the ${wanted / 1024 / 1024} MiB that are looked into.` });
  let { mediaType } = sniffed;
  if (sniffed.reading === "zip") {
    const office = await readOfficeContent(readFrom, byteLength);
    mediaType = office.mediaType ?? mediaType;
    findings.push(...office.findings);
  } else if (whole !== undefined) findings.push(...(await readWhole(sniffed, whole)));
  if (sniffed.reading === "text" || sniffed.reading === "markup") findings.push(...(await readCards(readFrom, head)));
  if (sniffed.reading === "program") findings.push({ kind: "program", detail: `By its content: ${mediaType}.` });
  return { mediaType, findings };
}

/** How much of which is read as a whole. */
const WHOLE: Partial<Record<SniffedType["reading"], number>> = {
  pdf: INSPECTION_LIMITS.wholeBytes, ole: INSPECTION_LIMITS.wholeBytes, rtf: INSPECTION_LIMITS.wholeBytes, image: INSPECTION_LIMITS.wholeBytes, markup: INSPECTION_LIMITS.markupBytes,
};

async function readWhole({ reading, mediaType }: SniffedType, bytes: Buffer): Promise<FileFinding[]> {
  if (reading === "pdf") return readPdfContent(bytes);
  if (reading === "ole") return readOleContent(bytes);
  if (reading === "rtf") return readRtfContent(bytes.toString("latin1"));
  return reading === "markup" && mediaType !== "image/png" ? readMarkupContent(decoded(bytes)) : [];
}

/** Reads a text once, a piece at a time: card numbers, and cells that a spreadsheet would run. */
async function readCards(readFrom: ReadFrom, head: Buffer): Promise<FileFinding[]> {
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const decoder = new TextDecoder(wide ? (head[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8");
  const cards = cardNumberScanner();
  const findings: FileFinding[] = readTableContent(decoded(head));
  for await (const piece of readFrom(0)) cards.push(decoder.decode(piece, { stream: true }));
  const { count, places } = cards.end();
  if (count > 0) findings.unshift({ kind: "card_numbers", detail: `${count} found: ${places.join(", ")}${count > places.length ? " and more" : ""}.` });
  return findings;
}
