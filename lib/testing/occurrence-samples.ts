import { listOccurrences, performOccurrence, readOccurrence, readPopulation, reviewOccurrence } from "#lib/occurrences/index.ts";
import { newId } from "#lib/platform/ids.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { periodicControl } from "./periodic-control.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const WINDOW = "2026-10-01";

/** A quarterly control that nobody has performed in the quarter that the furnished world stands in. */
async function freshControl(world: FurnishedWorld): Promise<{ code: string; controlId: string }> {
  const code = `PER.${world.next()}`;
  return { code, ...(await periodicControl(world, { code, frequency: "quarterly", effectiveFrom: new Date("2026-09-01T00:00:00Z") })) };
}

/** The engagement's control, performed by people once a week from here on; its requests stay. @returns its code */
export async function weeklyInside(world: FurnishedWorld): Promise<string> {
  await world.inTenant(async (tx) => {
    const last = await tx.controlVersion.findFirstOrThrow({ where: { controlId: world.control.inside }, orderBy: { version: "desc" } });
    if (last.frequency === "weekly") return;
    const recordedAt = world.clock.now();
    await tx.controlVersion.create({
      data: { ...last, id: newId("cvr", recordedAt.getTime()), version: last.version + 1, kind: "manual", frequency: "weekly", links: last.links ?? {}, designTest: last.designTest ?? [], operatingTest: last.operatingTest ?? [], effectiveFrom: new Date("2026-10-04T22:00:00Z"), recordedAt },
    });
  });
  return world.control.insideCode;
}

const performance = (controlId: string) => ({ controlId, window: WINDOW, performedOn: "2026-10-10", summary: "Went through every account with the owners.", exceptions: "One leaver still had access; taken away." });

export const OF_OCCURRENCES: readonly VerbSample[] = [
  sample(listOccurrences)("control_owner", (world) => ({ controlCode: world.control.insideCode, period: { firstDay: "2026-01-01", lastDay: "2026-12-31" }, state: ["due", "missed"] })),
  sample(readPopulation)("control_owner", (world) => ({ controlCode: world.control.insideCode, period: { firstDay: "2026-01-01", lastDay: "2026-12-31" } })),
  sample(readOccurrence)("control_owner", async (world) => ({ controlCode: await weeklyInside(world), window: "2026-10-05" })),
  sample(performOccurrence)("control_owner", async (world) => performance((await freshControl(world)).controlId)),
  sample(reviewOccurrence)("compliance_manager", async (world) => {
    const { controlId } = await freshControl(world);
    const { id } = await performOccurrence(world.as("control_owner"), performance(controlId));
    return { performanceId: id, decision: "returned", reason: "Two systems are missing." };
  }),
];
