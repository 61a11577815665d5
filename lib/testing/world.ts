import { randomBytes } from "node:crypto";
import path from "node:path";
import { createUser, memberContext } from "#lib/identity/index.ts";
import { runJob } from "#lib/jobs/run-job.ts";
import { createOrganization } from "#lib/organizations/index.ts";
import { openCheckpointFiles } from "#lib/platform/checkpoint-files.ts";
import { openFileBlobStore } from "#lib/platform/blob-store/file-blob-store.ts";
import { openBlobs } from "#lib/platform/blob-store/index.ts";
import type { Clock } from "#lib/platform/clock.ts";
import type { Context, EngagementScope } from "#lib/platform/context.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Job } from "#lib/platform/job.ts";
import { openKeyStore } from "#lib/platform/key-store/key-store.ts";
import { wrappedKeys } from "#lib/platform/key-store/wrapped-keys.ts";
import { setLogLevel } from "#lib/platform/log.ts";
import type { Mail } from "#lib/platform/mailer.ts";
import { openOutbound } from "#lib/platform/outbound-http.ts";
import { openQueue } from "#lib/platform/queue.ts";
import { configureRuntime, type Runtime } from "#lib/platform/runtime.ts";
import { readSecrets } from "#lib/platform/secrets.ts";
import { withTenant, type TenantTransaction } from "#lib/platform/tenant.ts";
import { noScanner } from "#lib/platform/virus-scanner/virus-scanner.ts";
import { Role } from "#prisma/generated/enums.ts";
import { testDatabase } from "./database.ts";

/** A clock that stands still until a test moves it. */
export type TestClock = Clock & { set(instant: Date | string): void; advance(milliseconds: number): void };

export type WorldMember = { memberId: string; userId: string; name: string; email: string };

/** One organization with one member per role, in the test file's database. */
export type World = {
  runtime: Runtime;
  organizationId: string;
  slug: string;
  members: Record<Role, WorldMember>;
  /** Shared by all worlds of a test file, and with the runtime. */
  clock: TestClock;
  /** Everything that was mailed in this test file, oldest first. */
  mails: Mail[];
  /** What name servers answer in this test file: TXT records by name. */
  records: Map<string, string[]>;
  /** A context of the member with this role. An auditor sees nothing without the engagement given. */
  as(role: Role, engagement?: EngagementScope): Context;
  /** The same as the database knows it: for an auditor, the newest open engagement, or the one asked for. */
  enter(role: Role, engagementId?: string): Promise<Context>;
  asSystem(name?: string): Context;
  /** Looks at the organization's rows as the app role does, past the verbs. */
  inTenant<T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  /**
   * Runs this organization's queued jobs of these kinds here and now, oldest first, until none is left; each has one attempt.
   * @returns the kinds that were run
   */
  runJobs(jobs: readonly Job[]): Promise<string[]>;
  /** Closes the connections when the last world of the file is closed. */
  close(): Promise<void>;
};

export type WorldOptions = { name?: string; slug?: string; timeZone?: string; demo?: boolean };

/** The password of every member of every world. */
export const WORLD_PASSWORD = "correct horse battery staple";
// hashPassword(WORLD_PASSWORD) with N = 16 instead of 2^17: a hash carries its parameters, and tests need no slow one.
const WORLD_PASSWORD_HASH = "scrypt$16$8$1$0Oon2RzZ3Bs1wjIcItqkzA==$RakWIV2MxDQwiwd42cT925cKTKPNwwiWUlCxBHZbr5c=";

/** Where every world's clock starts. */
const WORLD_START = "2026-09-14T09:00:00.000Z";

type Shared = { runtime: Runtime; clock: TestClock; mails: Mail[]; records: Map<string, string[]>; open: number };
let shared: Promise<Shared> | undefined;

/**
 * Makes an organization in this test file's database, with one member per role. The first call opens and configures
 * the runtime; a second call adds a second tenant beside the first. Call it in `beforeAll`, `close()` in `afterAll`.
 */
export async function testWorld(options: WorldOptions = {}): Promise<World> {
  shared ??= openShared();
  const base = await shared;
  base.open += 1;
  const { runtime, clock, mails, records } = base;
  const slug = options.slug ?? `org-${randomBytes(5).toString("hex")}`;
  const admin = await makeUser(runtime, "admin", slug, clock.now());
  const { organizationId, adminMemberId } = await createOrganization(
    { name: options.name ?? `World ${slug}`, slug, timeZone: options.timeZone ?? "Europe/Berlin", demo: options.demo ?? false, admin },
    clock,
  );
  const members = { admin: { ...admin, memberId: adminMemberId } } as Record<Role, WorldMember>;
  for (const role of Object.values(Role)) {
    if (role !== "admin") members[role] = await makeMember(runtime, organizationId, role, slug, clock.now());
  }
  let closed = false;
  return {
    runtime,
    organizationId,
    slug,
    members,
    clock,
    mails,
    records,
    as: (role, engagement) => contextOf(organizationId, role, members[role], clock, engagement ?? null),
    enter: async (role, engagementId) => enter(organizationId, members[role].memberId, clock, engagementId),
    asSystem: (name = "test") => ({ organizationId, actor: { kind: "system", name }, requestId: requestId(clock), clock }),
    inTenant: (work) => withTenant(runtime.database, organizationId, work),
    runJobs: (jobs) => runQueuedJobs(runtime, organizationId, jobs),
    async close() {
      if (closed) return;
      closed = true;
      base.open -= 1;
      if (base.open > 0) return;
      shared = undefined;
      await runtime.database.$disconnect();
    },
  };
}

