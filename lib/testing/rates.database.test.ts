import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { httpError } from "#app/_edge/http-error.ts";
import { limitRate, RATES } from "#lib/access/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { noteVisit } from "#lib/engagements/index.ts";
import { receiveSegment } from "#lib/logs/index.ts";
import { search } from "#lib/navigation/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { listPeople } from "#lib/people/index.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { testDatabase } from "./database.ts";
import { furnishedWorld, type FurnishedWorld } from "./furnished-world.ts";
import { reasonOf } from "./reason-of.ts";

const second = openDatabase((await testDatabase()).app);
let world: FurnishedWorld;
beforeAll(async () => {
  world = await furnishedWorld();
  configureRuntime({ ...runtime(), limitsRates: true });
}, 240_000);
beforeEach(() => world.clock.advance(3_600_000));
afterAll(async () => {
  await second.$disconnect();
  await world.close();
});

const useUp = (context: Context, name: "write" | "upload" | "search") => Promise.all(Array.from({ length: RATES[name].most }, () => limitRate(context, name)));
const comment = (context: Context, text = "Said.") => addComment(context, { subject: { subjectKind: "control", subjectId: world.control.inside }, text, visibility: "internal" });
const trail = () => world.inTenant((tx) => tx.auditTrailEntry.count());
async function* bytes(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("a line\n");
}

test("who changes too much is refused until their minute is over, before anything is done; others go on", async () => {
  const owner = world.as("control_owner");
  await useUp(owner, "write");
  const before = await trail();
  expect(await reasonOf(comment(owner))).toBe("too_many_writes");
  expect(await trail()).toBe(before);
  expect(await reasonOf(comment(world.as("admin")))).toBe("done");
  world.clock.advance(59_000);
  expect(await reasonOf(comment(owner))).toBe("too_many_writes");
  world.clock.advance(1000);
  expect(await reasonOf(comment(owner))).toBe("done");
});

test("the refusal says how long to wait, in a sentence and in the header", async () => {
  const owner = world.as("control_owner");
  await useUp(owner, "write");
  world.clock.advance(48_000);
  const answer = await comment(owner).then(() => new Response(), (error: unknown) => httpError(error, "req_1"));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "12"]);
  expect(await answer.json()).toEqual({ code: "limit_exceeded", reason: "too_many_writes", message: "You made 600 changes within a minute, which is the most. Wait 12 seconds, then try again.", problems: [], requestId: "req_1" });
});

test("each kind is counted apart: uploads before their bytes are taken, and searches", async () => {
  const manager = world.as("compliance_manager");
  await useUp(manager, "upload");
  const blobs = await world.inTenant((tx) => tx.blob.count());
  expect(await reasonOf(receiveUpload(manager, { byteLength: 7, body: bytes() }))).toBe("too_many_uploads");
  await useUp(world.as("admin"), "upload");
  expect(await reasonOf(receiveSegment(world.as("admin"), { body: bytes() }))).toBe("too_many_uploads");
  expect(await world.inTenant((tx) => tx.blob.count())).toBe(blobs);
  expect(await reasonOf(search(world.as("admin"), { text: "SYS" }))).toBe("done");
  await useUp(manager, "search");
  expect(await reasonOf(search(manager, { text: "SYS" }))).toBe("too_many_searches");
  expect(await reasonOf(comment(manager))).toBe("done");
});

test("several web servers count together, whatever comes at once", async () => {
  const analyst = world.as("security_analyst");
  const [first, { most }] = [runtime(), RATES.write];
  const counted = Array.from({ length: most + 20 }, (_, n) => {
    configureRuntime({ ...first, database: n % 2 === 0 ? first.database : second });
    return reasonOf(limitRate(analyst, "write"));
  });
  configureRuntime(first);
  const reasons = await Promise.all(counted);
  expect(reasons.filter((reason) => reason === "done")).toHaveLength(most);
});

test("pages are read without limit, an auditor's too, and Tickmark's own work is not counted", async () => {
  const [admin, auditor] = [world.as("admin"), await world.auditor()];
  for (const context of [admin, auditor]) for (const name of ["write", "upload", "search"] as const) await useUp(context, name);
  expect(await reasonOf(listPeople(admin, {}))).toBe("done");
  expect(await reasonOf(noteVisit(auditor, { viewed: "control", subjectId: world.control.inside }))).toBe("done");
  for (let done = 0; done <= RATES.write.most; done += 1) await limitRate(world.asSystem(), "write");
});

test("counters name nobody", async () => {
  await limitRate(world.as("admin"), "write");
  const rows = await second.rateCounter.findMany();
  expect(rows.length).toBeGreaterThan(0);
  const { userId, memberId, email } = world.members.admin;
  for (const known of [userId, memberId, email, world.organizationId]) expect(JSON.stringify(rows)).not.toContain(known);
});
