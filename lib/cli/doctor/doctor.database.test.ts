import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openFileBlobStore } from "#lib/platform/blob-store/file-blob-store.ts";
import { recordBlob } from "#lib/platform/blob-store/index.ts";
import { readEnvironment } from "#lib/platform/env.ts";
import { newId } from "#lib/platform/ids.ts";
import { freePort } from "#lib/platform/port.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { shownFinding, type Finding } from "./finding.ts";
import { lookAtBlobs } from "./look-at-blobs.ts";
import { lookAtDatabase } from "./look-at-database.ts";
import { lookAtJobs, lookAtQueue } from "./look-at-jobs.ts";
import { lookAtClock, lookAtDisk, lookAtFolder, lookAtMail } from "./look-at-machine.ts";

// Each look sees what it looks for: everything is right, then one thing is made wrong and put right again.

let urls: Awaited<ReturnType<typeof testDatabase>>;
let world: World;

beforeAll(async () => {
  urls = await testDatabase();
  world = await testWorld();
});
afterAll(() => world.close());

const change = (sql: string): Promise<unknown> => withConnection(urls.admin, "The tests' server", (client) => client.query(sql));
const wrongs = (findings: Finding[]): string[] => findings.filter(({ ok }) => !ok).map((finding) => shownFinding(finding).join("\n"));

describe("the database", () => {
  test("is right as set-up leaves it", async () => {
    const findings = await lookAtDatabase(urls.admin);
    expect(wrongs(findings)).toEqual([]);
    expect(findings.map(({ area }) => area)).toEqual(["Database", "Roles", "Migrations", "Isolation", "Facts"]);
    expect(await lookAtClock(urls.admin)).toMatchObject({ ok: true });
  });

  test.each([
    ["a table whose isolation is not forced", "ALTER TABLE alert NO FORCE ROW LEVEL SECURITY", "ALTER TABLE alert FORCE ROW LEVEL SECURITY", /^WRONG {2}Isolation .*not forced on alert\n {20,}→ Stop Tickmark/],
    ["a table whose isolation is off", "ALTER TABLE team DISABLE ROW LEVEL SECURITY", "ALTER TABLE team ENABLE ROW LEVEL SECURITY", /^WRONG {2}Isolation .*not forced on team\n/],
    ["a trigger that lets facts be changed", "ALTER TABLE evidence DISABLE TRIGGER append_only", "ALTER TABLE evidence ENABLE TRIGGER append_only", /^WRONG {2}Facts .*disabled on evidence\n/],
    ["an app role that owns a table", "CREATE TABLE stray (id int); ALTER TABLE stray OWNER TO tickmark_app", "DROP TABLE stray", /^WRONG {2}Roles .*ownership of stray\n/],
    ["a migration that is missing", "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name LIKE '%000100_locks'", "UPDATE _prisma_migrations SET rolled_back_at = NULL", /^WRONG {2}Migrations .*1 not applied: \d+_locks\n.*tickmark migrate/],
    ["a migration of somebody else", "UPDATE _prisma_migrations SET checksum = reverse(checksum) WHERE migration_name LIKE '%000100_locks'", "UPDATE _prisma_migrations SET checksum = reverse(checksum) WHERE migration_name LIKE '%000100_locks'", /^WRONG {2}Migrations .*another Tickmark/],
  ])("with %s is wrong", async (_, break_, mend, said) => {
    await change(break_);
    const found = wrongs(await lookAtDatabase(urls.admin));
    await change(mend);
    expect(found).toEqual([expect.stringMatching(said)]);
    expect(wrongs(await lookAtDatabase(urls.admin))).toEqual([]);
  });
});

