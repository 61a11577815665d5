import { decideApplicability, issueStatement, readApplicability, readStatement } from "#lib/applicability/index.ts";
import { adoptFramework, leaveFramework, listFrameworkNames, listFrameworks, openFrameworkFile, previewOwnFramework, readFramework, readMatrix, saveOwnFramework } from "#lib/frameworks/index.ts";
import { readFrameworkFreshness } from "#lib/freshness/index.ts";
import { readReadinessOf } from "#lib/readiness/index.ts";
import { acceptProposals, mapControls, readMappingEditor, readOutlook, retractMappings, undoMappings } from "#lib/mappings/index.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const KEY = "pci-dss-3.2.1";

/** An edition that is mapped to nowhere else, so that every call finds it as the one before left it. */
const MAPPED = "iso27001-2013";

/** Another requirement each time: a mapping that holds so already is no act. */
const mapping = (world: FurnishedWorld) => ({
  frameworkKey: MAPPED, requirementCode: "A.18.2.3", controlIds: [world.control.inside], strength: "contributes" as const, rationale: `Looked at for the ${world.next()}th time.`,
});

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

/** Decides every item, as it must be before a statement is issued. */
const decideAll = async (world: FurnishedWorld): Promise<void> => {
  const { lines } = await readApplicability(world.as("compliance_manager"), { frameworkKey: "pci-dss-3.2.1" });
  await decideApplicability(world.as("compliance_manager"), { frameworkKey: "pci-dss-3.2.1", codes: lines.map((one) => one.code), applicable: true, justification: `Card data is processed (${world.next()}).` });
};

export const OF_FRAMEWORKS: readonly VerbSample[] = [
  sample(listFrameworks)("control_owner", () => ({})),
  sample(listFrameworkNames)("control_owner", () => ({})),
  sample(readFramework)("control_owner", () => ({ key: "soc2-tsc-2017" })),
  sample(readMatrix)("control_owner", () => ({ key: "soc2-tsc-2017", cell: { requirement: "CC7.2", column: "SYS" } })),
  sample(decideApplicability)("compliance_manager", (world) => ({ frameworkKey: "iso27001-2022", codes: ["A.5.7"], applicable: false, justification: `No such risk (${world.next()}).` })),
  sample(readApplicability)("control_owner", () => ({ frameworkKey: "iso27001-2022" })),
  sample(issueStatement)("compliance_manager", async (world) => {
    await decideAll(world);
    return { frameworkKey: "pci-dss-3.2.1" };
  }),
  sample(readStatement)("control_owner", async (world) => {
    await decideAll(world);
    return { frameworkKey: "pci-dss-3.2.1", version: (await issueStatement(world.as("compliance_manager"), { frameworkKey: "pci-dss-3.2.1" })).version };
  }),
  sample(readMappingEditor)("compliance_manager", () => ({ frameworkKey: "soc2-tsc-2017" })),
  sample(readFrameworkFreshness)("control_owner", () => ({ key: MAPPED })),
  sample(readReadinessOf)("control_owner", () => ({ key: MAPPED, period: { firstDay: "2026-10-01", lastDay: "2026-12-31" } })),
  sample(readOutlook)("control_owner", () => ({ frameworkKey: "iso27001-2022" })),
  sample(mapControls)("compliance_manager", mapping),
  sample(acceptProposals)("compliance_manager", async (world) => {
    const { proposals } = await readMappingEditor(world.as("compliance_manager"), { frameworkKey: "pci-dss-3.2.1" });
    return { frameworkKey: "pci-dss-3.2.1", pairs: proposals.slice(0, 1).map(({ controlId, requirementCode }) => ({ controlId, requirementCode })), as: "proposed" };
  }),
  sample(retractMappings)("compliance_manager", async (world) => {
    world.clock.advance(1);
    await mapControls(world.as("compliance_manager"), mapping(world));
    world.clock.advance(1);
    return { frameworkKey: MAPPED, pairs: [{ controlId: world.control.inside, requirementCode: "A.18.2.3" }], reason: "Another control does it." };
  }),
  sample(undoMappings)("compliance_manager", async (world) => {
    world.clock.advance(1);
    const { frameworkKey, pairs } = await mapControls(world.as("compliance_manager"), mapping(world));
    world.clock.advance(1);
    return { frameworkKey, pairs };
  }),
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
