import { afterAll, beforeAll, describe, expect, it } from "vitest";
import fc from "fast-check";
import { readControl } from "#lib/controls/index.ts";
import { requestFactsAt } from "#lib/frameworks/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { segmentRow } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { assignRequest, collectControl, readControlCoverage, reviewEvidence, submitEvidence } from "./index.ts";
import { readGaps } from "./request-gap.ts";

let world: World;
let library: AdoptedLibrary;
const request = (name: string): string => library.requests.get(name)!;
beforeAll(async () => {
  world = await testWorld();
  library = await adoptedLibrary(world);
  world.clock.set("2026-11-20T09:00:00Z");
});
afterAll(() => world.close());

const DAY = 86_400_000;

async function note(name: string, firstDay: string, lastDay?: string): Promise<string> {
  world.clock.advance(61_000);
  const period = { firstDay, ...(lastDay === undefined ? {} : { lastDay }) };
  return (await submitEvidence(world.as("control_owner"), { source: { kind: "note" }, title: `Note ${firstDay}`, note: "Checked.", period, requestIds: [request(name)] })).id;
}

async function standing(name: string) {
  const [code, key] = name.split(" ");
  const page = await readControl(world.as("admin"), { code: code! });
  return page.requests.find((one) => one.key === key)!;
}

const accept = (evidenceId: string, seen?: "awaiting" | "rejected") => reviewEvidence(world.as("compliance_manager"), { evidenceId, decision: "accepted", ...(seen === undefined ? {} : { seen }) });
const reject = (evidenceId: string, seen?: "awaiting" | "accepted") => reviewEvidence(world.as("compliance_manager"), { evidenceId, decision: "rejected", reason: "Not what was asked", ...(seen === undefined ? {} : { seen }) });

