import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptLibrary, libraryOf, loadControlContent } from "#lib/controls/index.ts";
import { createUser, memberContext } from "#lib/identity/index.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import { requestPacket } from "#lib/packets/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { freePort } from "#lib/platform/port.ts";
import { openServer, type EmbeddedServer } from "#lib/platform/postgres/server.ts";
import type { Runtime } from "#lib/platform/runtime.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { withTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { joinedMember } from "#lib/testing/joined-member.ts";
import { answers } from "#lib/testing/running-installation.ts";
import { makeServerFolder } from "#lib/testing/test-server.ts";
import { buildInterface, buildIsCurrent } from "./build-interface.ts";

// Two web servers and two workers on one database and one blob folder, as processes of their own that nobody restarts.
// While people sign in, send files and ask for packets, one of each is killed as a crash kills it.

const PERSON = { name: "Sami Seldom-Seen", email: "sami.seldom@several.example" };
const ADMIN = { name: "Ada Altogether", email: "ada.altogether@several.example" };
const SLUG = "several";
const LOAD_MS = 24_000;
const KILL_AFTER_MS = 8_000;
const CLIENTS = 3;
const DONE_WITHIN_MS = 120_000;

type Server = { child: ChildProcess; origin: string; output(): string };

let folder: string;
let data: string;
let database: EmbeddedServer;
let runtime: Runtime;
let webs: Server[] = [];
let workers: Server[] = [];
let organizationId = "";
let admin: Context;
let login: { email: string; password: string };
let controlId = "";
let baseUrl = "";

function launch(command: "web" | "worker", environment: Record<string, string>, origin: string): Server {
  const child = spawn(process.execPath, ["lib/cli/main.ts", command], { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return { child, origin, output: () => output };
}

/** What every process says of itself: whether it still runs, and its last words. */
const said = (): string => [...webs, ...workers].map(({ child, origin, output }) => `${origin} ${child.exitCode ?? child.signalCode ?? "runs"}: ${output().slice(-600)}`).join("\n");

async function until(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DONE_WITHIN_MS;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${DONE_WITHIN_MS / 1000} s\n${said()}`);
    await pause(200);
  }
}

const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> => withTenant(runtime.database, organizationId, work);

/** The process that a command started, below it; the command itself where it does the work alone. */
function workingProcess(pid: number): number {
  // `ps` exits 1 for a process without children.
  const found = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" }).stdout.trim().split(/\s+/)[0] ?? "";
  return found === "" ? pid : Number(found);
}

beforeAll(async () => {
  if (!(await buildIsCurrent())) await buildInterface(false);
  folder = await makeServerFolder("tickmark-several-");
  data = path.join(folder, "data");
  const ports = [await freePort("127.0.0.1"), await freePort("127.0.0.1"), await freePort("127.0.0.1"), await freePort("127.0.0.1")];
  baseUrl = `http://127.0.0.1:${ports[0]}`;
  const environment = { TICKMARK_DATA: data, TICKMARK_DEMO: "off", TICKMARK_BASE_URL: baseUrl, TICKMARK_WEB_PROCESSES: "1" };
  execFileSync(process.execPath, ["lib/cli/main.ts", "migrate"], { env: { ...process.env, ...environment } });
  database = await openServer({ directory: path.join(data, "postgres"), superuserPassword: readSecrets(data).databasePasswords.superuser });
  Object.assign(process.env, environment);
  runtime = openRuntime();
  await found();
  webs = [0, 1].map((index) => launch("web", { ...environment, TICKMARK_PORT: String(ports[index]) }, `http://127.0.0.1:${ports[index]}`));
  workers = [2, 3].map((index) => launch("worker", { ...environment, TICKMARK_WORKER_PORT: String(ports[index]) }, `http://127.0.0.1:${ports[index]}`));
  for (const { child, origin } of webs) {
    await until("both web servers answer", async () => {
      if (child.exitCode !== null) throw new Error(`a web server ended before it answered\n${said()}`);
      return answers(origin);
    });
  }
  await until("both workers are seen", async () => ((await ready(webs[1] as Server)) as { workers: number }).workers === 2);
}, 700_000);

async function found(): Promise<void> {
  const userId = await createUser(runtime.database, { ...ADMIN, passwordHash: await hashPassword(randomBytes(16).toString("hex")) }, systemClock.now());
  const made = await createOrganization({ name: "Several", slug: SLUG, timeZone: "UTC", admin: { userId, ...ADMIN } }, systemClock);
  organizationId = made.organizationId;
  const entered = await memberContext({ organizationId, memberId: made.adminMemberId, requestId: "req_several", clock: systemClock });
  if (entered === null) throw new Error("the administrator was not made");
  admin = entered;
  const password = randomBytes(16).toString("hex");
  await joinedMember(admin, PERSON.email, "security_analyst", { kind: "new", name: PERSON.name, password });
  login = { email: PERSON.email, password };
  await adoptLibrary(admin, { controls: libraryOf((await loadControlContent("controls")).controls, ["SYS.1.01", "SYS.2.07"]), effectiveFrom: new Date(systemClock.now().getTime() - 40 * 86_400_000) });
  controlId = (await inTenant((tx) => tx.control.findFirstOrThrow({ where: { code: "SYS.2.07" } }))).id;
}

afterAll(async () => {
  for (const { child } of [...webs, ...workers]) child.kill("SIGTERM");
  await Promise.all([...webs, ...workers].map(async ({ child }) => {
    if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once("exit", resolve));
  }));
  await runtime.database.$disconnect();
  await database.stop();
  await rm(folder, { recursive: true });
}, 90_000);

