import { exportControlFiles } from "#lib/control-files/index.ts";
import { countDrift, listDrift, noteFolder, readDrift, settleDrift } from "#lib/drift/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { periodicControl } from "./periodic-control.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

/** A folder in which a control of its own is called otherwise. @returns its code and the folder's files */
async function otherFolder(world: FurnishedWorld): Promise<{ code: string; files: { name: string; text: string }[] }> {
  const code = `DRI.${world.next()}`;
  await periodicControl(world, { code, frequency: "quarterly", effectiveFrom: new Date("2026-09-01T00:00:00Z") });
  const files = (await exportControlFiles(world.as("admin"), {})).filter(({ name }) => name === `${code}.md`);
  return { code, files: files.map(({ name, text }) => ({ name, text: text.replace(/^title: .*$/mu, "title: Called otherwise in the folder") })) };
}

/** A control that a folder calls otherwise, as it was noted. @returns its code */
export async function driftedControl(world: FurnishedWorld): Promise<string> {
  const { code, files } = await otherFolder(world);
  await noteFolder(world.as("compliance_manager"), { place: "controls-of-ours", files });
  return code;
}

export const OF_DRIFT: readonly VerbSample[] = [
  sample(noteFolder)("compliance_manager", async (world) => ({ place: "controls-of-ours", files: (await otherFolder(world)).files })),
  sample(listDrift)("compliance_manager", () => ({})),
  sample(countDrift)("compliance_manager", (world) => ({ code: world.control.insideCode })),
  sample(readDrift)("compliance_manager", (world) => ({ code: world.control.insideCode })),
  sample(settleDrift)("compliance_manager", async (world) => {
    const code = await driftedControl(world);
    const [compared] = (await readDrift(world.as("compliance_manager"), { code, source: "folder" })).differs;
    return { act: "take", controls: [{ code, source: "folder", base: compared?.base ?? "", fields: ["Title"] }] };
  }),
];
