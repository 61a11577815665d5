import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { defineVerb, PERMISSIONS, roleHolds, type Verb } from "#lib/access/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { isAppError, type AppError } from "#lib/platform/errors.ts";
import { jobKind } from "#lib/platform/job.ts";
import { newId } from "#lib/platform/ids.ts";
import { Role } from "#prisma/generated/enums.ts";
import { testDatabase } from "./database.ts";
import { findVerbs } from "./discover.ts";
import { differences, fingerprint, type Fingerprint } from "./fingerprint.ts";
import { furnishedWorld, type FurnishedWorld } from "./furnished-world.ts";
import { excesses, unboundedPlaces, withValueAt } from "./input-bounds.ts";
import { isRecordId, leavesOf, recordIdsIn } from "./record-ids.ts";
import { readSchemaTables } from "./schema-tables.ts";
import type { VerbSample } from "./verb-sample.ts";
import { VERB_SAMPLES } from "./verb-samples.ts";

const found = await findVerbs();
const verbs = found.map(({ verb }) => ({ name: verb.definition.name, verb: verb as unknown as Verb }));
const roles = Object.values(Role);
/** Computed from entries whose acts stand in the audit trail already. */
const COMPUTED = new Set(["ledger_leaf", "ledger_tile"]);
const appendOnly = new Set(readSchemaTables().filter(({ table, appendOnly: kept }) => kept && !COMPUTED.has(table)).map(({ table }) => table));
const { admin: adminUrl } = await testDatabase();

let mine: FurnishedWorld;
let theirs: FurnishedWorld;
let admin: pg.Client;
let theirIds: ReadonlySet<string>;

beforeAll(async () => {
  mine = await furnishedWorld();
  theirs = await furnishedWorld();
  admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  theirIds = new Set([...(await idsOf(theirs.organizationId))]);
}, 240_000);
afterAll(async () => {
  await admin.end();
  await mine.close();
  await theirs.close();
});

/** Every record id that stands in an organization's own rows. */
async function idsOf(organizationId: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const { table, kind } of readSchemaTables()) {
    if (kind !== "tenant" || table === "organization") continue;
    const { rows } = await admin.query<Record<string, unknown>>(`SELECT * FROM "${table}" WHERE organization_id = $1`, [organizationId]);
    for (const row of rows) for (const value of Object.values(row)) if (typeof value === "string" && isRecordId(value)) ids.add(value);
  }
  return ids;
}

function sampleOf(name: string): VerbSample {
  const sample = VERB_SAMPLES.get(name);
  if (sample === undefined) throw new Error(`${name} has no sample: add one to lib/testing/verb-samples.ts`);
  return sample;
}

/** The sample's caller in a world; an auditor comes with their engagement. */
async function caller(world: FurnishedWorld, as: Role | "system"): Promise<Context> {
  if (as === "system") return world.asSystem("suite");
  return as === "auditor" ? world.auditor() : world.as(as);
}

type Outcome = { output: unknown } | { refusal: AppError };

/** What a verb answers; anything but a refusal of ours goes on. */
async function outcomeOf(verb: Verb, context: Context, input: unknown): Promise<Outcome> {
  try {
    return { output: await verb(context, input as never) };
  } catch (error) {
    if (isAppError(error)) return { refusal: error };
    throw error;
  }
}

/** What changed in the database while `work` ran. */
async function changedBy<T>(work: () => Promise<T>): Promise<{ answer: T; changed: string[] }> {
  const before: Fingerprint = await fingerprint(admin);
  const answer = await work();
  return { answer, changed: differences(before, await fingerprint(admin)) };
}

const codeOf = (outcome: Outcome): string => ("refusal" in outcome ? outcome.refusal.code : "done");

/** An input that must not be looked at. */
const untouchable: unknown = new Proxy({}, { get: (_target, name) => { throw new Error(`the input was looked at: ${String(name)}`); } });

const permissions = Object.keys(PERMISSIONS).length;
describe(`${verbs.length} verbs for ${roles.length} roles and ${permissions} permissions`, () => {
  test("have names of their own and a sample each, and no sample is left over", () => {
    const names: string[] = verbs.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !VERB_SAMPLES.has(name))).toEqual([]);
    expect([...VERB_SAMPLES.keys()].filter((name) => !names.includes(name))).toEqual([]);
    for (const { name, verb } of verbs) expect(VERB_SAMPLES.get(name)?.verb).toBe(verb);
  });

  test("use every permission", () => {
    const used = new Set(verbs.map(({ verb }) => verb.definition.permission));
    expect(Object.keys(PERMISSIONS).filter((permission) => !used.has(permission as keyof typeof PERMISSIONS))).toEqual([]);
  });
});

