import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chmod, link, mkdir, open, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { dataFolderProblem } from "./data-folder-problem.ts";
import { SetupProblem } from "./setup-problem.ts";
import { parseJson } from "./parse-json.ts";

const SECRET_BYTES = 32;

const secretsSchema = z.object({
  /** Signs sessions when TICKMARK_SECRET is not set. */
  sessionSecret: z.string().min(32),
  /** 32 bytes in base64url; encrypts blob keys and credentials. Lost, what it encrypted is lost. */
  masterKey: z.string().refine((value) => Buffer.from(value, "base64url").length === SECRET_BYTES),
  /** Passwords of the database roles, and of the embedded server's superuser. */
  databasePasswords: z.object({
    superuser: z.string().min(32),
    owner: z.string().min(32),
    app: z.string().min(32),
    jobs: z.string().min(32),
  }),
});

export type Secrets = z.output<typeof secretsSchema>;

/** The file of the data folder that holds every generated secret, readable by its owner alone. */
export function secretsPath(dataDirectory: string): string {
  return path.join(/* turbopackIgnore: true */ dataDirectory, "secrets.json");
}

function newSecrets(): Secrets {
  const random = (): string => randomBytes(SECRET_BYTES).toString("base64url");
  return {
    sessionSecret: random(),
    masterKey: random(),
    databasePasswords: { superuser: random(), owner: random(), app: random(), jobs: random() },
  };
}

// A data folder with content but without its secrets was restored incompletely: fresh secrets would open nothing
// in it, and would hide the loss.
async function refuseOrphanedData(dataDirectory: string): Promise<void> {
  const names = await readdir(dataDirectory);
  const kept = names.filter((name) => name === "postgres" || name === "blobs");
  if (kept.length === 0) return;
  throw new SetupProblem(
    `${secretsPath(dataDirectory)} is missing although the data folder holds ${kept.join(" and ")}: restore it from the backup.`,
  );
}

/** Creates the data folder, closed to others, when it is missing. */
export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  await mkdir(dataDirectory, { recursive: true });
  // As root the embedded server runs as another user, who must be able to pass through to its own folder.
  await chmod(dataDirectory, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Puts the secrets of a backup into a data folder that has none. */
export async function restoreSecrets(dataDirectory: string, text: string): Promise<void> {
  await writeOnce(secretsPath(dataDirectory), text);
}

/**
 * Creates the data folder and its secrets when they are missing.
 * @throws SetupProblem when the folder cannot be written, or holds data whose secrets are gone.
 */
export async function ensureSecrets(dataDirectory: string): Promise<Secrets> {
  const file = secretsPath(dataDirectory);
  if (!existsSync(file)) {
    try {
      await makeDataDirectory(dataDirectory);
      await refuseOrphanedData(dataDirectory);
      await writeOnce(file, `${JSON.stringify(newSecrets(), null, 2)}\n`);
    } catch (error) {
      throw dataFolderProblem(dataDirectory, error);
    }
  }
  return readSecrets(dataDirectory);
}

// Linked into place complete and synced: another process sees all of it or nothing, and the first one wins.
async function writeOnce(file: string, content: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString("hex")}.new`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The secrets of a data folder that was set up.
 * @throws SetupProblem when the file is missing or damaged.
 */
export function readSecrets(dataDirectory: string): Secrets {
  const file = secretsPath(dataDirectory);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw dataFolderProblem(dataDirectory, error);
    throw new SetupProblem(`The data folder ${dataDirectory} was never set up: run "tickmark start" or "tickmark migrate" first.`, {
      cause: error,
    });
  }
  const secrets = parseSecrets(text);
  if (secrets === undefined) throw new SetupProblem(`${file} is damaged: restore it from the backup.`);
  return secrets;
}

/** The secrets in the text of a secrets file; undefined when it is none. */
export function parseSecrets(text: string): Secrets | undefined {
  return secretsSchema.safeParse(parseJson(text)).data;
}
