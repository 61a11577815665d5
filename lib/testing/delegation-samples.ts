import { declareAbsence, delegateWork, endDelegation, listDelegations } from "#lib/delegation/index.ts";
import { assignRequest } from "#lib/evidence/index.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

const days = { firstDay: "2026-12-01", lastDay: "2026-12-04" };
const REQUEST = "SYS.1.01 logging-policy";

/** Nobody is away, and nothing is given to anybody, in either organization. */
async function endAll(world: FurnishedWorld): Promise<void> {
  const { given } = await listDelegations(world.as("control_owner"), {});
  if (given.length > 0) await endDelegation(world.as("control_owner"), { ids: given.map((one) => one.id) });
}

const absence = (world: FurnishedWorld) => ({ ...days, standInId: world.members.compliance_manager.memberId, note: "On leave." });

export const OF_DELEGATION: readonly VerbSample[] = [
  sample(listDelegations)("control_owner", () => ({})),
  sample(declareAbsence)("control_owner", absence, { after: endAll }),
  sample(delegateWork)("control_owner", async (world) => {
    await assignRequest(world.as("admin"), { requestId: world.request(REQUEST), ownerMemberId: world.members.control_owner.memberId });
    return { ...absence(world), work: [{ kind: "evidence_request", id: world.request(REQUEST) }] };
  }, { after: endAll }),
  sample(endDelegation)("control_owner", async (world) => ({ ids: [(await declareAbsence(world.as("control_owner"), absence(world))).id] }), { after: endAll }),
];
