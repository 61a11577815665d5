import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import { findDue, insertProposals, withdrawProposals } from "./disposition.repository.ts";
import { DISPOSAL_LIMITS } from "./limits.ts";

/** Proposes to dispose of evidence whose time is over, and takes back proposals of what is not due any more. Nothing is destroyed by it. */
export const proposeDisposal = defineVerb({
  name: "disposal.propose",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({}),
  async run({ tx, context, now, audit, unchanged }): Promise<{ proposed: number }> {
    const { organizationId } = context;
    const days = await settingAt(tx, "evidence_retention_days");
    const withdrawn = await withdrawProposals(tx, organizationId, days, now);
    const due = await findDue(tx, organizationId, days, now, DISPOSAL_LIMITS.proposedAtOnce);
    await insertProposals(tx, organizationId, due, now);
    if (due.length === 0 && withdrawn === 0) unchanged();
    else await audit({ action: "evidence.disposal_proposed", subjectKind: "organization", subjectId: organizationId, changes: { evidence: due.map((one) => one.id), withdrawn } });
    return { proposed: due.length };
  },
});
