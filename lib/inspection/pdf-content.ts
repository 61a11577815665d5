import { constants, inflate } from "node:zlib";
import type { FileFinding, FindingKind } from "./findings.ts";
import { INSPECTION_LIMITS } from "./limits.ts";

/** Names in a PDF that tell what it can do (ISO 32000-2: 12.6 actions, 7.11.4 embedded files, 12.7 forms, 13 media). */
const ACTIVE: Readonly<Record<string, { kind: FindingKind; short?: true }>> = {
  JavaScript: { kind: "pdf_javascript" },
  JS: { kind: "pdf_javascript", short: true },
  Launch: { kind: "pdf_launch" },
  OpenAction: { kind: "pdf_open_action" },
  AA: { kind: "pdf_open_action", short: true },
  EmbeddedFile: { kind: "pdf_embedded_file" },
  EmbeddedFiles: { kind: "pdf_embedded_file" },
  SubmitForm: { kind: "pdf_form_data" },
  ImportData: { kind: "pdf_form_data" },
  XFA: { kind: "pdf_form_data", short: true },
  RichMedia: { kind: "pdf_form_data" },
  Encrypt: { kind: "pdf_encrypted" },
};

/** Shorter dictionaries are where streams are described; a longer one is no stream's. */
const DICTIONARY_BYTES = 4_096;

/**
 * What a PDF can do when it is opened, by the names in it: those in plain sight, those spelled with `#` escapes, and those
 * inside compressed object streams. Nothing is executed, laid out or followed, so its work grows with the file alone. Names of four
 * letters and more count wherever they stand, also in what seems to be a stream, since a reader goes by offsets.
 */
export async function readPdfContent(bytes: Buffer): Promise<FileFinding[]> {
  const found = new Map<FindingKind, Set<string>>();
  const note = (kind: FindingKind, detail: string): void => void (found.get(kind) ?? found.set(kind, new Set()).get(kind))?.add(detail);
  const streams = streamsOf(bytes);
  let at = 0;
  for (const { from, to } of streams) {
    readNames(bytes.subarray(at, from), false, note);
    readNames(bytes.subarray(from, to), true, note);
    at = to;
  }
  readNames(bytes.subarray(at), false, note);
  let left: number = INSPECTION_LIMITS.unpackedBytes;
  for (const { from, to, dictionary } of streams) {
    if (!/\/ObjStm\b/.test(dictionary)) continue;
    const text = left <= 0 ? undefined : await unpacked(bytes.subarray(from, to), dictionary, Math.min(left, INSPECTION_LIMITS.partBytes));
    if (text === undefined) note("not_readable", "An object stream is packed in a way that is not read here");
    else {
      left -= text.length;
      readNames(text, false, (kind, detail) => note(kind, `${detail}, inside a compressed object stream`));
    }
  }
  return [...found].map(([kind, details]) => ({ kind, detail: `${[...details].join("; ")}.` }));
}

type Stream = { from: number; to: number; dictionary: string };

/** Where streams begin and end, with what is written before each about it. One pass. */
export function streamsOf(bytes: Buffer): Stream[] {
  const streams: Stream[] = [];
  for (let at = bytes.indexOf("stream"); at !== -1; at = bytes.indexOf("stream", at)) {
    const begins = at + 6;
    const next = bytes[begins];
    if (bytes.subarray(at - 3, at).toString("latin1") === "end" || (next !== 10 && next !== 13)) {
      at = begins;
      continue;
    }
    const from = begins + (next === 13 && bytes[begins + 1] === 10 ? 2 : 1);
    const ends = bytes.indexOf("endstream", from);
    const to = ends === -1 ? bytes.length : ends;
    const before = bytes.subarray(Math.max(streams.at(-1)?.to ?? 0, at - DICTIONARY_BYTES), at).toString("latin1");
    streams.push({ from, to, dictionary: plainNames(before.slice(Math.max(0, before.lastIndexOf("obj")))) });
    at = to;
  }
  return streams;
}

/** Characters that end a name (7.2.3). */
const REGULAR = /\/([^\0\t\n\f\r ()<>[\]{}/%]{2,64})/g;

function readNames(part: Buffer, inStream: boolean, note: (kind: FindingKind, detail: string) => void): void {
  const text = part.toString("latin1");
  for (const match of text.matchAll(REGULAR)) {
    const name = unescaped(match[1] ?? "");
    const active = Object.hasOwn(ACTIVE, name) ? ACTIVE[name] : undefined;
    if (active === undefined || (inStream && active.short === true)) continue;
    // A place in the document to show first is no act.
    if (name === "OpenAction" && /^\s*\[/.test(text.slice(match.index + match[0].length, match.index + match[0].length + 20))) continue;
    note(active.kind, `Names /${name}${match[1] === name ? "" : `, spelled /${match[1] ?? ""}`}`);
  }
}

const unescaped = (name: string): string => name.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const plainNames = (text: string): string => text.replace(REGULAR, (_, name: string) => `/${unescaped(name)}`);

/** A stream's bytes behind its one filter; undefined when they are packed otherwise. What a damaged stream gives up to its fault is read. */
export async function unpacked(bytes: Buffer, dictionary: string, most: number): Promise<Buffer | undefined> {
  const filters = [...dictionary.matchAll(/\/(FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt)\b/g)].map((match) => match[1]);
  if (filters.length === 0) return bytes;
  if (filters.length > 1 || (filters[0] !== "FlateDecode" && filters[0] !== "Fl") || /\/Predictor\s+[2-9]/.test(dictionary)) return undefined;
  return new Promise((resolve) => {
    inflate(bytes, { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }, (error, text) => resolve(error === null ? text : undefined));
  });
}
