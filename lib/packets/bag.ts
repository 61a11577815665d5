import type { Measure } from "./measure.ts";
import { measureBytes } from "./measure.ts";
import { verifyText } from "./verify-text.ts";
import type { SettledPacket } from "./settled-packet.ts";

/** A file of the bag; its path is relative to the bag and safe on every system. */
export type BagFile = { path: string; measure: Measure; open: () => AsyncIterable<Uint8Array> };

/** The report's place; its hash cannot be among the files that the report itself vouches for. */
export const REPORT_PATH = "data/report.pdf";

/** Element of `bag-info.txt` by which the verifier tells a bag that is no packet. */
export const BAG_KIND = "Tickmark-Kind";

/** Tag files in the order in which they stand in the ZIP, before the payload. */
export const TAG_FILES = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "VERIFY.txt"] as const;

/** Bytes in memory as a file of the bag. */
export function bagFile(path: string, bytes: Uint8Array | string): BagFile {
  const data = typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes;
  return { path, measure: measureBytes(data), open: () => once(data) };
}

/** Order of manifests and of the ZIP: by the bytes of the path in UTF-8, the order of `LC_ALL=C sort`. */
function byPath(a: { path: string }, b: { path: string }): number {
  return Buffer.compare(Buffer.from(a.path, "utf8"), Buffer.from(b.path, "utf8"));
}

/** A manifest: one line for each file, CR, LF and % in paths percent-encoded (RFC 8493, 2.1.3). */
function manifestText(files: readonly BagFile[]): string {
  return files.toSorted(byPath).map((file) => `${file.measure.sha256}  ${encodePath(file.path)}\n`).join("");
}

/** SHA-256 of the manifest without the report's line: the digest that the report prints of everything beside it. */
export function filesDigest(files: readonly BagFile[]): string {
  return measureBytes(Buffer.from(manifestText(files.filter((file) => file.path !== REPORT_PATH)), "utf8")).sha256;
}

/** What a bag says of itself: the elements of `bag-info.txt` beside its Payload-Oxum, and how an outsider checks it. */
export type BagLabel = { info: readonly (readonly [label: string, value: string])[]; verifyText: string };

/** A BagIt 1.0 bag (RFC 8493): the tag files for a payload, then the payload, in the order in which they are written. */
export function layBag(payload: readonly BagFile[], { info, verifyText }: BagLabel): BagFile[] {
  const sorted = payload.toSorted(byPath);
  const bytes = sorted.reduce((sum, file) => sum + file.measure.bytes, 0);
  const bagit = bagFile("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  const bagInfo = bagFile("bag-info.txt", infoText([...info, ["Payload-Oxum", `${bytes}.${sorted.length}`]]));
  const manifest = bagFile("manifest-sha256.txt", manifestText(sorted));
  const verify = bagFile("VERIFY.txt", verifyText);
  const tagManifest = bagFile("tagmanifest-sha256.txt", manifestText([bagit, bagInfo, manifest, verify]));
  return [bagit, bagInfo, manifest, tagManifest, verify, ...sorted];
}

// A line break inside a value would start a new element (RFC 8493, 2.2.2).
function infoText(elements: BagLabel["info"]): string {
  return elements.map(([label, value]) => `${label}: ${value.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()}\n`).join("");
}

/** The bag of a packet. */
export function bagOf(payload: readonly BagFile[], { content }: SettledPacket): BagFile[] {
  const digest = filesDigest(payload);
  const info: BagLabel["info"] = [
    ["Source-Organization", content.organizationName],
    ["External-Identifier", content.packetId],
    ["External-Description", `Evidence packet for ${content.control.code}, ${content.period.firstDay} to ${content.period.lastDay} (${content.period.timeZone})${content.demo ? ", demo data" : ""}`],
    ["Bagging-Date", content.madeAt.toISOString().slice(0, 10)],
    ["Bag-Software-Agent", content.software],
    ["Files-Digest-SHA256", digest],
  ];
  return layBag(payload, { info, verifyText: verifyText(digest) });
}

function encodePath(path: string): string {
  return path.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