describe.each(verbs)("$name", ({ name, verb }) => {
  const { permission, effect, input: schema } = verb.definition;
  const holders = roles.filter((role) => roleHolds(role, permission));

  afterEach(async () => {
    for (const world of [mine, theirs]) await VERB_SAMPLES.get(name)?.after?.(world);
  });

  test(`is refused to ${roles.length - holders.length} of ${roles.length} roles, before its input is looked at`, async () => {
    for (const role of roles) {
      const context = await caller(mine, role);
      if (holders.includes(role)) expect([role, codeOf(await outcomeOf(verb, context, "no input of any verb"))]).toEqual([role, "validation"]);
      else expect([role, codeOf(await outcomeOf(verb, context, untouchable))]).toEqual([role, "forbidden"]);
    }
    if (holders.includes("auditor")) expect(codeOf(await outcomeOf(verb, mine.as("auditor"), untouchable))).toBe("forbidden");
  });

  test("has a bound for everything that it takes, and refuses what goes beyond", async () => {
    expect(unboundedPlaces(schema).map(({ path, what }) => `${path}: ${what}`)).toEqual([]);
    const sample = sampleOf(name);
    const context = await caller(mine, sample.as);
    const input = await sample.input(mine);
    for (const { path, value, what } of excesses(schema, input)) {
      expect([path.join("."), what, codeOf(await outcomeOf(verb, context, withValueAt(input, path, value)))]).toEqual([path.join("."), what, "validation"]);
    }
  });

  test(effect === "read" ? "answers who may ask, and writes nothing" : "does it for who may, and says in the audit trail who did", async () => {
    const sample = sampleOf(name);
    const context = await caller(mine, sample.as);
    const input = await sample.input(mine);
    const { answer, changed } = await changedBy(() => outcomeOf(verb, context, input));
    expect("refusal" in answer ? { code: answer.refusal.code, message: answer.refusal.message, problems: answer.refusal.problems } : "done").toBe("done");
    const places = changed.map((place) => place.split(" ") as [string, string]);
    // Global tables, the directory and the queue may move with it; no other organization's row does.
    expect(places.filter(([, organization]) => organization !== "" && organization !== mine.organizationId)).toEqual([]);
    const touched = places.map(([table]) => table);
    if (effect === "read") expect(touched).toEqual([]);
    else if (sample.quiet !== undefined) {
      const { tables, accounted = [] } = sample.quiet;
      expect(touched.filter((table) => ![...tables, ...accounted].includes(table))).toEqual([]);
      expect(tables.filter((table) => appendOnly.has(table))).toEqual([]);
    } else {
      const entries = await mine.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { requestId: context.requestId } }));
      expect(entries.length).toBeGreaterThan(0);
      expect(touched).toContain("audit_trail_entry");
      for (const entry of entries) expect(entry).toMatchObject({ actorId: actorId(context.actor), actorKind: context.actor.kind, actorName: context.actor.name });
    }
  });

  test("knows nothing of another organization", async () => {
    const sample = sampleOf(name);
    const context = await caller(mine, sample.as);
    const input = await sample.input(theirs);
    const foreign = leavesOf(input, isRecordId);
    const { answer, changed } = await changedBy(() => outcomeOf(verb, context, input));
    const written = changed.filter((place) => !place.endsWith(" "));
    if (foreign.length === 0) {
      // Its own organization may have what the input names; the other one is neither read nor written.
      expect(written.filter((place) => !place.endsWith(` ${mine.organizationId}`))).toEqual([]);
    } else {
      // A password that had to be shown is counted, whatever comes of it.
      expect(changed.filter((place) => place !== "sign_in_throttle ")).toEqual([]);
      // Tickmark's own verbs may find by a conditional update that nothing is theirs to change.
      if (effect === "write") expect(permission === "system.maintain" ? ["not_found", "conflict"] : ["not_found"]).toContain(codeOf(answer));
      else expect(["not_found", "done"]).toContain(codeOf(answer));
    }
    if ("output" in answer) expect(recordIdsIn(answer.output).filter((id) => theirIds.has(id))).toEqual([]);
  });

  // Tickmark's own verbs take their ids from rows that the same job has read: nobody else can mix them.
  if (holders.length > 0) test("takes no id of another organization among its own", async () => {
    const sample = sampleOf(name);
    const context = await caller(mine, sample.as);
    const input = await sample.input(mine);
    const own = leavesOf(input, isRecordId);
    const other = own.length < 2 ? [] : leavesOf(await sample.input(theirs), isRecordId);
    for (const { path } of own.length < 2 ? [] : own) {
      const instead = other.find((leaf) => leaf.path.join() === path.join());
      if (instead === undefined) throw new Error(`the samples differ at ${path.join(".")}`);
      const { answer, changed } = await changedBy(() => outcomeOf(verb, context, withValueAt(input, path, instead.text)));
      expect([path.join("."), changed]).toEqual([path.join("."), []]);
      if (effect === "write") expect([path.join("."), codeOf(answer)]).toEqual([path.join("."), expect.stringMatching(/^(not_found|validation)$/)]);
      if ("output" in answer) expect(recordIdsIn(answer.output).filter((id) => theirIds.has(id))).toEqual([]);
    }
  });
});

/** Verbs that auditors hold and that take the id or code of a record. */
const NAMES_RECORDS = new Set([
  "comments.add", "comments.list", "controls.list_requests", "controls.read", "evidence.list", "evidence.read", "evidence.read_control_coverage", "evidence.read_proof", "engagements.note_visit", "engagements.read", "findings.list", "findings.read", "incidents.read", "occurrences.list", "occurrences.read", "occurrences.read_population", "ownership.read",
  "packets.list", "packets.read", "packets.read_progress", "packets.record_download",
]);

