import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { makeServerFolder, TEST_PASSWORDS } from "#lib/testing/test-server.ts";
import { withConnection } from "./connection-problem.ts";
import { openServer } from "./server.ts";
import type { EmbeddedServer } from "./server.ts";

const folder = await makeServerFolder("tickmark-server-");
const options = { directory: path.join(folder, "postgres"), superuserPassword: TEST_PASSWORDS.superuser, durable: false };
let server: EmbeddedServer = await openServer(options);
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function one(sql: string): Promise<Record<string, unknown> | undefined> {
  return withConnection(server.superuserUrl("postgres"), "The test's connection", async (client) => {
    const answer = await client.query<Record<string, unknown>>(sql);
    return answer.rows[0];
  });
}

async function killHard(): Promise<void> {
  process.kill(server.pid, "SIGKILL");
  while (await server.isRunning()) await sleep(20);
}

test("a new cluster is UTF-8 with ICU, checksums, loopback only and password authentication", async () => {
  expect(server.origin).toBe("created");
  expect(server.cluster).toBe(path.join(options.directory, "cluster"));
  expect(
    await one(
      `SELECT current_setting('server_encoding') AS encoding, current_setting('data_checksums') AS checksums,
              current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
              (SELECT datlocprovider FROM pg_database WHERE datname = 'template1') AS provider,
              (SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules) AS authentication`,
    ),
  ).toEqual({ encoding: "UTF8", checksums: "on", addresses: "127.0.0.1", sockets: "", provider: "i", authentication: "scram-sha-256" });
});

test("letters beyond ASCII are letters to the trigram index", async () => {
  await one("CREATE EXTENSION IF NOT EXISTS pg_trgm");
  expect(await one("SELECT 'Ärger' % 'ärger' AS alike, lower('ÄÖ') AS lower")).toEqual({ alike: true, lower: "äö" });
});

test("a running server is adopted: same process, same port", async () => {
  const again = await openServer(options);
  expect([again.origin, again.pid, again.port]).toEqual(["adopted", server.pid, server.port]);
});

test("a stopped server starts again on its port, with its data", async () => {
  await one("CREATE TABLE kept AS SELECT 42 AS n");
  const { port } = server;
  await server.stop();
  expect(await server.isRunning()).toBe(false);
  server = await openServer(options);
  expect([server.origin, server.port]).toEqual(["started", port]);
  expect(await one("SELECT n FROM kept")).toEqual({ n: 42 });
});

test("a server killed without warning recovers", async () => {
  await killHard();
  server = await openServer(options);
  expect(server.origin).toBe("started");
  expect(await one("SELECT n FROM kept")).toEqual({ n: 42 });
});

test("a pid file that names another program's process is no server", async () => {
  const pidFile = path.join(server.cluster, "postmaster.pid");
  const lines = (await readFile(pidFile, "utf8")).split("\n");
  await killHard();
  await writeFile(pidFile, [process.pid, ...lines.slice(1)].join("\n"));
  server = await openServer(options);
  expect(server.origin).toBe("started");
  expect(server.pid).not.toBe(process.pid);
});

test("when its port was taken meanwhile, another is chosen and remembered", async () => {
  const { port } = server;
  await server.stop();
  const squatter = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void squatter.close());
  server = await openServer(options);
  expect(server.port).not.toBe(port);
  const place = JSON.parse(await readFile(path.join(options.directory, "server.json"), "utf8")) as { port: number };
  expect(place.port).toBe(server.port);
});

test("a server whose password is not the data folder's is not taken over", async () => {
  await expect(openServer({ ...options, superuserPassword: "a-password-of-another-data-folder-01" })).rejects.toThrow(
    /The embedded database cannot be used: .*the password is wrong/,
  );
});

test("a cluster of another major version is refused", async () => {
  const versionFile = path.join(server.cluster, "PG_VERSION");
  await writeFile(versionFile, "17\n");
  onTestFinished(() => writeFile(versionFile, "18\n"));
  await expect(openServer(options)).rejects.toThrow(/belongs to PostgreSQL 17, but this Tickmark brings PostgreSQL 18/);
});

test("below a folder that only its owner may enter, root's cluster goes elsewhere and other users' stays", async () => {
  const closed = await mkdtemp(path.join(tmpdir(), "tickmark-closed-"));
  await chmod(closed, 0o700);
  const elsewhere = await openServer({ ...options, directory: path.join(closed, "data", "postgres") });
  onTestFinished(async () => {
    await elsewhere.stop();
    await rm(path.dirname(elsewhere.cluster), { recursive: true });
    await rm(closed, { recursive: true, force: true });
  });
  expect(elsewhere.cluster.startsWith(closed)).toBe(process.getuid?.() !== 0);
  expect(existsSync(path.join(elsewhere.cluster, "PG_VERSION"))).toBe(true);
});
