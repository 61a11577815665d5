import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findDisposals, findEvidenceDetail, newestRedactions, originalDisposedAt } from "#lib/evidence/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { insertOriginalProposal } from "./disposition.repository.ts";

/**
 * Proposes to dispose of the original of a redacted evidence alone: the redacted version stays, with its commitment. It is decided on
 * in the list of disposals, like what is over.
 *
 * @throws AppError not_found; precondition_failed (not_redacted, file_disposed)
 */
export const proposeOriginal = defineVerb({
  name: "disposal.propose_original",
  permission: "evidence.dispose",
  effect: "write",
  input: z.strictObject({ evidenceId: idInput }),
  async run({ tx, scope, context, input: { evidenceId }, now, audit, unchanged }): Promise<void> {
    const { organizationId } = context;
    if ((await findEvidenceDetail(tx, scope, { id: evidenceId })) === null) throw notFound("evidence");
    if (!(await newestRedactions(tx, organizationId, [evidenceId])).has(evidenceId)) throw new AppError("precondition_failed", "not_redacted", "There is no redacted version of this evidence, so its original is all that there is.");
    const gone = (await findDisposals(tx, organizationId, [evidenceId])).has(evidenceId) || (await originalDisposedAt(tx, organizationId, evidenceId)) !== null;
    if (gone) throw new AppError("precondition_failed", "file_disposed", "The original was disposed of already.");
    if (!(await insertOriginalProposal(tx, organizationId, evidenceId, now))) return unchanged();
    await audit({ action: "evidence.disposal_of_original_proposed", subjectKind: "evidence", subjectId: evidenceId, changes: {} });
  },
});
