import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { HeldFile } from "#lib/inspection/index.ts";
import { BAG_KIND, bagFile, EXPORT_COUNTS, layBag, Measurer, reread, safeFileName, writeZip, zipLength, type BagFile, type Measure } from "#lib/packets/index.ts";
import { blobFault } from "#lib/platform/blob-store/index.ts";
import type { Damage } from "#lib/stored-files/index.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { DictionaryTable } from "./dictionary.ts";
import { dictionaryFile, exportReadme, exportVerifyText } from "./export-documents.ts";
import { exportedFileSchema, type ExportContent, type ExportedFile } from "./export-content.ts";

/** Bytes of the organization by their hash. */
export type ReadBlob = (sha256: string) => AsyncIterable<Uint8Array>;

export type ExportFacts = { exportId: string; organization: { id: string; name: string; slug: string; timeZone: string }; publicKey: { pem: string; fingerprint: string } };

/** A file that is named and left out, because it cannot be had where it is stored. */
export type UnreadableFile = ExportedFile & { problem: Damage };

/** An export whose every byte is decided; none of the large ones is in memory. */
export type LaidOutExport = {
  fileName: string;
  byteLength: number;
  files: number;
  unreadable: readonly UnreadableFile[];
  /** Named and left out: something was found in them, and nobody had released them. */
  held: number;
  tagManifestSha256: string;
  zip(): AsyncGenerator<Uint8Array>;
};

/**
 * Lays an export out as a BagIt bag in a stored ZIP. Equal content gives equal bytes. Every stored file is read once here,
 * for its checksum; one whose bytes are missing or altered, or that the disk does not give out, is named in the archive with that reason
 * and does not stop the rest. One that is held back
 * is named with what was found in it and left out: whoever unpacks an archive opens what lies in it.
 *
 * @param held files that are held back as of the instant of the export
 * @param told is given the share of the stored bytes that were read
 */
export async function layOutExport(facts: ExportFacts, content: ExportContent, dictionary: readonly DictionaryTable[], held: ReadonlyMap<string, HeldFile>, read: ReadBlob, told: (share: number) => Promise<void>): Promise<LaidOutExport> {
  const listed = await readFileList(read(content.files.sha256));
  const heldBack = listed.flatMap((file) => heldLine(file, held.get(file.sha256)));
  const { found, unreadable } = await measureFiles(listed.filter(({ sha256 }) => !held.has(sha256)), read, told);
  const counts = { files: found.length, unreadable: unreadable.length, held: heldBack.length };
  const kept = (path: string, measure: Measure): BagFile => ({ path, measure, open: () => reread(path, measure, () => read(measure.sha256)) });
  const payload = [
    bagFile("data/README.txt", exportReadme(facts, content, counts)),
    bagFile("data/dictionary.json", dictionaryFile(dictionary, content)),
    bagFile("data/keys/installation-public-key.pem", facts.publicKey.pem),
    kept("data/files.ndjson", content.files),
    bagFile("data/unreadable-files.ndjson", unreadable.map((one) => `${JSON.stringify(one)}\n`).join("")),
    bagFile("data/held-back-files.ndjson", heldBack.map((one) => `${JSON.stringify(one)}\n`).join("")),
    ...content.tables.map((table) => kept(`data/tables/${table.table}.ndjson`, table)),
    ...found.map(({ file, measure }) => kept(pathOf(file), measure)),
  ];
  const bag = layBag(payload, { info: infoOf(facts, content, counts), verifyText: exportVerifyText() });
  const root = `${facts.organization.slug}_export_${content.asOf.slice(0, 10)}_${facts.exportId}`;
  const entries = bag.map((file) => ({ path: `${root}/${file.path}`, ...file.measure, open: file.open }));
  return {
    fileName: `${root}.zip`, byteLength: zipLength(entries), files: counts.files, held: counts.held, unreadable,
    tagManifestSha256: bag.find(({ path }) => path === "tagmanifest-sha256.txt")?.measure.sha256 ?? "",
    zip: () => writeZip(entries, new Date(content.asOf)),
  };
}

/** What the archive says of a file that it leaves out. */
function heldLine(file: ExportedFile, held: HeldFile | undefined): object[] {
  if (held === undefined) return [];
  const { found, scanner, scannedAt } = held;
  return [{ ...file, reason: "held_back", found, scanner, scanned_at: scannedAt.toISOString() }];
}

/** By its hash, so that nothing collides, and by its own name, so that a person finds it. */
function pathOf({ sha256, used_by: usedBy }: ExportedFile): string {
  return `data/files/${sha256}/${safeFileName(usedBy?.find(({ name }) => name !== null)?.name ?? "file.bin")}`;
}

async function readFileList(lines: AsyncIterable<Uint8Array>): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  for await (const line of createInterface({ input: Readable.from(lines, { objectMode: false }), crlfDelay: Infinity })) files.push(exportedFileSchema.parse(JSON.parse(line)));
  return files;
}

async function measureFiles(listed: readonly ExportedFile[], read: ReadBlob, told: (share: number) => Promise<void>) {
  const found: { file: ExportedFile; measure: Measure }[] = [];
  const unreadable: UnreadableFile[] = [];
  const total = listed.reduce((sum, file) => sum + file.bytes, 0);
  let done = 0;
  for (const file of listed) {
    const measurer = new Measurer();
    try {
      for await (const chunk of read(file.sha256)) {
        measurer.update(chunk);
        done += chunk.length;
        await told(done / Math.max(1, total));
      }
      const measure = measurer.end();
      if (measure.sha256 === file.sha256) found.push({ file, measure });
      else unreadable.push({ ...file, problem: "altered" });
    } catch (error) {
      const problem = blobFault(error);
      if (problem === null) throw error;
      unreadable.push({ ...file, problem });
    }
  }
  return { found, unreadable };
}

function infoOf({ exportId, organization }: ExportFacts, content: ExportContent, counts: { files: number; unreadable: number; held: number }): [string, string][] {
  return [
    ["Source-Organization", organization.name],
    ["External-Identifier", exportId],
    ["External-Description", `Everything that ${organization.name} has in Tickmark, as of ${content.asOf}`],
    [BAG_KIND, "export"],
    [EXPORT_COUNTS.files, String(counts.files)],
    [EXPORT_COUNTS.unreadable, String(counts.unreadable)],
    [EXPORT_COUNTS.heldBack, String(counts.held)],
    ["Bagging-Date", content.asOf.slice(0, 10)],
    ["Bag-Software-Agent", SOFTWARE],
  ];
}
