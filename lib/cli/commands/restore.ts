import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { destroyAgain, readReceipts, RECEIPTS_FILE, type KnownReceipt } from "#lib/leaving/index.ts";
import { checkMigrations, expectEmptyDatabase, restoreBackup } from "#lib/platform/backup/restore-backup.ts";
import { verifyBackup } from "#lib/platform/backup/verify-backup.ts";
import { openBlobStore } from "#lib/platform/blob-store/open-blob-store.ts";
import { env } from "#lib/platform/env.ts";
import { makeDataDirectory } from "#lib/platform/secrets.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { readPassphrase } from "../backup/arguments.ts";
import { missingSentence, shownContents } from "../backup/shown-backup.ts";
import type { CommandContext } from "../command.ts";
import { withDatabase } from "../start/with-database.ts";

const RESTORING = { database: "Filling the database and reading it back …", blobs: "Writing the blobs and reading them back …" } as const;

async function expectEmptyFolder(dataDirectory: string): Promise<void> {
  const names = await readdir(dataDirectory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (names.length > 0) throw new SetupProblem(`The data folder ${dataDirectory} is not empty: a backup is restored into an empty one alone. Move it away, or set TICKMARK_DATA.`);
}

/** The receipts that were named, and those that lie beside the backup. */
async function findReceipts(backup: string, named: readonly string[], masterKey: Uint8Array): Promise<KnownReceipt[]> {
  const beside = path.join(path.dirname(backup), RECEIPTS_FILE);
  const files = [...named, ...(existsSync(beside) ? [beside] : [])];
  const found = await Promise.all(files.map((file) => readReceipts(file, masterKey)));
  return [...new Map(found.flat().map((known) => [known.receipt.id, known])).values()];
}

/**
 * `tickmark restore FILE [--passphrase-file FILE] [--receipt FILE]…`: puts a backup into an empty data folder and an empty
 * database. The file is checked to its last byte before anything is written, and what was written is read back.
 * Organizations that were deleted since are destroyed again: those whose receipt is named, or lies beside the backup.
 */
export async function run(args: string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { "passphrase-file": { type: "string" }, receipt: { type: "string", multiple: true, default: [] } } });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    process.stderr.write("Usage: tickmark restore FILE [--passphrase-file FILE] [--receipt FILE]...\n");
    return 2;
  }
  const environment = env();
  const { dataDirectory } = environment;
  await expectEmptyFolder(dataDirectory);
  const file = path.resolve(context.callerDirectory, name);
  const passphrase = await readPassphrase(values["passphrase-file"], context.callerDirectory);
  process.stderr.write("Checking the file …\n");
  const backup = await verifyBackup(file, passphrase);
  await checkMigrations(backup.head);
  const receipts = await findReceipts(file, values.receipt.map((name) => path.resolve(context.callerDirectory, name)), Buffer.from(backup.secrets.masterKey, "base64url"));
  const withoutBlobsOf = new Set(receipts.map(({ receipt }) => receipt.organization.id));
  await makeDataDirectory(dataDirectory);
  await withDatabase(environment, backup.secrets, async ({ adminUrl, urls }) => {
    await expectEmptyDatabase(adminUrl);
    const onStep = (step: keyof typeof RESTORING): void => void process.stderr.write(`${RESTORING[step]}\n`);
    await restoreBackup({ file, passphrase, backup, adminUrl, urls, dataDirectory, store: openBlobStore(environment), withoutBlobsOf, onStep });
    for (const known of receipts) await destroyAgain(urls, known);
  });
  process.stdout.write(`Restored into ${dataDirectory}: ${shownContents(backup.manifest)}, as they were on ${backup.head.createdAt}.\n`);
  if (receipts.length > 0) process.stdout.write(`Destroyed again, as their receipts say: ${receipts.map(({ receipt }) => receipt.organization.name).join(", ")}.\n`);
  const missing = missingSentence(backup.manifest);
  if (missing !== undefined) process.stdout.write(`${missing}\n`);
  return 0;
}
