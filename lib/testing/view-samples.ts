import { randomBytes } from "node:crypto";
import { arrangeList, beginExport, changeView, chooseStartView, deleteView, endExport, readArrangement, saveView, shareView } from "#lib/views/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const content = () => ({ columns: ["code", "title"], filters: [{ name: "status", value: "stale" }] });
const anExport = () => ({ list: "controls", format: "csv" as const, ...content() });
const aView = async (world: FurnishedWorld): Promise<string> => (await saveView(world.as("compliance_manager"), { list: "controls", name: `View ${world.next()}`, ...content() })).id;

const PREFERENCE = { why: "How somebody likes to read is nobody's business.", tables: ["list_preference"] };

export const OF_VIEWS: readonly VerbSample[] = [
  sample(beginExport)("compliance_manager", anExport),
  sample(endExport)("auditor", async (world) => ({ export: (await beginExport(await world.auditor(), anExport())).id, rows: 2, complete: true, sha256: randomBytes(32).toString("hex") })),
  sample(arrangeList)("auditor", () => ({ list: "controls", columns: ["code", "title"], density: "compact" }), { quiet: PREFERENCE }),
  sample(readArrangement)("control_owner", () => ({ list: "controls" })),
  sample(saveView)("control_owner", (world) => ({ list: "controls", name: `View ${world.next()}`, ...content() })),
  sample(changeView)("compliance_manager", async (world) => ({ viewId: await aView(world), name: `Renamed ${world.next()}`, columns: null })),
  sample(chooseStartView)("compliance_manager", async (world) => ({ list: "controls", viewId: await aView(world) }), { quiet: PREFERENCE }),
  sample(shareView)("compliance_manager", async (world) => ({ viewId: await aView(world), shared: true })),
  sample(deleteView)("compliance_manager", async (world) => ({ viewId: await aView(world) })),
];
