import {
  adoptRules, approveRuleTexts, checkRuleText, endRuleText, importPack, listRecordedRules, listRuleTexts, prepareTrial, proposeRuleText, quarantineRules, readInForce, readRecordedRule, readRuleText, readRuleVersion, readTextKeys, readTextsInForce, readWaitingTexts, recordCanaries, returnRuleTexts,
  saveRuleText, setRuleStanding, shippedRules, startText, withdrawRuleText, type SavedRuleText,
} from "#lib/rules/index.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { zipOf } from "./zip-bytes.ts";
import { nothing, sample, someHash, type VerbSample } from "./verb-sample.ts";

/** A rule that holds for one action, with the examples that it must carry. */
export function ownRule(id: string, action = "command_denied"): string {
  return `title: Something refused, ${id}
id: ${id}
author: The analysts
license: MIT
logsource: { product: linux, service: sudo }
detection:
  found: { action: ${action} }
  condition: found
level: high
tickmark:
  controls: [SYS.2.07]
  tests:
    positive:
      - "Mar 3 10:00:01 web1 sudo:     eve : user NOT in sudoers ; TTY=pts/2 ; PWD=/home/eve ; USER=root ; COMMAND=/bin/bash"
    negative:
      - "Mar 3 10:00:01 web1 sudo:    mike : TTY=pts/2 ; PWD=/home/mike ; USER=root ; COMMAND=/usr/bin/apt update"
`;
}

/** Saves a text of a new rule as the analyst; with `review` it is proposed. */
function saved(world: FurnishedWorld, send: "keep" | "review"): Promise<SavedRuleText> {
  return saveRuleText(world.as("security_analyst"), { about: { kind: "rule" }, text: ownRule(`own-rule-${world.next()}`), reason: "Seen last week.", baseVersion: 0, send });
}

/** A text of a new rule of the analyst's, which waits for somebody else. */
export const proposedRule = (world: FurnishedWorld): Promise<SavedRuleText> => saved(world, "review");

async function someShippedRule(at: number): Promise<string> {
  const { texts } = await shippedRules();
  return texts[at % texts.length]!.ruleKey;
}

/** Calls of the verbs by which rules are written, tuned, switched and read. */
export const OF_RULES: readonly VerbSample[] = [
  sample(adoptRules)("system", (world) => ({
    ruleSetHash: someHash(),
    rules: [{ ruleKey: `rule-${world.next()}`, sha256: someHash(), title: "A rule", severity: "low", text: "title: A rule", controlCodes: ["SYS.2.07"], tags: [] }],
  })),
  sample(approveRuleTexts)("admin", async (world) => ({ textIds: [(await saved(world, "review")).textId] })),
  sample(checkRuleText)("compliance_manager", () => ({ text: ownRule("checked"), tunes: null })),
  sample(endRuleText)("admin", async (world) => {
    const { textId } = await saved(world, "review");
    await approveRuleTexts(world.as("admin"), { textIds: [textId] });
    return { textId, reason: "It found nothing." };
  }),
  sample(importPack)("security_analyst", async (world) => {
    const bytes = zipOf([{ name: "rules/one.yml", content: Buffer.from(ownRule(`pack-rule-${world.next()}`)) }]);
    const { sha256 } = await receiveUpload(world.as("security_analyst"), { body: (async function* () { yield bytes; })(), byteLength: bytes.length });
    return { sha256, fileName: "rules.zip", license: "MIT", reason: "Published by others." };
  }),
  sample(recordCanaries)("system", async (world) => ({ ruleSetHash: someHash(), fired: [await someShippedRule(1)], failed: [{ ruleKey: `canary-${world.next()}`, title: "A rule", controlCodes: ["SYS.2.07"], reason: "Expected 1 hits, got 0." }], without: 0 })),
  sample(readTextKeys)("security_analyst", nothing),
  sample(listRecordedRules)("compliance_manager", nothing),
  sample(listRuleTexts)("compliance_manager", nothing),
  sample(readWaitingTexts)("compliance_manager", nothing),
  sample(prepareTrial)("compliance_manager", () => ({ text: ownRule("tried"), tunes: null, compareWith: null })),
  sample(proposeRuleText)("security_analyst", async (world) => ({ textId: (await saved(world, "keep")).textId })),
  sample(quarantineRules)("system", async (world) => ({ rules: [{ ruleKey: await someShippedRule(world.next()), title: "A rule", controlCodes: ["SYS.2.07"], reason: "It cannot be compiled any more." }] })),
  sample(readInForce)("compliance_manager", nothing),
  sample(readRecordedRule)("compliance_manager", (world) => ({ ruleKey: world.ruleKey })),
  sample(readRuleText)("compliance_manager", async (world) => ({ textId: (await saved(world, "keep")).textId })),
  sample(readRuleVersion)("compliance_manager", (world) => ({ versionId: world.ruleVersionId })),
  sample(readTextsInForce)("compliance_manager", async (world) => ({ textIds: [(await saved(world, "keep")).textId] })),
  sample(returnRuleTexts)("admin", async (world) => ({ textIds: [(await saved(world, "review")).textId], reason: "Too wide." })),
  sample(saveRuleText)("security_analyst", (world) => ({ about: { kind: "rule" }, text: ownRule(`own-rule-${world.next()}`), reason: "Seen last week.", baseVersion: 0, send: "review" })),
  sample(setRuleStanding)("security_analyst", async (world) => ({ ruleKey: await someShippedRule(world.next()), state: "disabled", reason: "The system it looks at is gone." })),
  sample(startText)("security_analyst", () => ({ from: { kind: "new" } })),
  sample(withdrawRuleText)("security_analyst", async (world) => ({ textId: (await saved(world, "review")).textId, reason: "It needs a filter first." })),
];
