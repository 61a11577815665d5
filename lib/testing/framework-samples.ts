import { adoptFramework, leaveFramework, listFrameworks, readFramework } from "#lib/frameworks/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const KEY = "pci-dss-3.2.1";

const stateOf = async (world: FurnishedWorld) => (await readFramework(world.as("compliance_manager"), { key: KEY })).framework.adoption.state;

export const OF_FRAMEWORKS: readonly VerbSample[] = [
  sample(listFrameworks)("control_owner", () => ({})),
  sample(readFramework)("control_owner", () => ({ key: "soc2-tsc-2017" })),
  sample(adoptFramework)("compliance_manager", async (world) => {
    if ((await stateOf(world)) === "adopted") await leaveFramework(world.as("compliance_manager"), { key: KEY, reason: "To take it up again." });
    return { key: KEY };
  }),
  sample(leaveFramework)("compliance_manager", async (world) => {
    await adoptFramework(world.as("compliance_manager"), { key: KEY });
    return { key: KEY, reason: "The publisher retired it." };
  }),
];
