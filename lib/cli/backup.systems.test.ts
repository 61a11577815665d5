import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { copyFile, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBlobs } from "#lib/platform/blob-store/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { openFileBlobStore } from "#lib/platform/blob-store/file-blob-store.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { EMBEDDED_DATABASE } from "#lib/platform/database-urls.ts";
import { embeddedUrl, placeSchema, PLACE_FILE } from "#lib/platform/postgres/place.ts";
import { openServer } from "#lib/platform/postgres/server.ts";
import { roleUrls } from "#lib/platform/postgres/roles.ts";
import { parseSecrets, type Secrets } from "#lib/platform/secrets.ts";
import { startInstallation, type RunningInstallation } from "#lib/testing/running-installation.ts";

// A whole installation with the demo is backed up while it runs, removed, and restored by the commands that an operator types.

type Answer = { code: number; out: string; err: string };

let installation: RunningInstallation;
let folder: string;
let data: string;
let backup: string;

async function tickmark(...args: string[]): Promise<Answer> {
  return tickmarkWith({}, ...args);
}

async function tickmarkWith(environment: Record<string, string>, ...args: string[]): Promise<Answer> {
  const env = { ...process.env, TICKMARK_DATA: data, TICKMARK_DEMO: "off", ...environment };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["lib/cli/main.ts", ...args], { env });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

type Contents = { rows: Record<string, number>; blobs: Record<string, string>; secrets: string };

async function secretsOf(): Promise<Secrets> {
  const secrets = parseSecrets(await readFile(path.join(data, "secrets.json"), "utf8"));
  if (secrets === undefined) throw new Error("the data folder has no secrets");
  return secrets;
}

async function port(): Promise<number> {
  return placeSchema.parse(JSON.parse(await readFile(path.join(data, "postgres", PLACE_FILE), "utf8"))).port;
}

/** What a superuser counts in every table while nothing else runs, and the hash of every file of the blob store. */
async function contents(): Promise<Contents> {
  const server = await openServer({ directory: path.join(data, "postgres"), superuserPassword: (await secretsOf()).databasePasswords.superuser });
  const client = new pg.Client({ connectionString: server.superuserUrl(EMBEDDED_DATABASE) });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1");
    const rows: Record<string, number> = {};
    for (const { name } of tables.rows) rows[name] = Number((await client.query<{ count: string }>(`SELECT count(*) FROM ${client.escapeIdentifier(name)}`)).rows[0]?.count);
    return { rows, blobs: await hashesBelow(path.join(data, "blobs")), secrets: await readFile(path.join(data, "secrets.json"), "utf8") };
  } finally {
    await client.end();
    await server.stop();
  }
}

async function hashesBelow(root: string): Promise<Record<string, string>> {
  const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const hashes = await Promise.all(files.map(async (entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(root, file), createHash("sha256").update(await readFile(file)).digest("hex")] as const;
  }));
  return Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Writes a sealed packet of the installation to a file, as a download would. */
async function downloadPacket(target: string): Promise<void> {
  const secrets = await secretsOf();
  const { app, owner } = roleUrls(embeddedUrl(await port(), EMBEDDED_DATABASE), secrets.databasePasswords);
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  const database = openDatabase(app, 1);
  try {
    await client.query("SET tickmark.backup = 'on'");
    const { rows } = await client.query<{ organization_id: string; blob_sha256: string }>("SELECT organization_id, blob_sha256 FROM packet_state WHERE status = 'sealed' ORDER BY packet_id LIMIT 1");
    const blobs = openBlobs(database, openFileBlobStore(path.join(data, "blobs")), Buffer.from(secrets.masterKey, "base64url"), systemClock);
    await pipeline(Readable.from(blobs.read(rows[0]?.organization_id ?? "", rows[0]?.blob_sha256 ?? "")), createWriteStream(target));
  } finally {
    await client.end();
    await database.$disconnect();
  }
}

beforeAll(async () => {
  installation = await startInstallation({ demo: true });
  data = installation.dataDirectory;
  folder = path.dirname(data);
  backup = path.join(folder, "tickmark.backup");
}, 700_000);
afterAll(() => installation.remove());

test("a backup is made while Tickmark runs, and is whole by its own account", async () => {
  const made = await tickmark("backup", backup);
  expect(made).toMatchObject({ code: 0 });
  expect(made.out).toMatch(/: \d+ tables, [\d,]+ rows, \d+ blobs \([\d.]+ .?B\), keys; [\d.]+ MB, as secret as the installation itself\.\n$/);
  expect((await stat(backup)).mode & 0o777).toBe(0o600);
  expect(await tickmarkWith({ TICKMARK_DATA: path.join(folder, "none") }, "backup", "--verify", backup)).toMatchObject({ code: 0, out: expect.stringMatching(/^WHOLE /), err: "" });
  expect(await tickmark("backup", backup)).toMatchObject({ code: 1, err: `${backup} is there already: a backup replaces no file. Give it another name.\n` });
});

