import { createHash, type Hash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { organizationKey, unwrapBlobKey } from "../blob-store/index.ts";
import { openBytes } from "../blob-store/sealed-stream.ts";
import { isAppError } from "../errors.ts";
import { parseSecrets, type Secrets } from "../secrets.ts";
import { SetupProblem } from "../setup-problem.ts";
import { readBackupFile, type BackupEntry } from "./backup-file.ts";
import { entryKind, HEAD_ENTRY, headSchema, MANIFEST_ENTRY, manifestSchema, SECRETS_ENTRY, type BackupHead, type BackupManifest } from "./backup-format.ts";
import { LineCutter, rowsIn } from "./copy-lines.ts";
import { SetDigest } from "./set-digest.ts";
import { parseRow } from "./table-copy.ts";
import { parseJson } from "../parse-json.ts";

/** More than a part or a file of a backup can be; what claims to be larger is none. */
const MOST_BYTES = 64 * 1024 * 1024;

const expand = promisify(gunzip);

export type VerifiedBackup = { head: BackupHead; manifest: BackupManifest; secrets: Secrets; files: Map<string, Buffer> };

/** Decompresses a part of a table. @throws SetupProblem when it is damaged */
export async function readPart(file: string, entry: BackupEntry): Promise<Buffer> {
  const compressed = await readWhole(file, entry);
  try {
    return await expand(compressed, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw damaged(file, entry.name, error);
  }
}

/**
 * Reads a backup file to its end and checks all of it: it is whole; every table has the rows and the hash that its manifest
 * says; every blob opens under its organization's key in this same backup, and holds what its name says; no blob that the
 * database names is left out unsaid.
 * @throws SetupProblem naming in one sentence what is wrong
 */
export async function verifyBackup(file: string, passphrase: string | undefined): Promise<VerifiedBackup> {
  const seen = new Contents(file);
  for await (const entry of readBackupFile(file, passphrase)) await seen.take(entry);
  return seen.conclude();
}

class Contents {
  readonly #file: string;
  readonly #files = new Map<string, Buffer>();
  readonly #tables = new Map<string, { hash: Hash; rows: number }>();
  readonly #keys = new Map<string, { id: string; wrapped: Buffer }>();
  /** Keys of single blobs as text, by organization and id: there are as many as blobs. */
  readonly #blobKeys = new Map<string, string>();
  readonly #recorded = new SetDigest();
  readonly #present = new SetDigest();
  #blobBytes = 0;
  #head: BackupHead | undefined;
  #secrets: Secrets | undefined;
  #lines: { table: string; cutter: LineCutter } | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  async take(entry: BackupEntry): Promise<void> {
    const what = entryKind(entry.name);
    if (this.#head === undefined && what?.kind !== "head") throw new SetupProblem(`${this.#file} is no backup of Tickmark.`);
    if (what === undefined || this.#files.has(MANIFEST_ENTRY)) throw damaged(this.#file, entry.name);
    if (what.kind === "part") return this.#takePart(what.table, await readPart(this.#file, entry));
    if (what.kind === "blob") return this.#takeBlob(what.organizationId, what.sha256, entry);
    const bytes = await readWhole(this.#file, entry);
    this.#files.set(entry.name, bytes);
    if (what.kind === "head") this.#head = this.#readHead(bytes);
    if (what.kind === "secrets") this.#secrets = parseSecrets(bytes.toString()) ?? this.#refuse(SECRETS_ENTRY);
  }

  #readHead(bytes: Buffer): BackupHead {
    const value = parseJson(bytes.toString());
    const head = headSchema.safeParse(value);
    if (head.success) return head.data;
    const format = typeof value === "object" && value !== null && "format" in value ? value.format : undefined;
    if (typeof format === "number" && format > 1) throw new SetupProblem(`${this.#file} was written by a newer Tickmark: use that one.`);
    return this.#refuse(HEAD_ENTRY);
  }

  #refuse(name: string): never {
    throw damaged(this.#file, name);
  }

  #takePart(table: string, rows: Buffer): void {
    const state = this.#tables.get(table) ?? { hash: createHash("sha256"), rows: 0 };
    this.#tables.set(table, state);
    state.hash.update(rows);
    state.rows += rowsIn(rows);
    if (table !== "organization_key" && table !== "blob" && table !== "blob_key") return;
    if (this.#lines?.table !== table) this.#lines = { table, cutter: new LineCutter((line) => this.#takeRow(table, line)) };
    this.#lines.cutter.push(rows);
  }

  #takeRow(table: "organization_key" | "blob" | "blob_key", line: string): void {
    const columns = this.#head?.tables.find(({ name }) => name === table)?.columns ?? [];
    const row = parseRow(columns, line);
    const organizationId = row["organization_id"] ?? "";
    if (table === "blob") return this.#recorded.add(`${organizationId}/${row["sha256"] ?? ""}`);
    const id = row["id"] ?? "";
    if (table === "blob_key") return void this.#blobKeys.set(`${organizationId}/${id}`, row["wrapped_key"] ?? "");
    // The newest one, as the blob store chooses it.
    if (id > (this.#keys.get(organizationId)?.id ?? "")) this.#keys.set(organizationId, { id, wrapped: bytesOf(row["wrapped_key"] ?? "") });
  }

  async #takeBlob(organizationId: string, sha256: string, entry: BackupEntry): Promise<void> {
    const key = this.#keys.get(organizationId);
    if (this.#secrets === undefined || key === undefined) return this.#refuse(entry.name);
    const hash = createHash("sha256");
    try {
      const plain = organizationKey(Buffer.from(this.#secrets.masterKey, "base64url"), organizationId, key.wrapped);
      const keyFor = (id: string | null): Promise<Uint8Array> => Promise.resolve(id === null ? plain : this.#blobKey(plain, organizationId, id, entry.name));
      for await (const piece of openBytes(keyFor, entry.byteLength, entry.bytes)) hash.update(piece);
    } catch (error) {
      if (isAppError(error) || (error instanceof Error && /authenticate/.test(error.message))) throw damaged(this.#file, entry.name, error);
      throw error;
    }
    if (hash.digest("hex") !== sha256) this.#refuse(entry.name);
    this.#present.add(`${organizationId}/${sha256}`);
    this.#blobBytes += entry.byteLength;
  }

  #blobKey(organizationKey: Buffer, organizationId: string, id: string, name: string): Buffer {
    const wrapped = this.#blobKeys.get(`${organizationId}/${id}`);
    return wrapped === undefined ? this.#refuse(name) : unwrapBlobKey(organizationKey, organizationId, id, bytesOf(wrapped));
  }

  conclude(): VerifiedBackup {
    const bytes = this.#files.get(MANIFEST_ENTRY);
    if (this.#head === undefined) throw new SetupProblem(`${this.#file} is no backup of Tickmark.`);
    if (this.#secrets === undefined || bytes === undefined) throw new SetupProblem(`${this.#file} was cut off: use another backup.`);
    const manifest = manifestSchema.safeParse(parseJson(bytes.toString())).data ?? this.#refuse(MANIFEST_ENTRY);
    this.#checkFiles(manifest);
    this.#checkTables(this.#head, manifest);
    const { blobs } = manifest;
    if (this.#present.count !== blobs.count || this.#blobBytes !== blobs.bytes) this.#refuse("blobs");
    for (const missing of blobs.missing) this.#present.add(missing);
    if (this.#present.value !== this.#recorded.value) this.#refuse("blobs");
    return { head: this.#head, manifest, secrets: this.#secrets, files: this.#files };
  }

  #checkFiles(manifest: BackupManifest): void {
    for (const { name, sha256 } of manifest.files) {
      const found = this.#files.get(name);
      if (found === undefined || createHash("sha256").update(found).digest("hex") !== sha256) this.#refuse(name);
    }
    if (manifest.files.length !== this.#files.size - 1) this.#refuse(MANIFEST_ENTRY);
  }

  #checkTables(head: BackupHead, manifest: BackupManifest): void {
    if (manifest.tables.map(({ name }) => name).join() !== head.tables.map(({ name }) => name).join()) this.#refuse(MANIFEST_ENTRY);
    for (const { name, rows, sha256 } of manifest.tables) {
      const found = this.#tables.get(name) ?? { hash: createHash("sha256"), rows: 0 };
      if (found.rows !== rows || found.hash.digest("hex") !== sha256) this.#refuse(`database/${name}`);
      this.#tables.delete(name);
    }
    const [unknown] = this.#tables.keys();
    if (unknown !== undefined) this.#refuse(`database/${unknown}`);
  }
}

/** Bytes as COPY writes them. */
const bytesOf = (text: string): Buffer => Buffer.from(text.replace(/^\\x/, ""), "hex");

async function readWhole(file: string, entry: BackupEntry): Promise<Buffer> {
  if (entry.byteLength > MOST_BYTES) throw damaged(file, entry.name);
  const parts: Buffer[] = [];
  for await (const part of entry.bytes) parts.push(part);
  return Buffer.concat(parts);
}

function damaged(file: string, part: string, cause?: unknown): SetupProblem {
  return new SetupProblem(`${file} is damaged at ${part}: use another backup.`, { cause });
}
