import { randomBytes, scrypt } from "node:crypto";
import { createReadStream } from "node:fs";
import { link, open, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import { isAppError } from "../errors.ts";
import { openBytes, sealBytes } from "../blob-store/sealed-stream.ts";
import { SetupProblem } from "../setup-problem.ts";

/** Before a sealed backup: what it is, and the salt of its key. */
const SEALED_MAGIC = Buffer.from("TMBACK1\n");
const SALT_BYTES = 16;
const SEALED_HEADER_BYTES = SEALED_MAGIC.length + SALT_BYTES;

// As for passwords (crypto.ts): 128 MiB and a third of a second for each guess.
function passphraseKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFC"), salt, 32, { N: 1 << 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

export type BackupWriter = {
  /** Adds one entry. Its bytes must be exactly as many as said. */
  add(name: string, byteLength: number, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Syncs the file and gives it its name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. Harmless after {@link BackupWriter.finish}. */
  discard(): Promise<void>;
};

async function* sealedFile(passphrase: string, plain: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  yield Buffer.concat([SEALED_MAGIC, salt]);
  yield* sealBytes(await passphraseKey(passphrase, salt), plain);
}

/**
 * Begins a backup file. It has another name until it is finished, so a backup that was cut off is no file.
 * @throws SetupProblem when a file of this name is there, or cannot be written
 */
export async function createBackupFile(file: string, passphrase: string | undefined): Promise<BackupWriter> {
  if ((await stat(file).catch(absent)) !== undefined) throw alreadyThere(file);
  const draft = `${file}.${randomBytes(6).toString("hex")}.part`;
  const out = await open(draft, "wx", 0o600).catch((error: unknown) => {
    throw cannotWrite(file, error);
  });
  const pack = tar.pack();
  const plain = pack as AsyncIterable<Buffer>;
  const written = out.writeFile(passphrase === undefined ? plain : sealedFile(passphrase, plain));
  let failure: unknown;
  // A failure to write breaks the entry at hand, which is where it is reported.
  written.catch((error: unknown) => {
    failure = cannotWrite(file, error);
    pack.destroy();
  });
  return {
    async add(name, byteLength, bytes) {
      const entry = pack.entry({ name, size: byteLength, mode: 0o600, mtime: new Date(0) });
      try {
        await pipeline(Readable.from(bytes, { objectMode: false }), entry);
      } catch (error) {
        throw failure ?? error;
      }
    },
    async finish() {
      pack.finalize();
      await written.catch((error: unknown) => {
        throw failure ?? error;
      });
      await out.sync();
      await out.close();
      // Linked, not renamed: a file that came to be there meanwhile is not overwritten.
      await link(draft, file).catch((error: unknown) => {
        throw (error as NodeJS.ErrnoException).code === "EEXIST" ? alreadyThere(file) : error;
      });
      await rm(draft);
    },
    async discard() {
      pack.destroy();
      await written.catch(() => undefined);
      await out.close();
      await rm(draft, { force: true });
    },
  };
}

export type BackupEntry = { name: string; byteLength: number; bytes: AsyncIterable<Buffer> };

/**
 * The entries of a backup file in their order. Each must be read to its end before the next is asked for.
 * @throws SetupProblem in one sentence when the file is missing, sealed, or not whole
 */
export async function* readBackupFile(file: string, passphrase: string | undefined): AsyncGenerator<BackupEntry> {
  const body = await openBody(file, passphrase);
  const extract = tar.extract();
  let failure: unknown;
  // Its failure reaches the loop below through `extract`, which it destroys.
  const piped = pipeline(body, extract).catch((error: unknown) => (failure = error));
  let seen = 0;
  const explained = (error: unknown): unknown => explainReading(file, failure ?? error, seen);
  try {
    for await (const entry of extract) {
      seen += 1;
      yield { name: entry.header.name, byteLength: entry.header.size ?? 0, bytes: explaining(entry as AsyncIterable<Buffer>, explained) };
    }
    await piped;
  } catch (error) {
    throw explained(error);
  } finally {
    body.destroy();
  }
}

async function* explaining(bytes: AsyncIterable<Buffer>, explained: (error: unknown) => unknown): AsyncGenerator<Buffer> {
  try {
    yield* bytes;
  } catch (error) {
    throw explained(error);
  }
}

async function openBody(file: string, passphrase: string | undefined): Promise<Readable> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw cannotRead(file, error);
  });
  const header = await firstBytes(file);
  if (!header.subarray(0, SEALED_MAGIC.length).equals(SEALED_MAGIC)) {
    if (passphrase !== undefined && header.length > 0) throw new SetupProblem(`${file} is not sealed with a passphrase: leave --passphrase-file out.`);
    return createReadStream(file);
  }
  if (passphrase === undefined) throw new SetupProblem(`${file} is sealed with a passphrase: name the file that holds it with --passphrase-file.`);
  const key = await passphraseKey(passphrase, header.subarray(SEALED_MAGIC.length));
  const sealed = createReadStream(file, { start: SEALED_HEADER_BYTES }) as AsyncIterable<Buffer>;
  return Readable.from(openBytes(() => Promise.resolve(key), size - SEALED_HEADER_BYTES, sealed), { objectMode: false });
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw cannotRead(file, error);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SEALED_HEADER_BYTES), 0, SEALED_HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw cannotRead(file, error);
  } finally {
    await handle.close();
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}

function alreadyThere(file: string): SetupProblem {
  return new SetupProblem(`${file} is there already: a backup replaces no file. Give it another name.`);
}

function cannotWrite(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOSPC" || code === "EDQUOT") return new SetupProblem(`There is no room for ${file}: nothing of it was kept.`, { cause: error });
  if (code === undefined || !["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR"].includes(code)) return error;
  return new SetupProblem(`${file} cannot be written (${code}).`, { cause: error });
}

function cannotRead(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return new SetupProblem(`There is no file ${file}.`, { cause: error });
  return code === undefined ? error : new SetupProblem(`${file} cannot be read (${code}).`, { cause: error });
}

function explainReading(file: string, error: unknown, entriesSeen: number): unknown {
  if (error instanceof SetupProblem) return error;
  if (isAppError(error) && error.reason === "blob_altered") {
    return new SetupProblem(`${file} cannot be opened: the passphrase is another one, or the file was damaged or cut off.`, { cause: error });
  }
  const message = error instanceof Error ? error.message : "";
  if (/^(invalid (tar )?header|unexpected end of data|header exceeds)/i.test(message)) {
    return entriesSeen === 0 ? new SetupProblem(`${file} is no backup of Tickmark.`, { cause: error }) : new SetupProblem(`${file} is damaged or was cut off: use another backup.`, { cause: error });
  }
  return error;
}