test("a backup that is cut off leaves no file", async () => {
  const target = path.join(folder, "cut.backup");
  const child = spawn(process.execPath, ["lib/cli/main.ts", "backup", target], { env: { ...process.env, TICKMARK_DATA: data }, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes("database") && !child.killed) child.kill("SIGTERM");
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  expect(code, said).toBe(1);
  expect((await readdir(folder)).filter((name) => name.startsWith("cut"))).toEqual([]);
});

describe("a file that is not a whole backup is named in one sentence:", () => {
  const refusal = async (file: string): Promise<string> => {
    const verified = await tickmark("backup", "--verify", file);
    const restored = await tickmarkWith({ TICKMARK_DATA: path.join(folder, "elsewhere") }, "restore", file);
    expect([verified.code, restored.code]).toEqual([1, 1]);
    expect(restored.err).toContain(verified.err);
    await expect(stat(path.join(folder, "elsewhere"))).rejects.toThrow("ENOENT");
    return verified.err;
  };

  test("one that is not there, an empty one, a foreign one", async () => {
    const foreign = path.join(folder, "foreign");
    expect(await refusal(foreign)).toBe(`There is no file ${foreign}.\n`);
    for (const content of ["", "no backup", "x".repeat(100_000)]) {
      await writeFile(foreign, content);
      expect(await refusal(foreign)).toBe(`${foreign} is no backup of Tickmark.\n`);
    }
    await promisify(execFile)("tar", ["-cf", foreign, "package.json"]);
    expect(await refusal(foreign)).toBe(`${foreign} is no backup of Tickmark.\n`);
  });

  test("one that was cut off, wherever", async () => {
    const cut = path.join(folder, "cut");
    const { size } = await stat(backup);
    for (const bytes of [1_500, Math.floor(size / 3), size - 20_000, size - 2_048]) {
      await copyFile(backup, cut);
      await truncate(cut, bytes);
      expect(await refusal(cut)).toMatch(/^\S+ (is damaged|was cut off|is damaged or was cut off)\b.*use another backup\.\n$/);
    }
  });

  test("one in which a byte changed, wherever", async () => {
    const changed = path.join(folder, "changed");
    const { size } = await stat(backup);
    for (const share of [0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99]) {
      await copyFile(backup, changed);
      const handle = await open(changed, "r+");
      const at = Math.floor(size * share);
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
      await handle.write(Buffer.from([(buffer[0] ?? 0) ^ 0x41]), 0, 1, at);
      await handle.close();
      expect(await refusal(changed), `byte ${at} of ${size}`).toMatch(/^\S+ is damaged .*use another backup\.\n$/);
    }
  });
});

test("a sealed backup shows nothing, opens with its passphrase alone, and is found damaged like any other", async () => {
  const sealed = path.join(folder, "sealed.backup");
  const [right, wrong] = [path.join(folder, "right"), path.join(folder, "wrong")];
  await writeFile(right, "correct horse battery staple\n");
  await writeFile(wrong, "incorrect horse battery staple\n");
  expect(await tickmark("backup", sealed, "--passphrase-file", right)).toMatchObject({ code: 0, out: expect.stringMatching(/, sealed\.\n$/) });
  expect((await readFile(sealed)).includes("secrets.json")).toBe(false);
  expect(await tickmark("backup", "--verify", sealed, "--passphrase-file", right)).toMatchObject({ code: 0 });
  expect((await tickmark("backup", "--verify", sealed)).err).toMatch(/is sealed with a passphrase/);
  expect((await tickmark("backup", "--verify", sealed, "--passphrase-file", wrong)).err).toMatch(/the passphrase is another one, or the file was damaged/);
  expect((await tickmark("backup", "--verify", backup, "--passphrase-file", right)).err).toMatch(/is not sealed/);
  await truncate(sealed, (await stat(sealed)).size - 100_000);
  expect((await tickmark("backup", "--verify", sealed, "--passphrase-file", right)).code).toBe(1);
});

test("after the data folder is gone, a restore brings back every row and every byte, and the packet still verifies", async () => {
  expect(await tickmark("restore", backup)).toMatchObject({ code: 1, err: expect.stringMatching(/is not empty: a backup is restored into an empty one alone/) });
  await installation.stop();
  const last = path.join(folder, "last.backup");
  // Nothing runs, so that what is counted is what is in the file: the command starts the database by itself.
  expect(await tickmark("backup", last)).toMatchObject({ code: 0 });
  const before = await contents();
  await rm(data, { recursive: true });
  await mkdir(data);

  const restored = await tickmark("restore", last);
  expect(restored).toMatchObject({ code: 0, out: expect.stringMatching(/^Restored into /) });
  const after = await contents();
  expect(after).toEqual(before);
  await installation.startAgain();
  expect(Object.keys(after.blobs).length).toBeGreaterThan(50);
  expect(after.rows["audit_trail_entry"]).toBeGreaterThan(100);
  const packet = path.join(folder, "packet.zip");
  await downloadPacket(packet);
  expect(await tickmark("verify", packet)).toMatchObject({ code: 0, out: expect.stringMatching(/^INTACT /) });
  expect(installation.said()).not.toMatch(/Demo {10}organization written[^]*Demo {10}organization written/);
}, 240_000);
