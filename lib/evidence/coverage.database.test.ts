import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestFactsAt } from "#lib/frameworks/index.ts";
import { asOfInstant, type AsOf } from "#lib/platform/as-of.ts";
import { newId } from "#lib/platform/ids.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { evidenceSpans } from "./coverage.repository.ts";
import { freshUntil, goodAt } from "./freshness.ts";
import { insertEvidence, insertReview } from "./evidence.repository.ts";
import { mergeIntervals, type Interval } from "./period-coverage.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-06-01T00:00:00Z");
const hour = (count: number): Date => new Date(START + count * HOUR);

type Review = { at: Date; decision: "accepted" | "rejected" };
type Answer = { id: string; requestId: string; from: Date; until: Date; collectedAt: Date; reviews: Review[] };

let world: World;
let requests: { id: string; freshnessDays: number }[];
let number = 100_000;
const answers: Answer[] = [];

beforeAll(async () => {
  world = await testWorld();
  const library = await adoptedLibrary(world);
  const rows = await world.inTenant((tx) => tx.evidenceRequest.findMany({ where: { id: { in: [...library.requests.values()] } }, orderBy: { id: "asc" } }));
  // One that must be proven daily, one yearly, one in between.
  requests = [1, 365].flatMap((days) => rows.filter((row) => row.freshnessDays === days).slice(0, 1)).map(({ id, freshnessDays }) => ({ id, freshnessDays }));
  expect(requests).toHaveLength(2);
});
afterAll(() => world.close());

/** Hours: when it began, how long it speaks, when it was collected after it began, and its reviews after that. */
const answerOf = fc.record({
  request: fc.nat(1), from: fc.integer({ min: 0, max: 2_000 }),
  length: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 400 })),
  collected: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 500 })),
  reviews: fc.array(fc.record({ after: fc.integer({ min: 0, max: 300 }), accepted: fc.boolean() }), { maxLength: 3 }),
});
type Drawn = typeof answerOf extends fc.Arbitrary<infer Value> ? Value : never;

async function add(drawn: Drawn): Promise<void> {
  const collectedAt = hour(drawn.from + drawn.collected);
  const requestId = requests[drawn.request]!.id;
  const id = newId("evi", collectedAt.getTime());
  const period = { from: hour(drawn.from), until: hour(drawn.from + drawn.length) };
  number += 1;
  const { organizationId } = world;
  const reviews: Review[] = [];
  await world.inTenant(async (tx) => {
    await insertEvidence(tx, organizationId, {
      id, number, title: "Drawn", sourceKind: "note", sourceId: id, sourceHash: "0".repeat(64), note: "", fileName: null, mediaType: null, byteLength: null, blobSha256: null, originalPath: null, originalModifiedAt: null, webAddress: null,
      collectedAt, effectiveFrom: period.from, effectiveUntil: period.until, submittedBy: "test", recordedAt: collectedAt,
    }, [requestId]);
    let at = collectedAt.getTime();
    let seen: "awaiting" | "accepted" | "rejected" = "awaiting";
    for (const review of drawn.reviews) {
      at += review.after * HOUR + 1;
      const decision = review.accepted ? "accepted" : "rejected";
      await insertReview(tx, organizationId, { id: newId("rev", at), evidenceId: id, decision, reason: "", reviewedBy: "test", recordedAt: new Date(at) }, seen);
      seen = decision;
      reviews.push({ at: new Date(at), decision });
    }
  });
  answers.push({ id, requestId, ...period, collectedAt, reviews });
}

function standing(answer: Answer, at: Date): "accepted" | "rejected" | "awaiting" {
  return answer.reviews.filter((review) => review.at <= at).at(-1)?.decision ?? "awaiting";
}

/** The same, judged answer by answer as freshness.ts says it. */
function replay(requestId: string, { effectiveAt, knownAt }: AsOf) {
  const { freshnessDays } = requests.find((one) => one.id === requestId)!;
  return answers.filter((one) => one.requestId === requestId && one.collectedAt <= knownAt).map((one) => {
    const good = goodAt({ collectedAt: one.collectedAt, effectiveUntil: one.until });
    return { id: one.id, standing: standing(one, knownAt), good, from: one.from, to: freshUntil(good, freshnessDays) };
  }).filter((one) => one.good <= effectiveAt);
}

const clip = (stretches: readonly Interval[], within: { from: Date; until: Date }): string[][] =>
  mergeIntervals(stretches.map(({ from, to }) => ({ from: from > within.from ? from : within.from, to: to < within.until ? to : within.until })))
    .map(({ from, to }) => [from.toISOString(), to.toISOString()]);

describe("coverage of a period", () => {
  it("walks to the same stretches that a judgement of every answer makes, now and at any past instant", async () => {
    const scope = { organizationId: world.organizationId, engagement: null };
    const look = fc.record({ from: fc.integer({ min: -100, max: 2_400 }), length: fc.integer({ min: 1, max: 1_500 }), at: fc.integer({ min: 0, max: 3_200 }), later: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900 })) });
    await fc.assert(fc.asyncProperty(fc.array(answerOf, { minLength: 1, maxLength: 4 }), fc.array(look, { minLength: 3, maxLength: 3 }), async (drawn, looks) => {
      for (const one of drawn) await add(one);
      for (const { from, length, at, later } of looks) {
        const asOf = { effectiveAt: hour(at), knownAt: hour(at + later) };
        const within = { from: hour(from), until: hour(from + length) };
        const spans = await world.inTenant((tx) => evidenceSpans(tx, scope, { requests, within, asOf }));
        for (const { id: requestId } of requests) {
          const judged = replay(requestId, asOf);
          const found = spans.filter((span) => span.requestId === requestId);
          expect(clip(found.filter((span) => span.standing === "accepted"), within)).toEqual(clip(judged.filter((one) => one.standing === "accepted"), within));
          const open = judged.filter((one) => one.standing !== "accepted" && one.from < within.until && one.to > within.from);
          expect(found.filter((span) => span.standing !== "accepted").map((span) => [span.standing, span.from, span.to].join()).sort()).toEqual(open.map((one) => [one.standing, one.from, one.to].join()).sort());
        }
      }
    }), { numRuns: 60 });
  });

  it("knows the last proof that ended before the period", async () => {
    const scope = { organizationId: world.organizationId, engagement: null };
    const within = { from: hour(40_000), until: hour(40_100) };
    const spans = await world.inTenant((tx) => evidenceSpans(tx, scope, { requests: [requests[0]!], within, asOf: asOfInstant(within.until) }));
    const accepted = replay(requests[0]!.id, asOfInstant(within.until)).filter((one) => one.standing === "accepted");
    expect(spans.filter((span) => span.standing === "accepted").at(-1)!.to).toEqual(new Date(Math.max(...accepted.map((one) => one.to.getTime()))));
  });

  it("replays the facts of requests as a judgement of every answer makes them", async () => {
    for (const [at, later] of [[300, 0], [900, 0], [900, 400], [1_700, 0], [1_700, 90], [3_200, 0]] as const) {
      const asOf = { effectiveAt: hour(at), knownAt: hour(at + later) };
      const facts = await world.inTenant((tx) => requestFactsAt(tx, world.organizationId, requests, asOf));
      for (const { id } of requests) {
        const judged = replay(id, asOf);
        const good = judged.filter((one) => one.standing === "accepted").map((one) => one.good.getTime());
        expect(facts.get(id)).toMatchObject({
          lastGoodAt: good.length === 0 ? null : new Date(Math.max(...good)),
          awaitingReview: judged.filter((one) => one.standing === "awaiting").length,
        });
      }
    }
  });
});