describe("reviewing evidence", () => {
  const name = "SYS.1.01 logging-policy";

  it("proves a request only once it is accepted", async () => {
    const id = await note(name, "2026-11-01");
    expect(await standing(name)).toMatchObject({ status: "needs_review", waitingOn: "Reviewer" });
    world.clock.advance(1_000);
    await accept(id);
    expect(await standing(name)).toMatchObject({ status: "met", waitingOn: null, facts: { awaitingReview: 0 }, newest: { evidenceId: id } });
  });

  it("keeps the older proof when a newer answer is rejected, and takes it back when it is rejected itself", async () => {
    const older = (await standing(name)).newest!.evidenceId;
    await reject(await note(name, "2026-11-10"));
    expect((await standing(name)).status).toBe("met");
    world.clock.advance(1_000);
    await reject(older, "accepted");
    expect(await standing(name)).toMatchObject({ status: "rejected", facts: { lastGoodAt: null, freshUntil: null } });
  });

  it("clears the rejection when a newer answer is accepted", async () => {
    await accept(await note(name, "2026-11-15"));
    expect(await standing(name)).toMatchObject({ status: "met", facts: { gaps: [], awaitingReview: 0 } });
  });

  it("goes stale by the clock alone", async () => {
    const { facts } = await standing(name);
    const before = world.clock.now();
    world.clock.set(facts.freshUntil!);
    expect((await standing(name)).status).toBe("stale");
    world.clock.set(before);
  });

  it("does not let people review their own words, but lets them judge a record that a machine wrote", async () => {
    const as = world.as("compliance_manager");
    world.clock.advance(61_000);
    const own = await submitEvidence(as, { source: { kind: "note" }, title: "Mine", note: "Mine.", requestIds: [request(name)] });
    await expect(accept(own.id)).rejects.toMatchObject({ reason: "own_evidence" });
    const segment = await segmentRow(world, { from: "2026-11-19T00:00:00Z", until: "2026-11-19T22:00:00Z" });
    const machine = await submitEvidence(as, { source: { kind: "log_segment", id: segment }, title: "Logs", requestIds: [request("SYS.1.01 log-validation")] });
    expect(await accept(machine.id)).toMatchObject({ state: "accepted" });
  });

  it("needs a reason to reject, tells two reviewers apart, and takes a second click for the first", async () => {
    const id = await note(name, "2026-11-16");
    await expect(reviewEvidence(world.as("admin"), { evidenceId: id, decision: "rejected" })).rejects.toMatchObject({ reason: "reason_missing" });
    const both = await Promise.allSettled([accept(id), reviewEvidence(world.as("admin"), { evidenceId: id, decision: "rejected", reason: "No" })]);
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    const decision = both[0]!.status === "fulfilled" ? "accepted" : "rejected";
    await reviewEvidence(world.as("admin"), { evidenceId: id, decision, reason: "again" });
    expect(await world.inTenant((tx) => tx.evidenceReview.count({ where: { evidenceId: id } }))).toBe(1);
    await expect(reviewEvidence(world.as("control_owner"), { evidenceId: id, decision: "accepted" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("keeps on write what a replay of the rows leads to, after any order of acts", async () => {
    const key = "SYS.1.01 event-review";
    const act = fc.record({ kind: fc.constantFrom("submit", "accept", "reject"), day: fc.integer({ min: 1, max: 20 }), pick: fc.nat(20) });
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 8 }), async (acts) => {
      const states = new Map<string, "awaiting" | "accepted" | "rejected">();
      for (const { kind, day, pick } of acts) {
        world.clock.advance(61_000);
        const known = [...states.keys()];
        const id = known[pick % Math.max(1, known.length)];
        const iso = `2026-11-${String(day).padStart(2, "0")}`;
        if (kind === "submit" || id === undefined) states.set(await note(key, iso, iso), "awaiting");
        else {
          const decision = kind === "accept" ? "accepted" as const : "rejected" as const;
          await reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision, reason: "r", seen: states.get(id)! });
          states.set(id, decision);
        }
      }
      const kept = await world.inTenant((tx) => tx.evidenceRequest.findFirstOrThrow({ where: { id: request(key) } }));
      const replayed = (await world.inTenant((tx) => requestFactsAt(tx, world.organizationId, [kept], asOfNow(world.clock.now())))).get(kept.id)!;
      expect({ lastGoodAt: kept.lastGoodAt, freshUntil: kept.freshUntil, awaitingReview: kept.awaitingReview, gaps: readGaps(kept.gaps) }).toEqual(replayed);
    }), { numRuns: 8 });
  }, 120_000);
});

