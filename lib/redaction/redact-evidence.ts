import { randomBytes } from "node:crypto";
import { z } from "zod";
import { defineVerb, idInput, lineInput, textInput } from "#lib/access/index.ts";
import { fileInput, insertRedaction } from "#lib/evidence/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { recordStored, reliedOnLength, uploadedBy } from "#lib/uploads/index.ts";
import { commitmentTo } from "./commitment.ts";
import { REDACTION_LIMITS } from "./limits.ts";
import { prepareRedaction } from "./prepare-redaction.ts";
import { readOriginalFacts } from "./read-original.ts";

/** How the redacted version comes about: a file of one's own, or made here by leaving columns or lines out. */
export const redactionInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), file: fileInput, removed: lineInput(REDACTION_LIMITS.words) }),
  z.strictObject({ kind: z.literal("columns"), columns: z.array(z.number().int().min(0).max(REDACTION_LIMITS.columns)).min(1, "Choose at least one column.").max(REDACTION_LIMITS.chosen) }),
  z.strictObject({ kind: z.literal("lines"), lines: z.string().trim().min(1, "Name the lines.").max(REDACTION_LIMITS.words) }),
]);

/**
 * Records a redacted version of an evidence's file. From then on it is what people, auditors and packets get; the original is
 * shown to few, and the ledger commits to it by a salted hash.
 *
 * @throws AppError not_found; validation (the same file, a PDF in which something was only covered, lines or columns that are not
 *   there); precondition_failed (no file, disposed of, no text)
 */
export const redactEvidence = defineVerb({
  name: "redaction.redact",
  permission: "evidence.redact",
  effect: "write",
  input: z.strictObject({ evidenceId: idInput, how: redactionInput, reason: textInput(REDACTION_LIMITS.words).min(1, "Say why.") }),
  prepare: ({ evidenceId, how }, context) => prepareRedaction(context, evidenceId, how),
  async run(args): Promise<{ number: number }> {
    const { tx, context, input, prepared, now, audit } = args;
    const { organizationId } = context;
    const original = await readOriginalFacts.definition.run({ ...args, input: { evidenceId: input.evidenceId } });
    if (prepared.made !== null) await recordStored(args, prepared.made);
    const { sha256, fileName, mediaType } = prepared.file;
    if (prepared.made === null && !(await uploadedBy(tx, organizationId, sha256, actorId(context.actor)))) throw notFound("upload");
    const byteLength = await reliedOnLength(tx, organizationId, sha256);
    if (byteLength === null) throw notFound("upload");
    if (sha256 === original.sha256) throw new AppError("validation", "redaction_same_file", "Nothing was recorded.", [{ path: "how.file", message: "This is the original, byte for byte." }]);
    const salt = randomBytes(32).toString("hex");
    const commitment = commitmentTo(original.sha256, salt);
    const id = newId("red", now.getTime());
    await insertRedaction(tx, organizationId, {
      id, evidenceId: input.evidenceId, fileName, mediaType, byteLength, blobSha256: sha256, removed: prepared.removed, reason: input.reason, salt, commitment, madeBy: actorId(context.actor), madeAt: now,
    });
    await appendPendingEntry(tx, context, { kind: "evidence.redacted", subjectId: input.evidenceId, record: { number: original.number, redacted_sha256: sha256, commitment, removed_sha256: sha256Hex(prepared.removed), by: actorId(context.actor) } });
    await audit({ action: "evidence.redacted", subjectKind: "evidence", subjectId: input.evidenceId, changes: { redacted_sha256: sha256, commitment, removed: prepared.removed, reason: input.reason } });
    return { number: original.number };
  },
});
