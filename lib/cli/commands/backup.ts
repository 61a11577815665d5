import { stat } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { keepReceiptsBeside, RECEIPTS_FILE } from "#lib/leaving/index.ts";
import { verifyBackup } from "#lib/platform/backup/verify-backup.ts";
import { writeBackup } from "#lib/platform/backup/write-backup.ts";
import { openBlobStore } from "#lib/platform/blob-store/open-blob-store.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { env } from "#lib/platform/env.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { readPassphrase } from "../backup/arguments.ts";
import { missingSentence, shownBytes, shownContents } from "../backup/shown-backup.ts";
import type { CommandContext } from "../command.ts";
import { onEndRequest } from "../start/end-request.ts";
import { withDatabase } from "../start/with-database.ts";

const WRONG_CALL = "Usage: tickmark backup FILE [--passphrase-file FILE] [--verify]\n";
const WRITING = { database: "Reading the database …", blobs: "Reading the blobs …" } as const;

/**
 * `tickmark backup FILE [--passphrase-file FILE]`: writes database, blobs and keys into one file, also while Tickmark runs.
 * `--verify` checks such a file to its last byte instead; it needs neither database nor data folder.
 */
export async function run(args: string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { "passphrase-file": { type: "string" }, verify: { type: "boolean", default: false } } });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    process.stderr.write(WRONG_CALL);
    return 2;
  }
  const file = path.resolve(context.callerDirectory, name);
  const passphrase = await readPassphrase(values["passphrase-file"], context.callerDirectory);
  return values.verify ? verify(file, passphrase) : write(file, passphrase);
}

async function verify(file: string, passphrase: string | undefined): Promise<number> {
  const { head, manifest } = await verifyBackup(file, passphrase);
  process.stdout.write(`WHOLE  ${file}\nMade ${head.createdAt} by ${head.software}: ${shownContents(manifest)}.\n`);
  const missing = missingSentence(manifest);
  if (missing !== undefined) process.stdout.write(`${missing}\n`);
  return 0;
}

async function write(file: string, passphrase: string | undefined): Promise<number> {
  const environment = env();
  const secrets = readSecrets(environment.dataDirectory);
  const signal = onEndRequest(() => process.exit(1));
  const onStep = (step: keyof typeof WRITING): void => void process.stderr.write(`${WRITING[step]}\n`);
  try {
    const { manifest, receipts } = await withDatabase(environment, secrets, async ({ urls }) => ({
      manifest: await writeBackup({ file, passphrase, ownerUrl: urls.owner, dataDirectory: environment.dataDirectory, store: openBlobStore(environment), clock: systemClock, onStep, signal }),
      // Older backups in the same folder hold organizations that are gone: a restore of them reads here which.
      receipts: await keepReceiptsBeside(file, urls, Buffer.from(secrets.masterKey, "base64url")),
    }));
    process.stdout.write(`${file}: ${shownContents(manifest)}; ${shownBytes((await stat(file)).size)}${passphrase === undefined ? ", as secret as the installation itself" : ", sealed"}.\n`);
    if (receipts > 0) process.stdout.write(`${path.join(path.dirname(file), RECEIPTS_FILE)}: ${receipts} ${receipts === 1 ? "receipt" : "receipts"} of deleted organizations. Keep it with your backups: restoring an older one destroys them again.\n`);
    const missing = missingSentence(manifest);
    if (missing !== undefined) process.stderr.write(`${missing}\n`);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write("Ended; no file was kept.\n");
    return 1;
  }
}
