import { TAG_FILES } from "../bag.ts";
import { PACKET_LIMITS } from "../limits.ts";
import { hashEntry, type HashedEntry } from "./hash-entry.ts";
import { settlePaths } from "./entry-paths.ts";
import { UnreadablePacket, type PacketEntries, type PacketEntry } from "./packet-entry.ts";
import type { Problems } from "./problems.ts";
import { readBagInfo, readManifest, type Manifest } from "./read-manifest.ts";

/** A bag that was read through: what later checks ask of it. */
export type ReadBag = {
  files: Map<string, HashedEntry>; manifests: Manifest[]; tagManifests: Manifest[]; info: Map<string, string> | null;
  bytes: number;
  /** Files under `signatures/`, which stand outside the manifests; nothing here judges them. */
  signatures: string[];
};

/** What a caller wants from single files while they pass by, decided when the manifests are known. */
export type BagWishes = (bag: Pick<ReadBag, "manifests" | "info">) => { keep: ReadonlySet<string>; needles: ReadonlyMap<string, string> };

const MANIFEST = /^(tag)?manifest-(sha256|sha512)\.txt$/u;
const KEPT_FIRST = (path: string): boolean => MANIFEST.test(path) || path === "bagit.txt" || path === "bag-info.txt";

/**
 * Checks a BagIt 1.0 bag (RFC 8493), stricter than it demands: every file outside `signatures/` must be listed, a path
 * listed twice is refused, the ZIP must be in the order of its manifest. Each file is read once and not unpacked.
 * @throws UnreadablePacket when there is no bag, or it is larger than `PACKET_LIMITS.verifyBytes`
 */
export async function verifyBag(found: PacketEntries, problems: Problems, wishes: BagWishes): Promise<ReadBag> {
  const entries = settlePaths(found.entries, problems);
  if (!entries.some((entry) => entry.path === "bagit.txt")) throw new UnreadablePacket("there is no bagit.txt; this is not a packet");
  const announced = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (announced > PACKET_LIMITS.verifyBytes) throw new UnreadablePacket(`holds more than ${PACKET_LIMITS.verifyBytes} bytes`);
  const bag: ReadBag = { files: new Map(), manifests: [], tagManifests: [], info: null, bytes: 0, signatures: [] };
  await readAll(entries.filter((entry) => KEPT_FIRST(entry.path)), bag, problems, () => ({ keep: true, needle: null }));
  readTagFiles(bag, problems);
  const { keep, needles } = wishes(bag);
  await readAll(entries.filter((entry) => !KEPT_FIRST(entry.path)), bag, problems, (path) => ({ keep: keep.has(path), needle: needles.get(path) ?? null }));
  bag.signatures = entries.map((entry) => entry.path).filter((path) => path.startsWith("signatures/"));
  compare(bag, problems);
  checkOxum(bag, entries, problems);
  checkOrder(bag, found.ordered ? entries.map((entry) => entry.path) : null, problems);
  return bag;
}

