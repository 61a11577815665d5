import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { ownerColumns } from "./finding.repository.ts";
import { ownerInput, resolveOwner } from "./owner.ts";
import { findingIn, recordStep } from "./record-step.ts";
import { tellNewOwner } from "./tell-people.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/** Names the person who answers for a finding, or nobody. @throws AppError not_found; precondition_failed once it is settled */
export const assignFinding = defineVerb({
  name: "findings.assign",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, owner: ownerInput }),
  async run(args) {
    const finding = await findingIn(args, args.input.findingId, UNSETTLED_STATUSES, "given to somebody");
    const owner = ownerColumns(await resolveOwner(args, args.input.owner));
    const { ownerMemberId, ownerPlaceholderId, dueOn } = finding.state;
    if (owner.ownerMemberId === ownerMemberId && owner.ownerPlaceholderId === ownerPlaceholderId) return args.unchanged();
    await recordStep(args, finding, { kind: "assigned", facts: owner, changes: { before: ownerMemberId ?? ownerPlaceholderId, after: owner.ownerMemberId ?? owner.ownerPlaceholderId } });
    await tellNewOwner(args, { ...finding, dueOn }, owner.ownerMemberId, ownerMemberId);
  },
});
