import { cancelHunt, claimHunt, commitHunt, failHunt, listHuntMatches, listHunts, pauseHunt, raiseMatches, readHunt, readHuntMatch, readHuntSegment, readHuntTexts, recordHunt, resumeHunt, runHunt } from "#lib/hunts/index.ts";
import { listRulePacks, readChosenTexts } from "#lib/rules/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, type VerbSample } from "./verb-sample.ts";

const ask = (world: FurnishedWorld) => ({ reason: `Looked for again, ${world.next()}`, choice: { kind: "in_force" as const }, sourceIds: [world.sourceId], firstDay: "2026-01-01", lastDay: "2026-12-31" });

/** A hunt in line that nobody has carried. */
export async function requestedHunt(world: FurnishedWorld): Promise<string> {
  return (await recordHunt(world.as("security_analyst"), ask(world))).huntId;
}

/** A hunt that was carried to its end, and one of its matches. */
async function carried(world: FurnishedWorld): Promise<{ huntId: string; matchId: string }> {
  const huntId = await requestedHunt(world);
  await runHunt(world.asSystem("run-hunt"), { huntId }, async () => undefined);
  const [match] = (await listHuntMatches(world.as("security_analyst"), { huntId })).rows;
  if (match === undefined) throw new Error("the hunt found nothing");
  return { huntId, matchId: match.id };
}

async function claimed(world: FurnishedWorld) {
  const huntId = await requestedHunt(world);
  const claim = await claimHunt(world.asSystem(), { huntId, rules: 1, refused: [], refusedCount: 0 });
  const segment = await readHuntSegment(world.asSystem(), { huntId, position: 0 });
  if (claim.kind !== "claimed" || segment === null) throw new Error("the hunt was not claimed");
  return { hold: claim.hold, segmentId: segment.id };
}

/** Calls of the verbs of retro-hunts. */
export const OF_HUNTS: readonly VerbSample[] = [
  sample(cancelHunt)("security_analyst", async (world) => ({ huntId: await requestedHunt(world) })),
  sample(claimHunt)("system", async (world) => ({ huntId: await requestedHunt(world), rules: 1, refused: [], refusedCount: 0 }), {
    quiet: { why: "A worker takes a hunt; that it was asked for and how it ended are acts.", tables: ["hunt_state"] },
  }),
  sample(commitHunt)("system", async (world) => {
    const { hold, segmentId } = await claimed(world);
    return { hold, drafts: [], segmentId, figures: { position: 0, status: "waiting", lines: 1, unparsedLines: 0, scannedBytes: 10, notes: [] }, snapshot: "null" };
  }, { quiet: { why: "A stretch of a hunt; its end is the act.", tables: ["hunt_state", "hunt_segment", "hunt_match"] } }),
  sample(failHunt)("system", async (world) => ({ huntId: await requestedHunt(world), reason: "The store did not answer." })),
  sample(listHuntMatches)("compliance_manager", async (world) => ({ huntId: (await carried(world)).huntId })),
  sample(listHunts)("compliance_manager", () => ({ status: "finished" })),
  sample(listRulePacks)("compliance_manager", nothing),
  sample(pauseHunt)("security_analyst", async (world) => ({ huntId: await requestedHunt(world) })),
  sample(raiseMatches)("security_analyst", async (world) => {
    const { huntId, matchId } = await carried(world);
    return { huntId, matchIds: [matchId] };
  }),
  sample(readChosenTexts)("compliance_manager", () => ({ choice: { kind: "in_force" } })),
  sample(readHunt)("compliance_manager", async (world) => ({ huntId: await requestedHunt(world) })),
  sample(readHuntMatch)("compliance_manager", async (world) => ({ matchId: (await carried(world)).matchId })),
  sample(readHuntSegment)("system", async (world) => ({ huntId: await requestedHunt(world), position: 0 })),
  sample(readHuntTexts)("system", async (world) => ({ huntId: await requestedHunt(world) })),
  sample(recordHunt)("security_analyst", (world) => ask(world)),
  sample(resumeHunt)("security_analyst", async (world) => {
    const huntId = await requestedHunt(world);
    await pauseHunt(world.as("security_analyst"), { huntId });
    return { huntId };
  }),
];
