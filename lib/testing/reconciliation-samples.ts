import { readCollection } from "#lib/connections/index.ts";
import { keepRows } from "#lib/inventory/index.ts";
import { ASSET_STATES, CELL_STATES, COLUMNS } from "#lib/reconciliation/client.ts";
import { approveDefinition, beginDueMatching, beginMatching, declineDefinition, endMatching, failMatching, importAssets, matchPopulationJob, openAssetFile, proposeDefinition, readAsset, readAssets, readDefinition, readMatchingFrame, readMatchingPart, readReconciliation, readReconciliationHistory, readStanding, writeMatching } from "#lib/reconciliation/index.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import { collected } from "./connection-samples.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, someHash, type VerbSample } from "./verb-sample.ts";

const DEFINITION = { types: ["aws.ec2.instance"], rules: [{ when: [{ field: "tag" as const, tag: "env", is: ["dev*"] }], environment: "other" as const, because: "Named so." }] };

/** The definition that waits: one at a time, so an earlier one is taken back first. */
async function proposed(world: FurnishedWorld): Promise<string> {
  await settled(world);
  return (await proposeDefinition(world.as("compliance_manager"), { ...DEFINITION, reason: `First ${world.next()}` })).id;
}

async function settled(world: FurnishedWorld): Promise<void> {
  const { versions } = await readDefinition(world.as("compliance_manager"), {});
  for (const { id, decision } of versions) if (decision === null) await declineDefinition(world.as("compliance_manager"), { definitionId: id, reason: "Another one comes." });
}

/** A file that was sent; the generated suites read nothing of it. */
const sentFile = async (world: FurnishedWorld): Promise<string> => (await keepUpload(world.as("admin"), { sha256: someHash(), byteLength: 12 })).sha256;

const assetsOf = async (world: FurnishedWorld) => ({
  source: { sha256: await sentFile(world), fileName: "assets.csv", sheetName: "CSV", headers: { name: "Name" } },
  assets: [{ row: 2, name: `web-${world.next()}`, identifiers: ["i-1"], owner: "Operations", environment: "prod", criticality: "high" }], leftOut: [{ row: 3, why: "It has neither a name nor an identifier." }],
});

/** A list of assets that somebody imported. */
export async function listedAssets(world: FurnishedWorld): Promise<void> {
  await importAssets(world.as("compliance_manager"), await assetsOf(world));
}

/** A matching that one worker makes: what was kept is behind, for a list came. */
async function begun(world: FurnishedWorld): Promise<{ number: number; step: number }> {
  await listedAssets(world);
  world.clock.advance(1);
  const matching = await beginMatching(world.asSystem(), {});
  if (matching === null) throw new Error("Nothing is behind.");
  return { number: matching.number, step: matching.step };
}

const MATCHING = { why: "What is kept follows from collections, lists and definitions, which stand in the trail; a person does none of it.", tables: ["reconciliation", "reconciliation_resource", "reconciliation_asset", "due_work"] } as const;
const keptRow = (name: string) => JSON.stringify([{ key: name, rank: 0, name, states: ["covered", "covered", "covered", "covered", "covered"], sha256: someHash(), row: { id: name, name, of: [name], members: 1, cells: {}, type: "aws.ec2.instance", account: null, region: null, scope: {} } }]);
/** What is told of a population of nothing. */
function nothingMatched(): string {
  const none = Object.fromEntries(CELL_STATES.map((state) => [state, 0]));
  return JSON.stringify({
    definition: null, population: 0, outOfScope: 0, brief: 0, counts: Object.fromEntries(COLUMNS.map(({ id }) => [id, none])), sources: [], strangers: { count: 0, shown: [] },
    assets: { version: null, counts: Object.fromEntries(ASSET_STATES.map((state) => [state, 0])), collected: 0, complete: false }, size: 0,
  });
}

const instant = (world: FurnishedWorld) => ({ at: world.clock.now(), recordedBy: world.clock.now() });

/** A population that was matched by the worker and is kept. */
async function matchedPopulation(world: FurnishedWorld): Promise<void> {
  await collectedMachine(world);
  await listedAssets(world);
  world.clock.advance(1);
  await matchPopulationJob.run(world.asSystem(), {}, () => Promise.resolve());
}

/** Calls of the verbs by which the population is defined and held against what watches it. */
export const OF_RECONCILIATION: readonly VerbSample[] = [
  sample(readReconciliation)("security_analyst", () => ({ column: "logs" as const, state: "missing" as const })),
  sample(readDefinition)("security_analyst", nothing),
  sample(readAssets)("security_analyst", () => ({ state: "only_listed" as const })),
  sample(readAsset)("security_analyst", async (world) => {
    await listedAssets(world);
    return { key: "row 2" };
  }),
  sample(openAssetFile)("compliance_manager", async (world) => ({ sha256: await sentFile(world) })),
  sample(importAssets)("compliance_manager", assetsOf),
  sample(proposeDefinition)("compliance_manager", async (world) => {
    await settled(world);
    return { ...DEFINITION, reason: `Proposed ${world.next()}` };
  }),
  sample(approveDefinition)("admin", async (world) => ({ definitionId: await proposed(world) })),
  sample(declineDefinition)("admin", async (world) => ({ definitionId: await proposed(world), reason: "Not yet." })),
  sample(readReconciliationHistory)("security_analyst", async (world) => {
    await matchedPopulation(world);
    return {};
  }),
  sample(beginDueMatching)("system", nothing, { quiet: { ...MATCHING, tables: ["due_work", "job_run", "job"] } }),
  sample(beginMatching)("system", async (world) => {
    await listedAssets(world);
    world.clock.advance(1);
    return {};
  }, { quiet: MATCHING }),
  sample(readMatchingFrame)("system", instant),
  sample(readMatchingPart)("system", (world) => ({ ...instant(world), types: ["aws.ec2.instance"], part: "resources" as const, after: "", limit: 10 })),
  sample(readStanding)("system", () => ({ table: "resource" as const, after: "" })),
  sample(writeMatching)("system", async (world) => ({ ...(await begun(world)), table: "resource" as const, ended: [], rows: keptRow(`machine-${world.next()}`) }), { quiet: MATCHING }),
  sample(endMatching)("system", async (world) => ({ ...(await begun(world)), head: nothingMatched() }), { quiet: MATCHING }),
  sample(failMatching)("system", async (world) => {
    await begun(world);
    return { reason: "More than 100,000 resources are the population: narrow its types." };
  }, { quiet: MATCHING }),
];

/** A machine that a run brought beside its tickets. */
export async function collectedMachine(world: FurnishedWorld): Promise<void> {
  const collectionId = await collected(world);
  const { connectionId, collector } = await readCollection(world.as("admin"), { collectionId });
  const machine = { kind: "resource" as const, externalId: "i-1", scope: null, url: null, type: "aws.ec2.instance", name: "web-1", account: "1", region: "eu-west-1", tags: {}, createdAt: null, attributes: {} };
  await world.inTenant((tx) => keepRows(tx, world.organizationId, { connectionId, collector, collectionId, pageSequence: 0, rows: [machine] }, world.clock.now()));
}
