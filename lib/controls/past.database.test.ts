import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlStatus, freshUntil, rejectionGap, requestStatus } from "#lib/evidence/client.ts";
import { readControlCoverage, reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { readMatrix } from "#lib/frameworks/index.ts";
import { assignOwner, readOwner } from "#lib/ownership/index.ts";
import { endOfDay, heldSince, type AsOf } from "#lib/platform/as-of.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { loadTestFrameworks } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { adoptLibrary, listControls, readControl, reinstateControl, retireControl, type LibraryControl } from "./index.ts";

const ZONE = "Europe/Berlin";
const FRAMEWORK = "soc2-tsc-2017";
const REQUIREMENT = "CC7.2";
const DUE_SOON_DAYS = 7;
const OWNERS = ["control_owner", "security_analyst"] as const;

let world: World;
const manager = () => world.as("compliance_manager");

beforeAll(async () => {
  world = await testWorld({ timeZone: ZONE });
  world.clock.set("2026-01-05T08:00:00Z");
  await loadTestFrameworks();
}, 240_000);
afterAll(() => world.close());

type Strength = "satisfies" | "contributes";
type Wording = { title: string; asks: string; freshnessDays: number; team: string; strength: Strength | null };

/** What happens to one control; `back` is how many days before it is recorded it takes effect. */
const deed = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("write" as const), back: fc.nat(12), wording: fc.record({
    title: fc.constantFrom("Access is reviewed", "Access is gone through"), asks: fc.constantFrom("Show the list.", "Show the signed list."), freshnessDays: fc.constantFrom(5, 40),
    team: fc.constantFrom("IT", "Security"), strength: fc.constantFrom<(Strength | null)[]>("satisfies", "contributes", null),
  }) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("prove" as const), back: fc.nat(12), decision: fc.constantFrom("accepted" as const, "rejected" as const, null) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("judge" as const), pick: fc.nat(5), decision: fc.constantFrom("accepted" as const, "rejected" as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("own" as const), who: fc.constantFrom(...OWNERS, null) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("retire" as const), back: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reinstate" as const) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer Value> ? Value : never;
const history = fc.array(fc.record({ days: fc.integer({ min: 1, max: 9 }), deed }), { minLength: 6, maxLength: 8 });

type Timed = { effectiveFrom: Date; recordedAt: Date };
type Proof = { id: string; number: number; good: Date; recordedAt: Date; reviews: { at: Date; decision: "accepted" | "rejected" }[] };

/** One control with everything that was done to it, judged row by row as lib/platform/as-of.ts says. */
class Told {
  readonly code: string;
  controlId = "";
  requestId = "";
  versions: (Timed & { title: string; team: string; retired: boolean })[] = [];
  requests: (Timed & { asks: string; freshnessDays: number; asked: boolean })[] = [];
  mappings: (Timed & { strength: Strength | null })[] = [];
  owners: { recordedAt: Date; name: string | null }[] = [];
  proofs: Proof[] = [];

  constructor(code: string) {
    this.code = code;
  }

  /** What pages are to show as of two instants; null while the control does not hold. */
  at(asOf: AsOf) {
    const version = inForce(this.versions, asOf);
    if (version === undefined || version.retired) return null;
    const request = inForce(this.requests, asOf);
    const owner = this.owners.filter((one) => one.recordedAt <= heldSince(asOf)).at(-1)?.name ?? null;
    const { status } = this.standing(request?.freshnessDays ?? 0, asOf);
    const asked = request?.asked === true ? [{ asks: request.asks, freshnessDays: request.freshnessDays, ownerName: owner, status }] : [];
    return { title: version.title, team: version.team, owner, strength: inForce(this.mappings, asOf)?.strength ?? null, requests: asked, status: controlStatus(asked.map((one) => one.status)).status };
  }

  private standing(freshnessDays: number, { effectiveAt, knownAt }: AsOf) {
    const known = this.proofs.filter((one) => one.recordedAt <= knownAt && one.good <= effectiveAt)
      .map((one) => ({ ...one, decision: one.reviews.filter(({ at }) => at <= knownAt).at(-1)?.decision ?? "awaiting" }));
    const last = (decision: string) => known.filter((one) => one.decision === decision).sort((a, b) => b.good.getTime() - a.good.getTime())[0];
    const lastGoodAt = last("accepted")?.good ?? null;
    const bad = last("rejected");
    const gaps = bad !== undefined && (lastGoodAt === null || bad.good > lastGoodAt) ? [rejectionGap(bad, bad.good)] : [];
    return requestStatus({ lastGoodAt, freshUntil: lastGoodAt === null ? null : freshUntil(lastGoodAt, freshnessDays), gaps, awaitingReview: known.filter((one) => one.decision === "awaiting").length }, DUE_SOON_DAYS, effectiveAt);
  }
}

function inForce<Row extends Timed>(rows: readonly Row[], { effectiveAt, knownAt }: AsOf): Row | undefined {
  return rows.filter((one) => one.effectiveFrom <= effectiveAt && one.recordedAt <= knownAt).reduce<Row | undefined>((held, one) => (held === undefined || one.effectiveFrom >= held.effectiveFrom ? one : held), undefined);
}

async function write(told: Told, wording: Wording, effectiveFrom: Date): Promise<void> {
  const recordedAt = world.clock.now();
  const { title, asks, freshnessDays, team, strength } = wording;
  const control: LibraryControl = {
    code: told.code, title, kind: "manual", frequency: "monthly", trigger: null, ownerTeam: team, processOwners: [], criticality: "high",
    mappings: strength === null ? [] : [{ framework: FRAMEWORK, requirement: REQUIREMENT, relation: strength, origin: "ours", rationale: "It does." }],
    evidenceRequests: [{ key: "list", title: "The list", asks, freshnessDays, accepts: ["note"], answeredBy: [] }],
    statement: "Owners review access.", context: "", scope: "", guidance: "", howTested: "", designTest: [], operatingTest: [], whySufficient: "", auditorValidates: "", privateLinks: "",
  };
  await adoptLibrary(world.asSystem("set-up"), { controls: [control], effectiveFrom });
  const times = { effectiveFrom, recordedAt };
  const last = { version: told.versions.at(-1), request: told.requests.at(-1), mapping: told.mappings.at(-1)?.strength ?? null };
  if (last.version?.title !== title || last.version.team !== team) told.versions.push({ ...times, title, team, retired: false });
  if (last.request?.asks !== asks || last.request.freshnessDays !== freshnessDays) told.requests.push({ ...times, asks, freshnessDays, asked: true });
  if (last.mapping !== strength) told.mappings.push({ ...times, strength });
}

async function judge(proof: Proof, decision: "accepted" | "rejected"): Promise<void> {
  const seen = proof.reviews.at(-1)?.decision ?? "awaiting";
  if (seen === decision) return;
  await reviewEvidence(manager(), { evidenceId: proof.id, decision, reason: "Looked at.", seen });
  proof.reviews.push({ at: world.clock.now(), decision });
}

/** The latest effective time of anything that was written of a control: nothing may take effect before it. */
const newest = (told: Told): Date => new Date(Math.max(...[...told.versions, ...told.requests, ...told.mappings].map((one) => one.effectiveFrom.getTime())));

async function act(told: Told, done: Deed): Promise<void> {
  const now = world.clock.now();
  const { controlId, requestId } = told;
  const retired = told.versions.at(-1)?.retired === true;
  const before = (back: number): Date => new Date(Math.max(newest(told).getTime() + 1, now.getTime() - back * 86_400_000));
  if (done.kind === "write" && !retired) await write(told, done.wording, before(done.back));
  if (done.kind === "prove" && !retired) {
    const collectedAt = new Date(now.getTime() - done.back * 86_400_000);
    const { id, number } = await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: "The list", note: "Gone through.", collectedAt, requestIds: [requestId] });
    const proof: Proof = { id, number, good: collectedAt, recordedAt: now, reviews: [] };
    told.proofs.push(proof);
    world.clock.advance(60_000);
    if (done.decision !== null) await judge(proof, done.decision);
  }
  if (done.kind === "judge") {
    const proof = told.proofs[done.pick % Math.max(1, told.proofs.length)];
    if (proof !== undefined) await judge(proof, done.decision);
  }
  if (done.kind === "own" && !retired) {
    await assignOwner(manager(), { controlIds: [controlId], owner: done.who === null ? { kind: "nobody" } : { kind: "member", memberId: world.members[done.who].memberId } });
    told.owners.push({ recordedAt: now, name: done.who === null ? null : world.members[done.who].name });
  }
  if (done.kind === "retire" && !retired) await retire(told, dayOf(before(done.back), ZONE));
  if (done.kind === "reinstate" && retired) await reinstate(told);
}

