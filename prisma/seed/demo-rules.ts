import { requestHunt, runHunt } from "#lib/hunts/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { saveRuleText } from "#lib/rules/index.ts";
import type { DemoWorld } from "./demo-world.ts";

/** The analyst's own rule, which waits for another person: nothing is detected with it yet. */
const ROOT_REFUSED = `title: Root was refused by SSH
id: 7f1d2c84-51c2-4b0e-9a55-2d0f6f2b7c11
description: Nobody signs in as root at Fernhall; whoever tries did not learn that here.
author: Priya Raman
license: Fernhall internal
logsource: { product: linux, service: sshd }
detection:
  refused: { action: authentication_failed, user: root }
  condition: refused
falsepositives:
  - A scanner of our own that lost its exception
level: medium
tags: [attack.credential-access, attack.t1110.001]
tickmark:
  controls: [SYS.2.07]
  matrix: [audit-log-on]
  tests:
    positive:
      - "Mar 3 02:00:01 web1 sshd[100]: Failed password for root from 192.0.2.10 port 4001 ssh2"
    negative:
      - "Mar 3 02:00:01 web1 sshd[100]: Failed password for eve from 192.0.2.10 port 4001 ssh2"
`;

/** On the last day: a rule of their own, proposed, and what it would have found in two weeks. */
export async function proposeRule(world: DemoWorld, lastDay: string): Promise<void> {
  world.clock.set(`${lastDay}T14:20:00Z`);
  const { textId } = await saveRuleText(world.as("priya"), { about: { kind: "rule" }, text: ROOT_REFUSED, reason: "Root is tried every night; each try by itself shall be judged until the gate refuses the account.", baseVersion: 0, send: "review" });
  const { huntId } = await requestHunt(world.as("priya"), { reason: "How often was root tried in the last two weeks?", choice: { kind: "texts", textIds: [textId] }, sourceIds: [], firstDay: addDays(lastDay, -13), lastDay });
  await runHunt(world.asTickmark(), { huntId }, async () => undefined);
}
