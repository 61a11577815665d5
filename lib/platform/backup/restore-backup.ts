import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import type { BlobStore, SealedBlob } from "../blob-store/blob-store.ts";
import { organizationKey } from "../blob-store/index.ts";
import { applyMigrations, knownMigrations, MIGRATIONS_DIRECTORY } from "../migrate.ts";
import { withConnection } from "../postgres/connection-problem.ts";
import { ensureBackupPolicies } from "../postgres/backup-policy.ts";
import { ensureRoles, type RoleUrls } from "../postgres/roles.ts";
import { restoreSecrets } from "../secrets.ts";
import { setUpDatabase } from "../set-up-database.ts";
import { SetupProblem } from "../setup-problem.ts";
import { readBackupFile, type BackupEntry } from "./backup-file.ts";
import { entryKind, fileEntry, KEPT_FILES, SECRETS_ENTRY, type BackupHead } from "./backup-format.ts";
import { keysInRows } from "./blob-key-rows.ts";
import { loadTables } from "./load-tables.ts";
import { beginCopying } from "./table-copy.ts";
import { readPart, type VerifiedBackup } from "./verify-backup.ts";

export type RestoreTask = {
  file: string;
  passphrase: string | undefined;
  /** What {@link verifyBackup} answered for this file. */
  backup: VerifiedBackup;
  adminUrl: string;
  urls: RoleUrls;
  dataDirectory: string;
  store: BlobStore;
  /** Organizations that were deleted after the backup was made: their files are not written. */
  withoutBlobsOf: ReadonlySet<string>;
  onStep(step: "database" | "blobs"): void;
};

/**
 * Whether this Tickmark can restore a backup: it knows all of its migrations. Ask before anything is written.
 * @throws SetupProblem when it does not
 */
export async function checkMigrations({ migrations, software }: BackupHead): Promise<void> {
  const known = new Map((await knownMigrations()).map(({ name, checksum }) => [name, checksum]));
  const unknown = migrations.filter(({ name, checksum }) => known.get(name) !== checksum).map(({ name }) => name);
  if (unknown.length > 0) throw new SetupProblem(`The backup was made by ${software}, whose tables this Tickmark does not know (${unknown.join(", ")}): restore it with that one.`);
}

/** @throws SetupProblem when the database that is to be filled has a table */
export async function expectEmptyDatabase(adminUrl: string): Promise<void> {
  const tables = await withConnection(adminUrl, "DATABASE_URL", async (client) => {
    const { rows } = await client.query<{ count: string }>("SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace::regnamespace::text IN ('public', 'pgboss')");
    return Number(rows[0]?.count);
  });
  if (tables > 0) throw new SetupProblem("The database of DATABASE_URL is not empty: a backup is restored into an empty one alone. Drop it and create it again.");
}

/**
 * Restores a verified backup into an empty database, an empty blob store and an empty data folder, and reads all of it
 * back. The secrets come last: without them the folder is refused as incomplete, so a restore that was cut off cannot be
 * taken for a whole one.
 * @throws SetupProblem
 */
export async function restoreBackup(task: RestoreTask): Promise<void> {
  const { backup, urls, adminUrl, dataDirectory } = task;
  task.onStep("database");
  await ensureRoles(adminUrl, urls);
  await applyMigrations(urls.owner, MIGRATIONS_DIRECTORY, new Set(backup.head.migrations.map(({ name }) => name)));
  await ensureBackupPolicies(urls.owner);
  await loadTables(urls.owner, backup.head.tables, backup.manifest, async (loader) => {
    for await (const entry of readBackupFile(task.file, task.passphrase)) {
      const what = entryKind(entry.name);
      if (what?.kind === "blob" || what?.kind === "manifest") break;
      if (what?.kind === "part") await loader.write(what.table, await readPart(task.file, entry));
      else await passOver(entry);
    }
  });
  task.onStep("blobs");
  const keys = await readKeys(urls.owner, Buffer.from(backup.secrets.masterKey, "base64url"));
  await withConnection(urls.owner, "The owner role's connection", async (client) => {
    await beginCopying(client, "one snapshot, read only");
    for await (const entry of readBackupFile(task.file, task.passphrase)) {
      const what = entryKind(entry.name);
      if (what?.kind === "blob" && !task.withoutBlobsOf.has(what.organizationId)) await restoreBlob(client, task.store, keys, what, entry);
      else await passOver(entry);
    }
  });
  // Migrations of this version that the backup had not seen, and the queue.
  await setUpDatabase(adminUrl, urls);
  for (const name of KEPT_FILES) {
    const bytes = backup.files.get(fileEntry(name));
    if (bytes !== undefined) await writeFile(path.join(dataDirectory, name), bytes, { mode: 0o600 });
  }
  await restoreSecrets(dataDirectory, backup.files.get(SECRETS_ENTRY)?.toString() ?? "");
}

async function passOver(entry: BackupEntry): Promise<void> {
  for await (const piece of entry.bytes) void piece;
}

/** The newest data key of each organization. */
async function readKeys(ownerUrl: string, masterKey: Buffer): Promise<Map<string, Buffer>> {
  return withConnection(ownerUrl, "The owner role's connection", async (client) => {
    await beginCopying(client, "one snapshot, read only");
    const { rows } = await client.query<{ organization_id: string; wrapped_key: Buffer }>("SELECT organization_id, wrapped_key FROM organization_key ORDER BY id");
    return new Map(rows.map((row) => [row.organization_id, organizationKey(masterKey, row.organization_id, row.wrapped_key)]));
  });
}

/** Puts a blob back and reads it from where it lies now. */
async function restoreBlob(client: pg.Client, store: BlobStore, keys: ReadonlyMap<string, Buffer>, { organizationId, sha256 }: { organizationId: string; sha256: string }, blob: SealedBlob): Promise<void> {
  await store.writeSealed(organizationId, sha256, blob);
  const key = keys.get(organizationId);
  if (key === undefined) throw new Error(`the organization ${organizationId} has blobs and no data key`);
  const hash = createHash("sha256");
  for await (const piece of store.read(organizationId, keysInRows(client, organizationId, key), sha256)) hash.update(piece);
  if (hash.digest("hex") !== sha256) throw new SetupProblem(`The blob ${organizationId}/${sha256} does not read as it was written: the restore was stopped.`);
}