async function retire(told: Told, day: string): Promise<void> {
  const recordedAt = world.clock.now();
  const { retiredFrom: effectiveFrom } = await retireControl(manager(), { controlId: told.controlId, day, reason: "Bought as a service." });
  const [version, request] = [told.versions.at(-1)!, told.requests.at(-1)!];
  told.versions.push({ ...version, effectiveFrom, recordedAt, retired: true });
  told.requests.push({ ...request, effectiveFrom, recordedAt, asked: false });
  if (told.mappings.at(-1)?.strength != null) told.mappings.push({ effectiveFrom, recordedAt, strength: null });
}

async function reinstate(told: Told): Promise<void> {
  const now = world.clock.now();
  await reinstateControl(manager(), { controlId: told.controlId, reason: "Done here again." });
  const times = { effectiveFrom: now, recordedAt: now };
  const ended = told.versions.at(-1)!;
  const gone = told.mappings.at(-1);
  told.versions.push({ ...ended, ...times, retired: false });
  told.requests.push({ ...told.requests.at(-1)!, ...times, asked: true });
  if (gone?.strength === null && gone.recordedAt.getTime() === ended.recordedAt.getTime()) told.mappings.push({ ...times, strength: told.mappings.at(-2)?.strength ?? null });
}

type Day = { asOfDay?: string; known?: "then" | "now" };