const ready = async ({ origin }: Server): Promise<unknown> => (await fetch(`${origin}/api/health/ready`)).json();

/** What a client did: each act succeeded in the end, after at most so many tries. */
type Done = { signIns: number; files: string[]; packets: string[]; retries: number; failures: string[] };

const cookiesOf = (answer: Response): string => answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");

/** Asks one web server, and the other when that one is gone, as a balancer does. An answer, whatever it says, is final. */
async function balanced(turn: number, done: Done, path_: string, init: RequestInit): Promise<Response> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await fetch(`${webs[(turn + attempt) % 2]?.origin}${path_}`, { ...init, redirect: "manual", headers: { origin: baseUrl, ...(init.headers as Record<string, string> | undefined) } });
    } catch (error) {
      if (!(error instanceof TypeError) || attempt > 0) throw error;
      done.retries += 1;
    }
  }
}

async function signIn(turn: number, done: Done): Promise<string> {
  const form = await balanced(turn, done, "/api/auth/csrf", {});
  const { csrfToken } = (await form.json()) as { csrfToken: string };
  const answer = await balanced(turn, done, "/api/auth/callback/credentials", { method: "POST", headers: { cookie: cookiesOf(form) }, body: new URLSearchParams({ csrfToken, json: "true", ...login }) });
  const cookie = cookiesOf(answer);
  if (!/tickmark\.session=/.test(cookie)) done.failures.push(`sign-in: ${answer.status}`);
  else done.signIns += 1;
  return cookie;
}

async function sendFile(turn: number, done: Done, cookie: string): Promise<void> {
  const body = Buffer.concat([Buffer.from(`secret-content-of-${PERSON.email}\n`), randomBytes(200_000)]);
  const headers = { cookie, "content-type": "text/plain", "x-file-name": "private-file-name.txt", "x-file-length": String(body.length) };
  const answer = await balanced(turn, done, `/api/uploads/evidence?org=${SLUG}`, { method: "PUT", headers, body });
  if (answer.status !== 201) done.failures.push(`upload: ${answer.status} ${await answer.text()}`);
  else done.files.push(createHash("sha256").update(body).digest("hex"));
}