test("a job that nobody takes and one that fell silent are wrong", async () => {
  expect([await lookAtQueue(urls), await lookAtJobs(urls)]).toMatchObject([{ ok: true, says: "0 waiting, 0 running" }, { ok: true }]);
  const { organizationId } = world;
  const id = newId("job", world.clock.now().getTime());
  const silentSince = new Date("2026-01-01T00:00:00Z");
  await world.inTenant(async (tx) => {
    await tx.jobRun.create({ data: { organizationId, id, kind: "make_packet", subjectId: "x", payload: {}, requestedBy: "system:test", status: "running", createdAt: silentSince, heartbeatAt: silentSince } });
    await world.runtime.queue.send(tx, { organizationId, jobRunId: id });
  });
  expect(await lookAtJobs(urls)).toMatchObject({ ok: false, says: expect.stringMatching(/^1 stuck, the first make_packet \(job_\S+\) since \d+ s$/) });
  expect(await lookAtQueue(urls)).toMatchObject({ ok: true, says: expect.stringMatching(/^1 waiting, 0 running, the oldest waits since \d+ s$/) });
  await change("UPDATE pgboss.job SET created_on = now() - interval '1 hour', start_after = now() - interval '1 hour'");
  expect(await lookAtQueue(urls)).toMatchObject({ ok: false, advice: expect.stringMatching(/tickmark worker/) });
});

test("a blob that is lost or altered is named", async () => {
  const store = openFileBlobStore(path.join(urls.dataDirectory, "blobs"));
  const secrets = readSecrets(urls.dataDirectory);
  const files: string[] = [];
  for (const text of ["one", "two", "three"]) {
    const body = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(text);
    };
    const stored = await world.runtime.blobs.write(world.organizationId, body(), { maxBytes: 100 });
    await world.inTenant((tx) => recordBlob(tx, world.organizationId, stored, world.clock.now()));
    files.push(path.join(urls.dataDirectory, "blobs", world.organizationId, stored.sha256.slice(0, 2), stored.sha256));
  }
  expect(await lookAtBlobs(urls, store, secrets, true)).toMatchObject({ ok: true, says: "all 3 are there and as they were written" });
  const bytes = await readFile(files[0] ?? "");
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await writeFile(files[0] ?? "", bytes);
  await rm(files[1] ?? "");
  const found = await lookAtBlobs(urls, store, secrets, false);
  expect(found).toMatchObject({ ok: false, says: expect.stringMatching(/^2 of 3 read: /) });
  for (const [index, word] of ["was altered", "is missing"].entries()) expect(found.says).toContain(`${path.basename(files[index] ?? "")} ${word}`);
});

test("a mail server is asked, and one that does not answer is wrong", async () => {
  const port = await freePort("127.0.0.1");
  const environment = readEnvironment({ SMTP_URL: `smtp://user:secret@127.0.0.1:${port}?ignoreTLS=true`, MAIL_FROM: "t@example.com" }, "/");
  expect(await lookAtMail(environment)).toMatchObject({ ok: false, says: `127.0.0.1:${port} does not answer as a mail server (ESOCKET)` });
  let password = "secret";
  const server = new SMTPServer({ authOptional: true, disabledCommands: ["STARTTLS"], onAuth: (auth, _, done) => (auth.password === password ? done(null, { user: "user" }) : done(new Error("no"))) });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  expect(await lookAtMail(environment)).toMatchObject({ ok: true });
  password = "another";
  expect(await lookAtMail(environment)).toMatchObject({ ok: false, says: `127.0.0.1:${port} refuses the user or password` });
  await new Promise<void>((resolve) => server.close(resolve));
});

test("a data folder that others may read is wrong, and the disk has room", async () => {
  const environment = readEnvironment({ TICKMARK_DATA: urls.dataDirectory }, "/");
  expect(await lookAtFolder(environment)).toMatchObject([{ ok: true }]);
  expect(await lookAtDisk(environment)).toMatchObject({ ok: true, says: expect.stringMatching(/^[\d.]+ [GT]B of [\d.]+ [GT]B free$/) });
  await chmod(path.join(urls.dataDirectory, "secrets.json"), 0o644);
  expect(await lookAtFolder(environment)).toMatchObject([{ ok: false, advice: expect.stringMatching(/^chmod go-rw .*secrets\.json$/) }]);
  await chmod(path.join(urls.dataDirectory, "secrets.json"), 0o600);
});
