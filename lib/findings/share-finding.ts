import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { requireFinding } from "./finding.repository.ts";
import { recordStep } from "./record-step.ts";
import { FINDING_VISIBILITIES } from "./words.ts";

/** Shares a finding with the auditors of its controls, or keeps it internal from now on. What was read was read. @throws AppError not_found */
export const shareFinding = defineVerb({
  name: "findings.share",
  permission: "findings.manage",
  effect: "write",
  input: z.strictObject({ findingId: idInput, visibility: z.enum(FINDING_VISIBILITIES) }),
  async run(args) {
    const { tx, scope, input: { findingId, visibility } } = args;
    const finding = await requireFinding(tx, scope, findingId);
    if (finding.state.visibility === visibility) return args.unchanged();
    await recordStep(args, finding, { kind: visibility === "internal" ? "withheld" : "shared", facts: { visibility }, changes: { before: finding.state.visibility, after: visibility } });
  },
});
