import { randomBytes } from "node:crypto";
import { beginExport, endExport } from "#lib/views/index.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const content = () => ({ columns: ["code", "title"], filters: [{ name: "status", value: "stale" }] });
const anExport = () => ({ list: "controls", format: "csv" as const, ...content() });

export const OF_VIEWS: readonly VerbSample[] = [
  sample(beginExport)("compliance_manager", anExport),
  sample(endExport)("auditor", async (world) => ({ export: (await beginExport(await world.auditor(), anExport())).id, rows: 2, complete: true, sha256: randomBytes(32).toString("hex") })),
];
