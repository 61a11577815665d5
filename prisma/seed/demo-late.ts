import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import type { DemoWorld } from "./demo-world.ts";

/**
 * The version of the policy that held before the examination's period turns up and is handed in on the last day: a day before
 * the period shows nothing as known then, and a proof as known now. Called after all other evidence, so that no number of it moves.
 */
export async function handInLate(world: DemoWorld, periodStart: string, lastDay: string, requestIds: readonly string[]): Promise<void> {
  world.clock.set(`${lastDay}T16:20:00Z`);
  const { id: evidenceId } = await submitEvidence(world.as("hanna"), {
    source: { kind: "note" }, title: "Logging and accountability policy, version 3", note: "As it was approved before version 4 took its place. It lay with the papers of the committee.",
    collectedAt: addDays(periodStart, -15), requestIds: [...requestIds],
  });
  world.clock.set(`${lastDay}T16:45:00Z`);
  await reviewEvidence(world.as("ines"), { evidenceId, decision: "accepted" });
}