/** What the pages show of a control: the list, its own page, the matrix. */
async function look(told: Told, day: Day) {
  const asOf = day.asOfDay === undefined ? {} : { asOf: endOfDay(day.asOfDay, ZONE), ...(day.known === "now" ? { knownAt: world.clock.now() } : {}) };
  const { asOf: _, ...page } = await readControl(manager(), { code: told.code, ...asOf });
  const [row] = (await listControls(manager(), { text: told.code, ...day })).rows;
  const matrix = await readMatrix(manager(), { key: FRAMEWORK, text: REQUIREMENT, columns: "controls", ...day });
  const cell = matrix.rows[0]?.controls.find((one) => one.code === told.code);
  return { row: row ?? null, page, cell: cell ?? null, counts: matrix.counts, owner: await readOwner(manager(), { controlId: told.controlId, ...asOf }), coverage: await readControlCoverage(manager(), { controlCode: told.code, ...asOf }) };
}

/** The same in the words of {@link Told}. */
function essence({ row, page, cell, owner }: Awaited<ReturnType<typeof look>>) {
  if (row === null) return null;
  const [mapping] = page.mappings.flatMap((group) => group.items);
  expect([row.title, row.ownerTeam, row.status]).toEqual([page.version?.title, page.version?.ownerTeam, page.status.status]);
  expect([cell?.satisfies, cell?.status]).toEqual(mapping === undefined ? [undefined, undefined] : [mapping.strength === "satisfies", row.status]);
  return {
    title: row.title, team: row.ownerTeam, owner: owner?.name ?? null, strength: mapping?.strength ?? null, status: row.status,
    requests: page.requests.map(({ guidance, freshnessDays, ownerName, status }) => ({ asks: guidance, freshnessDays, ownerName, status })),
  };
}

describe("a past day", () => {
  let run = 0;
  /** Days that the two readings show alike, and otherwise. */
  const compared = { alike: 0, otherwise: 0 };

  it("is the page of that day as known then, and what a recorder without delay would have shown as known now", async () => {
    await fc.assert(fc.asyncProperty(history, async (steps) => {
      run += 1;
      const told = new Told(`ACC.7.0${run}`);
      await write(told, { title: "Access is reviewed", asks: "Show the list.", freshnessDays: 40, team: "IT", strength: "satisfies" }, world.clock.now());
      const { id, requests } = await readControl(manager(), { code: told.code });
      [told.controlId, told.requestId] = [id, requests[0]!.id];
      const days: { day: string; seen: Awaited<ReturnType<typeof look>> }[] = [];
      for (const { days: later, deed: done } of steps) {
        const day = addDays(dayOf(world.clock.now(), ZONE), later);
        world.clock.set(`${day}T09:00:00Z`);
        await act(told, done);
        world.clock.set(endOfDay(day, ZONE));
        days.push({ day, seen: await look(told, {}) });
        world.clock.advance(1);
      }
      for (const { day, seen } of days) {
        const at = endOfDay(day, ZONE);
        const then = await look(told, { asOfDay: day });
        expect(then).toEqual(seen);
        expect(essence(then)).toEqual(told.at({ effectiveAt: at, knownAt: at }));
        const known = essence(await look(told, { asOfDay: day, known: "now" }));
        expect(known).toEqual(told.at({ effectiveAt: at, knownAt: world.clock.now() }));
        compared[JSON.stringify(known) === JSON.stringify(essence(then)) ? "alike" : "otherwise"] += 1;
      }
    }), { numRuns: 4 });
    expect(Math.min(compared.alike, compared.otherwise)).toBeGreaterThan(0);
  }, 240_000);
});