describe("an auditor", () => {
  const theirOwn = verbs.filter(({ verb }) => roleHolds("auditor", verb.definition.permission));

  /** What the engagement holds, and its like that it does not: ids and codes. */
  const sides = (world: FurnishedWorld): [string, string][] => [
    [world.control.inside, world.control.outside], [world.control.insideCode, world.control.outsideCode], [world.engagement.inside, world.engagement.outside],
    [world.evidence.inside, world.evidence.outside], [world.incident.inside, world.incident.outside], [world.finding.inside, world.finding.outside], [world.packet.inside, world.packet.outside],
    [world.request("SYS.2.07 monitoring-description"), world.request("SYS.1.01 logging-policy")],
  ];

  test.each(theirOwn)("asks $name within the engagement, and gets nothing from outside of it", async ({ name, verb }) => {
    const input = await sampleOf(name).input(mine);
    const context = await mine.auditor();
    const inside = await outcomeOf(verb, context, input);
    expect("refusal" in inside ? inside.refusal.message : "done").toBe("done");
    const outside = new Set([...sides(mine).map(([, other]) => other), mine.story.before.id, ...(await idsOutside())]);
    if ("output" in inside) expect(recordIdsIn(inside.output).filter((id) => outside.has(id))).toEqual([]);
  });

  const naming = theirOwn.filter(({ name }) => NAMES_RECORDS.has(name));
  test.each(naming)("is told by $name that what lies outside does not exist", async ({ name, verb }) => {
    const input = await sampleOf(name).input(mine);
    const context = await mine.auditor();
    const pairs = new Map(sides(mine));
    const leaves = leavesOf(input, (text) => pairs.has(text));
    expect(leaves.length).toBeGreaterThan(0);
    for (const { path, text } of leaves) {
      const { answer, changed } = await changedBy(() => outcomeOf(verb, context, withValueAt(input, path, pairs.get(text))));
      expect(changed).toEqual([]);
      if (verb.definition.effect === "write" || !("output" in answer)) expect([path.join("."), codeOf(answer)]).toEqual([path.join("."), "not_found"]);
      else expect(rowsOf(answer.output)).toEqual([]);
    }
  });

  test("has a sample that names records for every verb that takes any", () => {
    const takes = theirOwn.filter(({ verb }) => /"(\w*Id|code|reference|controlCode)"/.test(JSON.stringify(z.toJSONSchema(verb.definition.input, { io: "input", unrepresentable: "any" }).properties ?? {})));
    expect(takes.map(({ name }) => name).sort()).toEqual([...NAMES_RECORDS].sort());
  });

  async function idsOutside(): Promise<string[]> {
    const requests = await mine.inTenant((tx) => tx.evidenceRequest.findMany({ where: { controlId: mine.control.outside }, select: { id: true } }));
    return requests.map(({ id }) => id);
  }
});

function rowsOf(output: unknown): unknown {
  return typeof output === "object" && output !== null && "rows" in output ? output.rows : output;
}

describe("a verb that fails", () => {
  const teamOf = (context: Context, now: Date) => ({ organizationId: context.organizationId, id: newId("tea", now.getTime()), name: `Planted ${now.getTime()}` });

  const failing = defineVerb({
    name: "planted.fail",
    permission: "people.manage",
    effect: "write",
    input: z.strictObject({}),
    async run({ tx, context, now, audit, enqueue }) {
      await tx.team.create({ data: teamOf(context, now) });
      await audit({ action: "planted.done", subjectKind: "team", subjectId: "none" });
      await enqueue(jobKind<object>("planted"), {}, "none");
      throw new Error("after everything was written");
    },
  });

  const silent = defineVerb({
    name: "planted.silent",
    permission: "people.manage",
    effect: "write",
    input: z.strictObject({}),
    run: async ({ tx, context, now }) => tx.team.create({ data: teamOf(context, now) }),
  });

  const disguised = defineVerb({
    name: "planted.disguised",
    permission: "people.manage",
    effect: "read",
    input: z.strictObject({}),
    run: async ({ tx, context, now }) => tx.team.create({ data: teamOf(context, now) }),
  });

  test("after it has written leaves nothing: no row, no audit trail, no job", async () => {
    const { changed } = await changedBy(() => expect(failing(mine.as("admin"), {})).rejects.toThrow("after everything was written"));
    expect(changed).toEqual([]);
  });

  test("to say what it did is undone", async () => {
    const { changed } = await changedBy(() => expect(silent(mine.as("admin"), {})).rejects.toMatchObject({ code: "internal", reason: "audit_missing" }));
    expect(changed).toEqual([]);
  });

  test("to be the read that it says it is, is stopped by the database", async () => {
    const { changed } = await changedBy(() => expect(disguised(mine.as("admin"), {})).rejects.toThrow(/read-only transaction/));
    expect(changed).toEqual([]);
  });
});
