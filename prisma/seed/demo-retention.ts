import { proposeDisposal } from "#lib/disposal/index.ts";
import { classifyEvidence, listEvidence } from "#lib/evidence/index.ts";
import { placeLegalHold } from "#lib/leaving/index.ts";
import type { DemoWorld } from "./demo-world.ts";

/** Days that a review of the wrong quarter is kept: nobody needs it. */
const SHORT_DAYS = 7;

/** One evidence whose time is over waits for a decision, and one that is older stands under a legal hold. */
export async function keepAndDispose(world: DemoWorld, lastDay: string): Promise<void> {
  world.clock.set(`${lastDay}T15:10:00Z`);
  const { rows } = await listEvidence(world.as("ines"), { controlCode: "SYS.1.01", sourceKind: "upload", size: 200 });
  const named = (start: string): string => {
    const found = rows.find((row) => row.title.startsWith(start));
    if (found === undefined) throw new Error(`there is no evidence “${start}…”`);
    return found.id;
  };
  await classifyEvidence(world.as("ines"), { evidenceId: named("Review of logged events, third quarter"), classification: "internal", retainDays: SHORT_DAYS });
  await proposeDisposal(world.asTickmark(), {});
  await placeLegalHold(world.as("mara"), { reason: "Claim of a customer over a lost log export.", on: { kind: "evidence", evidenceIds: [named("How logs are collected")] } });
}
