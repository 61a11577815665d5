import { approveRule, declineRule, endRule, listRules, proposeRule } from "#lib/acceptance/index.ts";
import { judgeTrusted } from "#lib/evidence/judge-trusted.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { nothing, sample, type VerbSample } from "./verb-sample.ts";

const RULE = { source: { kind: "record", sourceKind: "population" }, reason: "Counted by Tickmark.", lastDay: "2026-12-31" } as const;

async function proposed(world: FurnishedWorld): Promise<string> {
  return (await proposeRule(world.as("compliance_manager"), RULE)).id;
}

/** Calls of the verbs by which a source is trusted. */
export const OF_ACCEPTANCE: readonly VerbSample[] = [
  sample(listRules)("compliance_manager", nothing),
  sample(proposeRule)("compliance_manager", (world) => ({ ...RULE, reason: `Counted by Tickmark, ${world.next()}.` })),
  sample(approveRule)("admin", async (world) => ({ ruleId: await proposed(world) })),
  sample(declineRule)("admin", async (world) => ({ ruleId: await proposed(world), reason: "Not yet." })),
  sample(endRule)("admin", async (world) => {
    const ruleId = await proposed(world);
    await approveRule(world.as("admin"), { ruleId });
    return { ruleId, reason: "It is looked at again." };
  }),
  sample(judgeTrusted)("system", async (world) => ({ evidenceId: await world.freshEvidence() }), { quiet: { why: "Judged already, or told to people: what it says stands in their inboxes.", tables: ["notification", "due_work"] } }),
];
