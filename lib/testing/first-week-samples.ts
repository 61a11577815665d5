import { randomBytes } from "node:crypto";
import { listLibrary, readTailoring, tailorRequests } from "#lib/controls/index.ts";
import { importControls, openFile, previewImport } from "#lib/control-import/index.ts";
import { listAims, stateAims } from "#lib/engagements/index.ts";
import { adoptControlsStep, answerSystemsStep, nameOwner, readFirstWeek, readReadiness, settleStep, stateAimsStep, tailorRequestsStep } from "#lib/first-week/index.ts";
import { readFirstScreen } from "#lib/navigation/index.ts";
import { assignOwner, listOwners, readOwner, settleOwner } from "#lib/ownership/index.ts";
import { answerSystems, listSystems } from "#lib/systems/index.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const nothing = () => ({});

/** Answers that differ from those before: one tracker more, and no scanner. */
const answersOf = (world: FurnishedWorld) => ({ answers: [{ kind: "tracker" as const, names: ["jira", `Tracker ${world.next()}`] }, { kind: "scanner" as const, names: [] }] });
const aimsOf = (world: FurnishedWorld) => ({ aims: [{ frameworkKey: "soc2-tsc-2017", type: "type_2" as const }], firstDay: "2027-01-01", lastDay: `2027-06-${String((world.next() % 20) + 10)}`, timeZone: "Europe/Berlin" });
const newOwner = (world: FurnishedWorld) => ({ kind: "person" as const, name: "Petra Placeholder", email: `petra-${world.next()}@${world.slug}.example` });

const rowOf = (world: FurnishedWorld) => ({ row: 2, code: `OWN.${world.next()}`, title: "A control of our own", statement: "", owner: "", frequency: "Quarterly", kind: "Manual", mappings: "CC6.1", request: "The list and its date" });
const sentFile = async (world: FurnishedWorld) => (await keepUpload(world.as("admin"), { sha256: randomBytes(32).toString("hex"), byteLength: 12 })).sha256;

export const OF_FIRST_WEEK: readonly VerbSample[] = [
  sample(answerSystems)("compliance_manager", answersOf),
  sample(listSystems)("compliance_manager", nothing),
  sample(readTailoring)("compliance_manager", nothing),
  sample(tailorRequests)("compliance_manager", async (world) => {
    await answerSystems(world.as("admin"), answersOf(world));
    return {};
  }),
  sample(stateAims)("compliance_manager", aimsOf),
  sample(listAims)("compliance_manager", nothing),
  sample(assignOwner)("compliance_manager", (world) => ({ controlIds: [world.control.inside, world.control.outside], owner: newOwner(world) })),
  sample(listOwners)("compliance_manager", nothing),
  sample(readOwner)("control_owner", (world) => ({ controlId: world.control.inside })),
  sample(settleOwner)("admin", async (world) => {
    const { owner } = await assignOwner(world.as("admin"), { controlIds: [world.control.inside], owner: newOwner(world) });
    if (owner === null || !("placeholderId" in owner)) throw new Error("the owner is no placeholder");
    return { placeholderId: owner.placeholderId, memberId: world.members.control_owner.memberId };
  }),
  sample(readFirstWeek)("admin", nothing),
  sample(readReadiness)("admin", nothing),
  sample(settleStep)("admin", (world) => ({ step: "owners", state: world.next() % 2 === 0 ? "done" : "put_off" })),
  sample(answerSystemsStep)("admin", answersOf),
  sample(stateAimsStep)("admin", aimsOf),
  sample(adoptControlsStep)("admin", async (world) => {
    const { rows } = await listLibrary(world.as("admin"), { adopted: false });
    return { codes: rows.slice(0, 1).map((row) => row.code) };
  }),
  sample(tailorRequestsStep)("admin", async (world) => {
    await answerSystems(world.as("admin"), answersOf(world));
    return {};
  }),
  sample(nameOwner)("admin", (world) => ({ controlIds: [world.control.inside], owner: newOwner(world), invite: true })),
  sample(openFile)("admin", async (world) => ({ sha256: await sentFile(world) })),
  sample(previewImport)("admin", (world) => ({ rows: [rowOf(world)] })),
  sample(importControls)("admin", async (world) => ({
    source: { sha256: await sentFile(world), fileName: "controls.xlsx", sheetName: "Controls", headers: { code: "Code" } }, rows: [rowOf(world)], takeOver: ["SYS.2.07"], relation: "contributes",
  })),
  sample(readFirstScreen)("employee", nothing),
];