async function client(number: number, endsAt: number): Promise<Done> {
  const done: Done = { signIns: 0, files: [], packets: [], retries: 0, failures: [] };
  for (let turn = number; performance.now() < endsAt; turn += 1) {
    const cookie = await signIn(turn, done);
    for (let file = 0; file < 3; file += 1) await sendFile(turn + file, done, cookie);
    const page = await balanced(turn, done, `/${SLUG}/evidence`, { headers: { cookie, accept: "text/html" } });
    if (page.status !== 200) done.failures.push(`page: ${page.status}`);
    await page.text();
    if (done.packets.length < 4) done.packets.push(await askForPacket(number * 10 + done.packets.length));
  }
  return done;
}

async function askForPacket(number: number): Promise<string> {
  const today = dayOf(systemClock.now(), "UTC");
  return (await requestPacket(admin, { controlId, firstDay: addDays(today, -30 - number), lastDay: today, timeZone: "UTC" })).id;
}

test("with one web server and one worker killed under load, nobody sees more than a retry, and nothing is lost or doubled", async () => {
  const endsAt = performance.now() + LOAD_MS;
  const load = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number, endsAt)));
  await pause(KILL_AFTER_MS);
  for (const { child } of [webs[0] as Server, workers[0] as Server]) process.kill(workingProcess(child.pid ?? 0), "SIGKILL");
  const clients = await load;
  const all = <K extends "files" | "packets" | "failures">(key: K): string[] => clients.flatMap((one) => one[key]);
  const signIns = clients.reduce((sum, one) => sum + one.signIns, 0);
  const retries = clients.reduce((sum, one) => sum + one.retries, 0);
  expect(all("failures")).toEqual([]);
  expect(retries).toBeGreaterThan(0);
  expect(signIns).toBeGreaterThan(CLIENTS);

  // Each file is there once, with the bytes that were sent.
  const blobs = await inTenant((tx) => tx.blob.findMany({ where: { sha256: { in: all("files") } } }));
  expect(blobs.map(({ sha256 }) => sha256).sort()).toEqual(all("files").sort());
  const stored = await inTenant((tx) => tx.auditTrailEntry.findMany({ where: { action: "upload.stored" } }));
  expect(stored.filter(({ subjectId }) => all("files").includes(subjectId ?? "")).length).toBe(all("files").length);
  for (const sha256 of all("files").slice(0, 5)) {
    const hash = createHash("sha256");
    for await (const piece of runtime.blobs.read(organizationId, sha256)) hash.update(piece);
    expect(hash.digest("hex")).toBe(sha256);
  }

  // Each packet is sealed once, in record, ledger and audit trail, by whichever worker.
  const sealed = (): Promise<number> => inTenant((tx) => tx.packetState.count({ where: { packetId: { in: all("packets") }, status: "sealed" } }));
  await until("every packet is sealed", async () => (await sealed()) === all("packets").length);
  for (const subjectId of all("packets")) {
    const counts = await inTenant(async (tx) => [
      await tx.ledgerPendingEntry.count({ where: { subjectId, kind: "packet.sealed" } }),
      await tx.auditTrailEntry.count({ where: { subjectId, action: "packet.sealed" } }),
      await tx.jobRun.count({ where: { subjectId, status: "finished" } }),
    ]);
    expect(counts).toEqual([1, 1, 1]);
  }
  console.log(`${signIns} sign-ins, ${all("files").length} files, ${all("packets").length} packets, ${retries} retries`);
}, 240_000);

