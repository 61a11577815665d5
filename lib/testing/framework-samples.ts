import { receiveUpload } from "#lib/evidence/index.ts";
import { adoptFramework, leaveFramework, listFrameworks, openFrameworkFile, previewOwnFramework, readFramework, saveOwnFramework } from "#lib/frameworks/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const KEY = "pci-dss-3.2.1";

const stateOf = async (world: FurnishedWorld) => (await readFramework(world.as("compliance_manager"), { key: KEY })).framework.adoption.state;

/** A file that was sent; what is in it the verbs do not read. */
const sentFile = async (world: FurnishedWorld): Promise<string> => {
  const bytes = Buffer.from(`framework ${world.next()}`);
  return (await receiveUpload(world.as("compliance_manager"), { body: [bytes] as unknown as AsyncIterable<Uint8Array>, byteLength: bytes.length })).sha256;
};

const ownFramework = (world: FurnishedWorld) => ({
  id: `supplier-code-${world.next()}`, name: "Supplier code", edition: "2026", publisher: "Fernhall", itemLabel: { one: "clause", many: "clauses" }, validFrom: null, validUntil: null,
  validityNote: null, source: "The organization’s own file.", notCovered: [], groups: [{ id: "S1", title: "Access", parent: null }],
  requirements: [{ id: "S1.1", title: "Access ends with the contract", parent: null, group: "S1", newInEdition: false }],
});

export const OF_FRAMEWORKS: readonly VerbSample[] = [
  sample(listFrameworks)("control_owner", () => ({})),
  sample(readFramework)("control_owner", () => ({ key: "soc2-tsc-2017" })),
  sample(openFrameworkFile)("compliance_manager", async (world) => ({ sha256: await sentFile(world) })),
  sample(previewOwnFramework)("compliance_manager", (world) => ({ framework: ownFramework(world) })),
  sample(saveOwnFramework)("compliance_manager", async (world) => ({ framework: ownFramework(world), fileName: "own.yaml", fileSha256: await sentFile(world) })),
  sample(adoptFramework)("compliance_manager", async (world) => {
    if ((await stateOf(world)) === "adopted") await leaveFramework(world.as("compliance_manager"), { key: KEY, reason: "To take it up again." });
    return { key: KEY };
  }),
  sample(leaveFramework)("compliance_manager", async (world) => {
    await adoptFramework(world.as("compliance_manager"), { key: KEY });
    return { key: KEY, reason: "The publisher retired it." };
  }),
];