describe("a request's owner", () => {
  it("is a person who may submit, and is named where the request waits", async () => {
    const requestId = request("SYS.1.01 retention");
    const as = world.as("compliance_manager");
    await assignRequest(as, { requestId, ownerMemberId: world.members.control_owner.memberId });
    expect(await standing("SYS.1.01 retention")).toMatchObject({ ownerName: "Olga Owner", waitingOn: "Olga Owner" });
    await expect(assignRequest(as, { requestId, ownerMemberId: world.members.auditor.memberId })).rejects.toMatchObject({ reason: "person_not_found" });
    await expect(assignRequest(world.as("control_owner"), { requestId, ownerMemberId: null })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a control at a past instant", () => {
  it("shows statuses by what had been judged then, and a dossier agrees with it", async () => {
    const name = "SYS.1.01 production-definition";
    const id = await note(name, "2026-11-01");
    const submitted = new Date(world.clock.now());
    world.clock.advance(DAY);
    await accept(id);
    const accepted = new Date(world.clock.now());
    world.clock.advance(DAY);
    const statusAt = async (asOf: Date) => (await readControl(world.as("admin"), { code: "SYS.1.01", asOf })).requests.find((one) => one.key === "production-definition")!.status;
    expect([await statusAt(new Date(submitted.getTime() - 1)), await statusAt(submitted), await statusAt(accepted)]).toEqual(["never_collected", "needs_review", "met"]);
    const period = { firstDay: "2026-11-01", lastDay: "2026-11-30", timeZone: "Europe/Berlin" };
    const dossier = await world.inTenant((tx) => collectControl(tx, { organizationId: world.organizationId, engagement: null }, { controlId: library.controls.get("SYS.1.01")!, period, asOf: accepted }));
    const held = dossier.requests.find((one) => one.key === "production-definition")!;
    expect(held).toMatchObject({ status: "met", evidenceIds: [id] });
    expect(dossier.evidence.find((one) => one.id === id)).toMatchObject({ submitter: "Olga Owner", reviewer: "Cleo Compliance", source: null });
    expect(dossier.evidence.every((one) => one.reviewedAt <= accepted)).toBe(true);
    expect(dossier.version.version).toBe(1);
    expect(dossier.coverage.lanes).toHaveLength(8);
    const before = await world.inTenant((tx) => collectControl(tx, { organizationId: world.organizationId, engagement: null }, { controlId: library.controls.get("SYS.1.01")!, period, asOf: submitted }));
    expect(before.evidence.map((one) => one.id)).not.toContain(id);
  });
});

describe("coverage of a control", () => {
  it("counts the days on which accepted evidence was fresh, in the organization's time zone", async () => {
    await accept(await note("SYS.1.01 collection-process", "2026-10-05", "2026-10-06"));
    const page = await readControlCoverage(world.as("admin"), { controlCode: "SYS.1.01" });
    expect(page.period).toEqual({ firstDay: "2026-10-01", lastDay: "2026-12-31", timeZone: "Europe/Berlin" });
    const lane = page.coverage.lanes.find((one) => one.label === "How logs are collected")!;
    // Speaks for 5 and 6 October, and the request asks for news after 31 days. Summer time ends in between: 31 times 24 hours after midnight is 23:00.
    expect(lane.spans.slice(0, 2).map((span) => [span.firstDay, span.lastDay, span.state, span.cause])).toEqual([
      ["2026-10-01", "2026-10-04", "hole", "never_collected"], ["2026-10-05", "2026-11-05", "proven", null]]);
    expect(lane.spans.slice(2).some((span) => span.cause === "stale" && span.firstDay <= "2026-11-07")).toBe(true);
    expect(page.coverage.summary.provenDays).toBe(0);
  });

  it("takes the period of the engagement that runs, and cuts an auditor to it", async () => {
    const controlId = library.controls.get("SYS.2.07")!;
    await world.inTenant((tx) => tx.engagement.create({
      data: {
        organizationId: world.organizationId, id: "eng_1", name: "SOC 2 Type II", type: "type_2", frameworkKey: "soc2-tsc-2017", firstDay: "2026-09-01", lastDay: "2026-11-30",
        timeZone: "Europe/Dublin", auditFirm: "Calder Audit LLP", accessUntil: new Date("2027-03-01T00:00:00Z"), createdAt: world.clock.now(), controls: { create: [{ controlId }] },
      },
    }));
    const page = await readControlCoverage(world.as("admin"), { controlCode: "SYS.2.07" });
    expect([page.period.firstDay, page.period.lastDay, page.engagement?.name]).toEqual(["2026-09-01", "2026-11-30", "SOC 2 Type II"]);
    const engagement = { id: "eng_1", controlIds: [controlId], from: new Date("2026-08-31T23:00:00Z"), until: new Date("2026-12-01T00:00:00Z") };
    const cut = await readControlCoverage(world.as("auditor", engagement), { controlCode: "SYS.2.07", period: { firstDay: "2026-01-01", lastDay: "2026-12-31" } });
    expect(cut.period).toEqual({ firstDay: "2026-09-01", lastDay: "2026-11-30", timeZone: "Europe/Dublin" });
    await expect(readControlCoverage(world.as("auditor", engagement), { controlCode: "SYS.1.01" })).rejects.toMatchObject({ code: "not_found" });
  });
});
