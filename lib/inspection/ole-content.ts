import type { FileFinding, FindingKind } from "./findings.ts";

/** Streams and storages of old Office files ([MS-CFB] 2.6, [MS-OVBA], [MS-OFFCRYPTO]) that tell what they carry. */
const NAMES: readonly { name: string; kind: FindingKind; detail: string }[] = [
  { name: "_VBA_PROJECT", kind: "office_macros", detail: "A macro project" },
  { name: "_VBA_PROJECT_CUR", kind: "office_macros", detail: "A macro project" },
  { name: "Macros", kind: "office_macros", detail: "A macro storage" },
  { name: "ObjectPool", kind: "office_ole", detail: "Embedded objects" },
  { name: "\u0001Ole10Native", kind: "office_ole", detail: "A packed file" },
  { name: "EncryptedPackage", kind: "office_encrypted", detail: "An encrypted document" },
  { name: "EncryptedSummary", kind: "office_encrypted", detail: "An encrypted document" },
];

/** Entries of the directory are this long, and stand at multiples of it. */
const ENTRY_BYTES = 128;

/**
 * What an OLE2 file (.doc, .xls, .ppt, .msg) carries, by the names in its directory. Entries are looked for wherever one can stand, so
 * a damaged table of sectors hides none; a name in the text of a document is not at such a place.
 */
export function readOleContent(bytes: Buffer): FileFinding[] {
  const found = new Map<FindingKind, string>();
  for (let at = 512; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const nameBytes = bytes.readUInt16LE(at + 64);
    const type = bytes[at + 66] ?? 0;
    if (nameBytes < 4 || nameBytes > 64 || nameBytes % 2 !== 0 || (type !== 1 && type !== 2)) continue;
    const name = bytes.subarray(at, at + nameBytes - 2).toString("utf16le");
    const known = NAMES.find((one) => one.name === name);
    if (known !== undefined) found.set(known.kind, `${known.detail} (${printable(name)})`);
  }
  const dde = /\bDDE(?:AUTO)?\b\s/.exec(bytes.toString("latin1"));
  if (dde !== null) found.set("office_dde", "A DDE field");
  return [...found].map(([kind, detail]) => ({ kind, detail: `${detail}.` }));
}

const printable = (name: string): string => name.replace(/\p{Cc}/gu, "");

/** What a rich text document carries: objects and templates are control words in plain sight. */
export function readRtfContent(text: string): FileFinding[] {
  const findings: FileFinding[] = [];
  if (/\\obj(?:data|embed|ocx|link|autlink)\b/.test(text)) findings.push({ kind: "office_ole", detail: "An embedded object (\\objdata)." });
  if (/\\\*\\template\b/.test(text)) findings.push({ kind: "office_external", detail: "A template from elsewhere (\\*\\template)." });
  if (/\bDDE(?:AUTO)?\b/.test(text)) findings.push({ kind: "office_dde", detail: "A DDE field." });
  return findings;
}
