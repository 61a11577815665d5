import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptLibrary, libraryOf, loadControlContent } from "#lib/controls/index.ts";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { createUser, memberContext } from "#lib/identity/index.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import { readPacket, requestPacket } from "#lib/packets/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { hashPassword } from "#lib/platform/crypto.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import type { Runtime } from "#lib/platform/runtime.ts";
import { withTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { joinedMember } from "#lib/testing/joined-member.ts";
import { answers, startInstallation, type RunningInstallation } from "#lib/testing/running-installation.ts";

// Processes are killed as a crash kills them, in the middle of their work. This test speaks to the same database as the
// installation, through the verbs that its pages and jobs use.

const SLUG = "recovery";
const BURSTS = 60;
const REFUSALS_PER_BURST = 12;
const LARGE_LINES = 620_000;
const SMALL_LINES = 250_000;
const RECOVERED_WITHIN_MS = 120_000;

let installation: RunningInstallation;
let runtime: Runtime;
let organizationId = "";
let admin: Context;
let analyst: Context;
let analystLogin: { email: string; password: string };
let controlId = "";
let requestId = "";

beforeAll(async () => {
  installation = await startInstallation();
  process.env["TICKMARK_DATA"] = installation.dataDirectory;
  process.env["TICKMARK_DEMO"] = "off";
  runtime = openRuntime();
  const who = { name: "Ada Admin", email: "ada@recovery.example" };
  const userId = await createUser(runtime.database, { ...who, passwordHash: await hashPassword(randomBytes(16).toString("hex")) }, systemClock.now());
  const made = await createOrganization({ name: "Recovery", slug: SLUG, timeZone: "UTC", admin: { userId, ...who } }, systemClock);
  organizationId = made.organizationId;
  admin = await enter(made.adminMemberId);
  const person = { name: "Sami Security", email: "sami@recovery.example" };
  const password = randomBytes(16).toString("hex");
  analyst = await enter(await joinedMember(admin, person.email, "security_analyst", { kind: "new", name: person.name, password }));
  analystLogin = { email: person.email, password };
  await adoptLibrary(admin, { controls: libraryOf((await loadControlContent("controls")).controls, ["SYS.1.01", "SYS.2.07"]), effectiveFrom: new Date(systemClock.now().getTime() - 40 * 86_400_000) });
  const control = await inTenant((tx) => tx.control.findFirstOrThrow({ where: { code: "SYS.2.07" }, include: { requests: true } }));
  controlId = control.id;
  requestId = control.requests.find((one) => one.key === "hosts-monitored")?.id ?? "";
}, 700_000);

afterAll(async () => {
  await runtime.database.$disconnect();
  await installation.remove();
}, 60_000);

const inTenant = <T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> => withTenant(runtime.database, organizationId, work);

async function enter(memberId: string): Promise<Context> {
  const context = await memberContext({ organizationId, memberId, requestId: "req_recovery", clock: systemClock });
  if (context === null) throw new Error("the member was not made");
  return context;
}

/** Asks until the answer is as wanted. What fails meanwhile is told when time runs out: the database may be down at the time. */
async function until<T>(what: string, ask: () => Promise<T>, wanted: (answer: T) => boolean, everyMs = 25): Promise<T> {
  const deadline = performance.now() + RECOVERED_WITHIN_MS;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (wanted(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`${what}: not within ${RECOVERED_WITHIN_MS / 1000} s. Last: ${String(last)}\n${installation.said()}`, { cause: last });
    await pause(everyMs);
  }
}

/** A day of one host: ordinary lines, and bursts of refused passwords from one address each. */
class HostLog {
  readonly name: string;
  readonly lines: number;
  readonly addresses: string[];

  constructor(name: string, network: string, lines: number) {
    this.name = name;
    this.lines = lines;
    this.addresses = Array.from({ length: BURSTS }, (_, burst) => `${network}.${burst + 1}`);
  }

  async *body(): AsyncGenerator<Uint8Array> {
    const yesterday = addDays(dayOf(systemClock.now(), "UTC"), -1);
    const [, month, day] = yesterday.split("-").map(Number);
    const date = `${["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][(month ?? 1) - 1]} ${String(day).padStart(2)}`;
    const apart = Math.floor(this.lines / BURSTS);
    let chunk: string[] = [];
    for (let line = 0; line < this.lines; line++) {
      const second = Math.floor((line * 86_000) / this.lines);
      const two = (value: number): string => String(value).padStart(2, "0");
      const stamp = `${date} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)} ${this.name}`;
      const inBurst = line % apart;
      const address = this.addresses[Math.floor(line / apart)];
      const text =
        inBurst < REFUSALS_PER_BURST && address !== undefined
          ? `sshd[${2000 + inBurst}]: Failed password for root from ${address} port ${30_000 + inBurst} ssh2`
          : `CRON[${3000 + (line % 9000)}]: (root) CMD (/usr/lib/sysstat/sa1 1 1 # turn ${line})`;
      chunk.push(`${stamp} ${text}\n`);
      if (chunk.length === 2000) {
        yield Buffer.from(chunk.join(""));
        chunk = [];
      }
    }
    if (chunk.length > 0) yield Buffer.from(chunk.join(""));
  }
}

/** Stores the log, and answers how to hand it to the reader: the storing takes longer than what is to be cut off. */
async function store(log: HostLog): Promise<() => Promise<string>> {
  const received = await receiveSegment(analyst, { body: log.body() });
  return async () => (await recordSegment(analyst, { sourceName: log.name, fileName: `${log.name}.log`, ...received })).segmentId;
}

const scanOf = (segmentId: string) => inTenant((tx) => tx.logSegmentScan.findUniqueOrThrow({ where: { organizationId_segmentId: { organizationId, segmentId } }, omit: { snapshot: true } }));
const packetStateOf = (packetId: string) => inTenant((tx) => tx.packetState.findUniqueOrThrow({ where: { organizationId_packetId: { organizationId, packetId } } }));

const scanned = (segmentId: string) => until("the log is read", () => scanOf(segmentId), (scan) => scan.status === "finished", 200);
const sealed = (packetId: string) => until("the packet is sealed", () => packetStateOf(packetId), (state) => state.status === "sealed", 200);

/** Each burst of the log is one alert that counts every refusal, however often the reading was cut off. */
async function expectWhole(log: HostLog, segmentId: string): Promise<void> {
  const scan = await scanned(segmentId);
  const segment = await inTenant((tx) => tx.logSegment.findFirstOrThrow({ where: { id: segmentId } }));
  expect({ lines: scan.lines, read: scan.scannedBytes, unparsed: scan.unparsedLines, alerts: scan.alerts, notes: scan.notes }).toEqual({ lines: BigInt(log.lines), read: segment.byteLength, unparsed: 0n, alerts: BURSTS, notes: [] });
  const alerts = await inTenant((tx) => tx.alert.findMany({ where: { segmentId }, include: { state: true } }));
  const found = alerts.map((alert) => [alert.title, alert.entity, alert.state?.eventCount]).sort();
  expect(found).toEqual(log.addresses.map((address) => ["SSH brute force from one source", address, REFUSALS_PER_BURST]).sort());
  const entries = await inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { kind: "alert.raised", subjectId: { in: alerts.map((alert) => alert.id) } } }));
  expect(entries.map((entry) => entry.subjectId).sort()).toEqual(alerts.map((alert) => alert.id).sort());
}

