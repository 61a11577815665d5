import { reinstateControl, retireControl } from "#lib/controls/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { periodicControl } from "./periodic-control.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const day = "2026-10-10";

/** A control of its own, in force since September. @returns its id */
async function freshControl(world: FurnishedWorld): Promise<string> {
  return (await periodicControl(world, { code: `RET.${world.next()}`, frequency: "quarterly", effectiveFrom: new Date("2026-09-01T00:00:00Z") })).controlId;
}

export const OF_RETIREMENT: readonly VerbSample[] = [
  sample(retireControl)("compliance_manager", async (world) => ({ controlId: await freshControl(world), day, reason: "Another control does it.", successorCode: world.control.insideCode })),
  sample(reinstateControl)("compliance_manager", async (world) => {
    const controlId = await freshControl(world);
    await retireControl(world.as("compliance_manager"), { controlId, day, reason: "Another control does it." });
    return { controlId, reason: "The other one was given up." };
  }),
];
