import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { evidenceReference, findEvidenceDetail } from "#lib/evidence/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { insertProof, proofsOf } from "./finding-parts.repository.ts";
import { FINDING_LIMITS } from "./limits.ts";
import { findingToRemedy, recordStep } from "./record-step.ts";
import { UNSETTLED_STATUSES } from "./words.ts";

/** Evidence by its id or by its name, EV-12. */
const reference = z.string().trim().min(1, "Name the evidence, such as EV-12.").max(64).regex(/^(EV-\d{1,9}|[A-Za-z0-9_-]+)$/u, "Evidence is named like EV-12.");

/** Names evidence that shows the remediation. @throws AppError not_found; forbidden; limit_exceeded; precondition_failed once it is settled */
export const addRemediationEvidence = defineVerb({
  name: "findings.add_evidence",
  permission: "findings.remediate",
  effect: "write",
  input: z.strictObject({ findingId: idInput, reference }),
  async run(args) {
    const { tx, scope, context: { organizationId, actor }, now, input } = args;
    const finding = await findingToRemedy(args, input.findingId, UNSETTLED_STATUSES, "given evidence");
    const number = /^EV-(\d+)$/u.exec(input.reference)?.[1];
    const evidence = await findEvidenceDetail(tx, scope, number === undefined ? { id: input.reference } : { number: Number(number) });
    if (evidence === null) throw notFound("evidence");
    if ((await proofsOf(tx, scope, finding.id)).length >= FINDING_LIMITS.evidence) {
      throw new AppError("limit_exceeded", "too_much_evidence", `A finding names at most ${FINDING_LIMITS.evidence} items of evidence; nothing was changed.`);
    }
    if (!(await insertProof(tx, organizationId, { findingId: finding.id, evidenceId: evidence.id, addedAt: now, addedBy: actorId(actor) }))) return args.unchanged();
    await recordStep(args, finding, { kind: "evidence_added", text: `${evidenceReference(evidence.number)} ${evidence.title}`, changes: { evidence: evidence.id } });
  },
});
