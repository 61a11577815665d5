import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type pg from "pg";
import type { BlobStore } from "../blob-store/blob-store.ts";
import type { Clock } from "../clock.ts";
import { withConnection } from "../postgres/connection-problem.ts";
import { secretsPath } from "../secrets.ts";
import { SOFTWARE } from "../software.ts";
import { inPieces } from "../blob-store/sealed-stream.ts";
import { createBackupFile, type BackupWriter } from "./backup-file.ts";
import { BACKUP_FORMAT, blobEntry, fileEntry, HEAD_ENTRY, KEPT_FILES, MANIFEST_ENTRY, partEntry, SECRETS_ENTRY, type BackupHead, type BackupManifest } from "./backup-format.ts";
import { rowsIn } from "./copy-lines.ts";
import { beginCopying, copiedTables, readRows, type TableColumns } from "./table-copy.ts";

/** Rows are compressed and written in parts of this size, so that a table of any size takes this much memory. */
const PART_BYTES = 8 * 1024 * 1024;
const BLOBS_AT_ONCE = 1000;

const compress = promisify(gzip);

export type BackupTask = {
  file: string;
  /** Seals the whole file; undefined leaves it readable to whoever has it. */
  passphrase: string | undefined;
  ownerUrl: string;
  dataDirectory: string;
  store: BlobStore;
  clock: Clock;
  /** Told what is being written. */
  onStep(step: "database" | "blobs"): void;
  /** Aborted when the end is asked for: nothing is left behind then. */
  signal: AbortSignal;
};

/**
 * Writes database, blobs and keys into one file while Tickmark runs. The database is read in one snapshot; blobs are
 * written before their rows, so that each row of the snapshot has its bytes.
 * @throws SetupProblem
 */
export async function writeBackup(task: BackupTask): Promise<BackupManifest> {
  const writer = await createBackupFile(task.file, task.passphrase);
  try {
    return await withConnection(task.ownerUrl, "The owner role's connection", async (client) => {
      await beginCopying(client, "one snapshot, read only");
      const head = await readHead(client, task.clock);
      const files = [await addBytes(writer, HEAD_ENTRY, json(head)), ...(await addKeptFiles(writer, task.dataDirectory))];
      const tables: BackupManifest["tables"] = [];
      task.onStep("database");
      for (const table of head.tables) {
        task.signal.throwIfAborted();
        tables.push(await addTable(writer, client, table));
      }
      task.onStep("blobs");
      const manifest = { tables, blobs: await addBlobs(writer, client, task), files };
      await addBytes(writer, MANIFEST_ENTRY, json(manifest));
      await writer.finish();
      return manifest;
    });
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}

async function addBytes(writer: BackupWriter, name: string, bytes: Buffer): Promise<{ name: string; sha256: string }> {
  await writer.add(name, bytes.length, once(bytes));
  return { name, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function readHead(client: pg.Client, clock: Clock): Promise<BackupHead> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    "SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name",
  );
  return { format: BACKUP_FORMAT, software: SOFTWARE, createdAt: clock.now().toISOString(), migrations: rows, tables: await copiedTables(client) };
}

async function addKeptFiles(writer: BackupWriter, dataDirectory: string): Promise<BackupManifest["files"]> {
  const added = [await addBytes(writer, SECRETS_ENTRY, await readFile(secretsPath(dataDirectory)))];
  for (const name of KEPT_FILES) {
    const bytes = await readFile(path.join(dataDirectory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (bytes !== undefined) added.push(await addBytes(writer, fileEntry(name), bytes));
  }
  return added;
}

async function addTable(writer: BackupWriter, client: pg.Client, table: TableColumns): Promise<BackupManifest["tables"][number]> {
  const hash = createHash("sha256");
  let rows = 0;
  let number = 0;
  for await (const part of inPieces(readRows(client, table) as AsyncIterable<Buffer>, PART_BYTES, PART_BYTES)) {
    hash.update(part);
    rows += rowsIn(part);
    const compressed = await compress(part);
    number += 1;
    await writer.add(partEntry(table.name, number), compressed.length, once(compressed));
  }
  return { name: table.name, rows, sha256: hash.digest("hex") };
}

async function addBlobs(writer: BackupWriter, client: pg.Client, { store, signal }: BackupTask): Promise<BackupManifest["blobs"]> {
  const total = { count: 0, bytes: 0, missing: [] as string[] };
  let last: [string, string] = ["", ""];
  for (;;) {
    const { rows } = await client.query<{ organization_id: string; sha256: string }>(
      "SELECT organization_id, sha256 FROM blob WHERE (organization_id, sha256) > ($1, $2) ORDER BY organization_id, sha256 LIMIT $3",
      [...last, BLOBS_AT_ONCE],
    );
    for (const { organization_id: organizationId, sha256 } of rows) {
      signal.throwIfAborted();
      last = [organizationId, sha256];
      const blob = await store.readSealed(organizationId, sha256);
      if (blob === undefined) {
        total.missing.push(`${organizationId}/${sha256}`);
        continue;
      }
      await writer.add(blobEntry(organizationId, sha256), blob.byteLength, blob.bytes);
      total.count += 1;
      total.bytes += blob.byteLength;
    }
    if (rows.length < BLOBS_AT_ONCE) return total;
  }
}