/** The packet is sealed once in record, ledger and audit trail, and an outsider's check of its bytes finds it intact. */
async function expectSealedOnce(packetId: string): Promise<void> {
  await sealed(packetId);
  const counts = await inTenant(async (tx) => [
    await tx.ledgerPendingEntry.count({ where: { subjectId: packetId, kind: "packet.sealed" } }),
    await tx.auditTrailEntry.count({ where: { subjectId: packetId, action: "packet.sealed" } }),
    await tx.jobRun.count({ where: { subjectId: packetId, status: "finished" } }),
  ]);
  expect(counts).toEqual([1, 1, 1]);
  const { sealed: part } = await readPacket(admin, { packetId });
  const file = path.join(path.dirname(installation.dataDirectory), `${packetId}.zip`);
  await pipeline(Readable.from(runtime.blobs.read(organizationId, part?.zipSha256 ?? "")), createWriteStream(file));
  expect(execFileSync(process.execPath, ["lib/cli/main.ts", "verify", file], { encoding: "utf8" })).toMatch(/^INTACT /);
}

/** Hands over a large log and asks for a packet; answers when both are in the middle of their making. */
async function bothUnderWay(log: HostLog): Promise<{ segmentId: string; packetId: string }> {
  const handOver = await store(log);
  const today = dayOf(systemClock.now(), "UTC");
  const { id: packetId } = await requestPacket(admin, { controlId, firstDay: addDays(today, -20), lastDay: today, timeZone: "UTC" });
  const segmentId = await handOver();
  const stand = async (): Promise<string> => {
    const [scan, packet] = [await scanOf(segmentId), await packetStateOf(packetId)];
    return scan.status === "running" && scan.scannedBytes === 0n ? "begun" : `${scan.status}, ${packet.status}`;
  };
  const reached = await until("both have begun", stand, (answer) => answer !== "begun" && !/queued|waiting/.test(answer));
  expect(reached, "both must be under way to be cut off").toBe("running, running");
  return { segmentId, packetId };
}

