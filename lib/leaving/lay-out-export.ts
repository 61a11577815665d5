import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { BAG_KIND, bagFile, layBag, Measurer, reread, safeFileName, writeZip, zipLength, type BagFile, type Measure } from "#lib/packets/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { DictionaryTable } from "./dictionary.ts";
import { dictionaryFile, exportReadme, exportVerifyText } from "./export-documents.ts";
import { exportedFileSchema, type ExportContent, type ExportedFile } from "./export-content.ts";

/** Bytes of the organization by their hash. */
export type ReadBlob = (sha256: string) => AsyncIterable<Uint8Array>;

export type ExportFacts = { exportId: string; organization: { id: string; name: string; slug: string; timeZone: string }; publicKey: { pem: string; fingerprint: string } };

/** An export whose every byte is decided; none of the large ones is in memory. */
export type LaidOutExport = {
  fileName: string;
  byteLength: number;
  files: number;
  unreadable: number;
  tagManifestSha256: string;
  zip(): AsyncGenerator<Uint8Array>;
};

/**
 * Lays an export out as a BagIt bag in a stored ZIP. Equal content gives equal bytes. Every stored file is read once here,
 * for its checksum; one whose bytes are missing or altered is named in the archive and does not stop the rest.
 *
 * @param told is given the share of the stored bytes that were read
 */
export async function layOutExport(facts: ExportFacts, content: ExportContent, dictionary: readonly DictionaryTable[], read: ReadBlob, told: (share: number) => Promise<void>): Promise<LaidOutExport> {
  const listed = await readFileList(read(content.files.sha256));
  const { found, unreadable } = await measureFiles(listed, read, told);
  const kept = (path: string, measure: Measure): BagFile => ({ path, measure, open: () => reread(path, measure, () => read(measure.sha256)) });
  const payload = [
    bagFile("data/README.txt", exportReadme(facts, content, { files: found.length, unreadable: unreadable.length })),
    bagFile("data/dictionary.json", dictionaryFile(dictionary, content)),
    bagFile("data/keys/installation-public-key.pem", facts.publicKey.pem),
    kept("data/files.ndjson", content.files),
    bagFile("data/unreadable-files.ndjson", unreadable.map((one) => `${JSON.stringify(one)}\n`).join("")),
    ...content.tables.map((table) => kept(`data/tables/${table.table}.ndjson`, table)),
    ...found.map(({ file, measure }) => kept(pathOf(file), measure)),
  ];
  const bag = layBag(payload, { info: infoOf(facts, content), verifyText: exportVerifyText() });
  const root = `${facts.organization.slug}_export_${content.asOf.slice(0, 10)}_${facts.exportId}`;
  const entries = bag.map((file) => ({ path: `${root}/${file.path}`, ...file.measure, open: file.open }));
  return {
    fileName: `${root}.zip`, byteLength: zipLength(entries), files: found.length, unreadable: unreadable.length,
    tagManifestSha256: bag.find(({ path }) => path === "tagmanifest-sha256.txt")?.measure.sha256 ?? "",
    zip: () => writeZip(entries, new Date(content.asOf)),
  };
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
  const unreadable: (ExportedFile & { problem: string })[] = [];
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
      if (!isAppError(error) || (error.reason !== "blob_missing" && error.reason !== "blob_altered")) throw error;
      unreadable.push({ ...file, problem: error.reason === "blob_missing" ? "missing" : "altered" });
    }
  }
  return { found, unreadable };
}

function infoOf({ exportId, organization }: ExportFacts, content: ExportContent): [string, string][] {
  return [
    ["Source-Organization", organization.name],
    ["External-Identifier", exportId],
    ["External-Description", `Everything that ${organization.name} has in Tickmark, as of ${content.asOf}`],
    [BAG_KIND, "export"],
    ["Bagging-Date", content.asOf.slice(0, 10)],
    ["Bag-Software-Agent", SOFTWARE],
  ];
}