async function readAll(entries: readonly PacketEntry[], bag: ReadBag, problems: Problems, wish: (path: string) => { keep: boolean; needle: string | null }): Promise<void> {
  for (const entry of entries) {
    try {
      const sha512 = KEPT_FIRST(entry.path) || [...bag.manifests, ...bag.tagManifests].some((manifest) => manifest.algorithm === "sha512");
      const hashed = await hashEntry(entry, { ...wish(entry.path), sha512 });
      bag.files.set(entry.path, hashed);
      bag.bytes += hashed.bytes;
      if (entry.crc32 !== null && entry.crc32 !== hashed.crc32) problems.add("broken_zip", entry.path, "its bytes do not match the checksum in the ZIP");
    } catch (error) {
      problems.add("broken_zip", entry.path, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function readTagFiles(bag: ReadBag, problems: Problems): void {
  const text = (path: string): string | null => bag.files.get(path)?.content?.toString("utf8") ?? null;
  const declaration = text("bagit.txt");
  if (declaration !== null && !/^BagIt-Version: 1\.0\r?\nTag-File-Character-Encoding: UTF-8(\r?\n)?$/u.test(declaration)) {
    problems.add("invalid_bag", "bagit.txt", "does not declare BagIt 1.0 in UTF-8, letter by letter");
  }
  for (const path of bag.files.keys()) {
    const match = MANIFEST.exec(path);
    if (!match) continue;
    const manifest = readManifest(path, match[2] === "sha512" ? "sha512" : "sha256", text(path) ?? "", problems);
    (match[1] ? bag.tagManifests : bag.manifests).push(manifest);
  }
  if (bag.manifests.length === 0) problems.add("invalid_bag", null, "has no manifest with SHA-256 or SHA-512");
  if (bag.tagManifests.length === 0) problems.add("invalid_bag", null, "has no tag manifest, so nothing vouches for the manifest itself");
  const info = text("bag-info.txt");
  bag.info = info === null ? null : readBagInfo(info);
}

function compare(bag: ReadBag, problems: Problems): void {
  const actual = new Map([...bag.files].map(([path, hashed]) => [hashed.sha256, path]));
  const changed = new Set<string>();
  for (const manifest of [...bag.manifests, ...bag.tagManifests]) {
    const payload = bag.manifests.includes(manifest);
    const expectedElsewhere = new Map([...manifest.expected].map(([path, hash]) => [hash, path]));
    for (const [path, hash] of manifest.expected) {
      if (path.startsWith("data/") !== payload) problems.add("invalid_bag", manifest.file, `lists ${path}, which belongs to the other manifest`);
      const file = bag.files.get(path);
      if (!file) {
        const renamed = actual.get(hash);
        problems.add("missing", path, renamed === undefined ? `is listed in ${manifest.file} and is not here` : `is not here; its bytes are under ${renamed}`);
      } else if (file[manifest.algorithm] !== hash && !changed.has(path)) {
        changed.add(path);
        const swapped = expectedElsewhere.get(file[manifest.algorithm]);
        problems.add("changed", path, swapped === undefined ? `its ${manifest.algorithm.toUpperCase()} is not the one in ${manifest.file}` : `it has the bytes of ${swapped}`);
      }
    }
    for (const path of bag.files.keys()) {
      if (payload && path.startsWith("data/") && !manifest.expected.has(path)) problems.add("added", path, `is not listed in ${manifest.file}`);
    }
  }
  for (const path of bag.files.keys()) {
    if (path.startsWith("data/") || path.startsWith("signatures/") || bag.tagManifests.some((one) => one.file === path)) continue;
    if (!bag.tagManifests.some((one) => one.expected.has(path))) problems.add("added", path, "is not listed in a tag manifest");
  }
}

function checkOxum(bag: ReadBag, entries: readonly PacketEntry[], problems: Problems): void {
  const oxum = bag.info?.get("payload-oxum");
  if (oxum === undefined) return;
  const payload = entries.filter((entry) => entry.path.startsWith("data/"));
  const actual = `${payload.reduce((sum, entry) => sum + entry.bytes, 0)}.${payload.length}`;
  if (oxum.trim() !== actual) problems.add("wrong_oxum", "bag-info.txt", `Payload-Oxum says ${oxum.trim()}, the payload has ${actual}`);
}

/** Tag files first, in their fixed order, then the payload in the order of the manifest, which is that of its bytes. */
function checkOrder(bag: ReadBag, paths: readonly string[] | null, problems: Problems): void {
  const manifest = bag.manifests.find((one) => one.algorithm === "sha256");
  if (!manifest) return;
  const sorted = manifest.order.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const unsorted = manifest.order.find((path, index) => path !== sorted[index]);
  if (paths === null) return;
  if (unsorted !== undefined) problems.add("reordered", manifest.file, `its lines are not in the order of their bytes, from ${unsorted} on`);
  const present = new Set(paths);
  const canonical = [...TAG_FILES, ...sorted].filter((path) => present.has(path));
  const known = new Set(canonical);
  const actual = paths.filter((path) => known.has(path));
  const at = actual.findIndex((path, index) => path !== canonical[index]);
  if (at !== -1) problems.add("reordered", actual[at] ?? null, `stands where ${canonical[at]} belongs`);
}