async function signIn(): Promise<string> {
  const origin = { origin: installation.baseUrl };
  const form = await fetch(`${installation.baseUrl}/api/auth/csrf`);
  const cookie = cookiesOf(form);
  const { csrfToken } = (await form.json()) as { csrfToken: string };
  const answer = await fetch(`${installation.baseUrl}/api/auth/callback/credentials`, {
    method: "POST", redirect: "manual", headers: { ...origin, cookie }, body: new URLSearchParams({ csrfToken, json: "true", ...analystLogin }),
  });
  return `${cookie}; ${cookiesOf(answer)}`;
}

const cookiesOf = (answer: Response): string => answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");

test("a worker that dies while it reads a log and makes a packet leaves both to the next: complete, and once", async () => {
  const first = new HostLog("web-01", "192.0.2", SMALL_LINES);
  const segmentId = await (await store(first))();
  await expectWhole(first, segmentId);
  const evidence = await submitEvidence(analyst, { source: { kind: "log_segment", id: segmentId }, title: "Log of web-01", requestIds: [requestId] });
  await reviewEvidence(admin, { evidenceId: evidence.id, decision: "accepted" });

  const log = new HostLog("web-02", "198.51.100", LARGE_LINES);
  const made = await bothUnderWay(log);
  await installation.kill("worker");
  await expectWhole(log, made.segmentId);
  await expectSealedOnce(made.packetId);
}, 170_000);

test("a database that dies in the same places comes back by itself, and the work goes on: complete, and once", async () => {
  const log = new HostLog("web-03", "203.0.113", LARGE_LINES);
  const made = await bothUnderWay(log);
  await installation.kill("database");
  await expectWhole(log, made.segmentId);
  await expectSealedOnce(made.packetId);
}, 170_000);

test("a web server that dies in the middle of an upload keeps nothing of it; sent again, it is there once", async () => {
  const cookie = await signIn();
  const text = Buffer.alloc(4_000_000, "Evidence that the connection will not survive.\n");
  const headers = { cookie, origin: installation.baseUrl, "content-type": "text/plain", "x-file-name": "kept.txt", "x-file-length": String(text.length) };
  const url = `${installation.baseUrl}/api/uploads/evidence?org=${SLUG}`;
  let halfSent = (): void => undefined;
  const half = new Promise<void>((resolve) => (halfSent = resolve));
  const stalled = async function* (): AsyncGenerator<Uint8Array> {
    yield text.subarray(0, text.length / 2);
    halfSent();
    await new Promise((resolve) => setTimeout(resolve, RECOVERED_WITHIN_MS).unref());
  };
  const sent = fetch(url, { method: "PUT", headers, body: Readable.toWeb(Readable.from(stalled())) as ReadableStream, duplex: "half" } as RequestInit);
  const broken = expect(sent).rejects.toThrow(TypeError);
  await half;
  await installation.kill("web");
  await broken;
  await until("the web server answers again", () => answers(installation.baseUrl), Boolean);
  const blobs = (): Promise<number> => inTenant((tx) => tx.blob.count({ where: { byteLength: BigInt(text.length) } }));
  expect(await blobs()).toBe(0);
  // Signed in as before: the session lives in the database.
  for (const _ of ["sent", "and once more"]) expect((await fetch(url, { method: "PUT", headers, body: text })).status).toBe(201);
  expect(await blobs()).toBe(1);
}, 60_000);

test("after the whole installation was cut off, the next start takes over what is there", async () => {
  const counts = (): Promise<number[]> => inTenant(async (tx) => [await tx.alert.count(), await tx.packetState.count({ where: { status: "sealed" } }), await tx.evidence.count(), await tx.ledgerPendingEntry.count()]);
  const before = await counts();
  await installation.killSupervisor();
  await until("web server and worker have ended with it", () => answers(installation.baseUrl), (up) => !up);
  await installation.startAgain();
  expect(installation.said()).toContain("still running, taken over");
  expect(await counts()).toEqual(before);
  expect(before.slice(0, 3)).toEqual([3 * BURSTS, 2, 1]);
}, 60_000);