test("the survivors are ready, and the figures tell what happened without saying to whom", async () => {
  await until("the killed worker counts no more", async () => ((await ready(webs[1] as Server)) as { workers: number }).workers === 1);
  expect(await ready(webs[1] as Server)).toEqual({ status: "ready", database: "ok", migrations: "ok", workers: 1, maintenance: false });
  let figures = "";
  // Every file that was sent is inspected by a job: the one worker left has some of them before it still.
  await until("no job waits", async () => {
    figures = await (await fetch(`${webs[1]?.origin}/metrics`)).text();
    return /tickmark_queue_jobs\{state="waiting"\} 0\n/.test(figures);
  });
  expect(figures).toMatch(/tickmark_http_request_duration_seconds_count\{route="\/api\/uploads\/evidence",method="PUT",status="201"\} \d/);
  expect(figures).toMatch(/tickmark_http_request_duration_seconds_count\{route="\/\[org\]\/evidence",method="GET",status="200"\} \d/);
  expect(figures).toMatch(/tickmark_verb_duration_seconds_count\{verb="uploads\.keep",outcome="ok"\} \d/);
  expect(figures).toMatch(/tickmark_workers 1\n/);
  const jobs = await (await fetch(`${workers[1]?.origin}/metrics`)).text();
  expect(jobs).toMatch(/tickmark_job_duration_seconds_count\{kind="make-packet",outcome="finished"\} \d/);
  for (const text of [figures, jobs]) expect(text).not.toMatch(new RegExp(`${SLUG}|seldom|altogether|org_|mem_|127\\.0\\.0\\.1`, "i"));
}, 250_000);

test("closed for maintenance, pages say so calmly and workers take nothing; opened again, all goes on", async () => {
  const environment = { ...process.env, TICKMARK_DATA: data };
  const command = (...args: string[]): string => execFileSync(process.execPath, ["lib/cli/main.ts", "maintenance", ...args], { env: environment, encoding: "utf8" });
  expect(command("on", "--note", "A new <version> comes in.")).toMatch(/^Closed/);
  const origin = webs[1]?.origin ?? "";
  await until("pages are closed", async () => (await fetch(`${origin}/sign-in`, { headers: { accept: "text/html" } })).status === 503);
  const page = await fetch(`${origin}/sign-in`, { headers: { accept: "text/html" } });
  expect(page.headers.get("retry-after")).toBe("30");
  expect(page.headers.get("content-security-policy")).toMatch(/script-src/);
  expect(await page.text()).toContain("A new &lt;version&gt; comes in.");
  expect((await fetch(`${origin}/api/uploads/evidence?org=${SLUG}`, { method: "PUT", headers: { origin: baseUrl }, body: "x" })).status).toBe(503);
  expect(await ready(webs[1] as Server)).toMatchObject({ status: "ready", maintenance: true });
  expect((await fetch(`${origin}/api/health/live`)).status).toBe(200);
  await until("the worker noticed", () => Promise.resolve(/"worker.closed"/.test(workers[1]?.output() ?? "")));
  const packetId = await askForPacket(99);
  await pause(4_000);
  expect((await inTenant((tx) => tx.packetState.findFirstOrThrow({ where: { packetId } }))).status).toBe("queued");
  expect(command("off")).toBe("Open again.\n");
  await until("the packet is made", async () => (await inTenant((tx) => tx.packetState.findFirstOrThrow({ where: { packetId } }))).status === "sealed");
  await until("pages are open", async () => (await fetch(`${origin}/sign-in`, { headers: { accept: "text/html" } })).status === 200);
}, 130_000);

test("no log names a person, an address, a password, a session or a file", async () => {
  const said = [...webs, ...workers].map(({ output }) => output()).join("\n");
  expect(said).toMatch(/"event":"job\.finished"/);
  const session = await signIn(1, { signIns: 0, files: [], packets: [], retries: 0, failures: [] });
  const secrets = readSecrets(data);
  const forbidden = [PERSON.name, PERSON.email, "seldom", ADMIN.name, ADMIN.email, login.password, "private-file-name", "secret-content", secrets.masterKey, secrets.sessionSecret, ...Object.values(secrets.databasePasswords), session.split("tickmark.session=")[1] ?? "no session"];
  expect(forbidden.filter((word) => said.includes(word))).toEqual([]);
  expect(said).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
  const structured = said.split("\n").filter((line) => line.startsWith("{"));
  for (const line of structured) expect(() => JSON.parse(line) as unknown).not.toThrow();
  // Two servers write one folder: nothing of it is left half.
  expect(await readFile(path.join(data, "secrets.json"), "utf8")).toContain(secrets.masterKey);
}, 30_000);