async function openShared(): Promise<Shared> {
  const { app, dataDirectory } = await testDatabase();
  const clock = testClock(WORLD_START);
  const mails: Mail[] = [];
  const records = new Map<string, string[]>();
  const masterKey = Buffer.from(readSecrets(dataDirectory).masterKey, "base64url");
  const database = openDatabase(app);
  const runtime: Runtime = {
    database,
    blobs: openBlobs(database, openFileBlobStore(path.join(dataDirectory, "blobs")), masterKey, clock),
    checkpoints: { folder: openCheckpointFiles(path.join(dataDirectory, "checkpoints")), bucket: null },
    keys: openKeyStore(wrappedKeys(masterKey), null),
    queue: openQueue(),
    outbound: { ...openOutbound({ allowed: ["127.0.0.0/8"] }), txtRecords: (name) => Promise.resolve(records.get(name) ?? []) },
    mailer: {
      send: async (mail) => {
        mails.push(mail);
      },
    },
    mailDomain: "in.tickmark.test",
    scanner: noScanner,
    clock,
    secret: "secret-of-an-installation-that-only-tests-use",
    masterKey,
    signUpAllowed: true,
    deletionGraceDays: 30,
    limitsRates: false,
    baseUrl: "http://tickmark.test",
    previewUrl: "http://preview.test",
  };
  // Thousands of tests try what is refused; each refusal is a warning.
  setLogLevel("error");
  configureRuntime(runtime);
  return { runtime, clock, mails, records, open: 0 };
}

function testClock(start: string): TestClock {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    set: (instant) => {
      at = new Date(instant).getTime();
    },
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}

const NAMES: Record<Role, string> = {
  admin: "Ada Admin",
  compliance_manager: "Cleo Compliance",
  security_analyst: "Sami Security",
  control_owner: "Olga Owner",
  employee: "Emil Employee",
  auditor: "Aldo Auditor",
};

async function makeUser(runtime: Runtime, role: Role, slug: string, now: Date): Promise<{ userId: string; name: string; email: string }> {
  const name = NAMES[role];
  const email = `${role.replaceAll("_", "-")}@${slug}.example`;
  return { userId: await createUser(runtime.database, { email, name, passwordHash: WORLD_PASSWORD_HASH }, now), name, email };
}

async function makeMember(runtime: Runtime, organizationId: string, role: Role, slug: string, now: Date): Promise<WorldMember> {
  const user = await makeUser(runtime, role, slug, now);
  const memberId = newId("mem", now.getTime());
  await withTenant(runtime.database, organizationId, async (tx) => {
    await tx.member.create({ data: { organizationId, id: memberId, ...user, role, createdAt: now } });
    await tx.$executeRaw`SELECT directory_add_membership(${user.userId}, ${memberId})`;
  });
  return { ...user, memberId };
}

async function runQueuedJobs(runtime: Runtime, organizationId: string, jobs: readonly Job[]): Promise<string[]> {
  const byKind = new Map(jobs.map((job) => [job.kind, job]));
  const done: string[] = [];
  for (;;) {
    const next = await withTenant(runtime.database, organizationId, (tx) => tx.jobRun.findFirst({ where: { status: "queued", kind: { in: [...byKind.keys()] } }, orderBy: { id: "asc" } }));
    if (next === null) return done;
    await runJob(byKind, { organizationId, jobRunId: next.id }, true);
    done.push(next.kind);
  }
}

function requestId(clock: Clock): string {
  return newId("req", clock.now().getTime());
}

function contextOf(organizationId: string, role: Role, member: WorldMember, clock: Clock, engagement: EngagementScope | null): Context {
  const { memberId, userId, name } = member;
  return { organizationId, actor: { kind: "member", memberId, userId, name, role, engagement, owes: null }, requestId: requestId(clock), clock };
}

async function enter(organizationId: string, memberId: string, clock: Clock, engagementId?: string): Promise<Context> {
  const context = await memberContext({ organizationId, memberId, requestId: requestId(clock), clock, ...(engagementId === undefined ? {} : { engagementId }) });
  if (context === null) throw new Error("this member was removed or disabled by the test");
  return context;
}
