import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { findDisposals, findEvidenceDetail, originalDisposedAt } from "#lib/evidence/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";

export type OriginalFacts = { number: number; title: string; sha256: string; fileName: string; mediaType: string; byteLength: number };

/** The original of an evidence's file, whichever version of it people get. @throws AppError not_found; precondition_failed (no_file, file_disposed) */
export const readOriginalFacts = defineVerb({
  name: "redaction.read_original_facts",
  permission: "evidence.redact",
  effect: "read",
  input: z.strictObject({ evidenceId: idInput }),
  async run({ tx, scope, input }): Promise<OriginalFacts> {
    const number = /^EV-([1-9]\d{0,8})$/.exec(input.evidenceId)?.[1];
    const row = await findEvidenceDetail(tx, scope, number === undefined ? { id: input.evidenceId } : { number: Number(number) });
    if (row === null) throw notFound("evidence");
    if (row.blobSha256 === null || row.fileName === null) throw new AppError("precondition_failed", "no_file", "This evidence has no file. Nothing of it can be redacted.");
    const gone = (await findDisposals(tx, scope.organizationId, [row.id])).has(row.id) || (await originalDisposedAt(tx, scope.organizationId, row.id)) !== null;
    if (gone) throw new AppError("precondition_failed", "file_disposed", "The original was disposed of, so nothing can be made of it any more.");
    return { number: row.number, title: row.title, sha256: row.blobSha256, fileName: row.fileName, mediaType: row.mediaType ?? "application/octet-stream", byteLength: Number(row.byteLength ?? 0n) };
  },
});

/** The original for who may see it, told in the audit trail; its bytes are read by its hash. */
export const openOriginal = defineVerb({
  name: "redaction.open_original",
  permission: "evidence.read_original",
  effect: "write",
  rate: "none",
  whileLeaving: true,
  input: z.strictObject({ evidenceId: idInput }),
  async run(args): Promise<OriginalFacts> {
    const original = await readOriginalFacts.definition.run(args);
    await args.audit({ action: "evidence.original_opened", subjectKind: "evidence", subjectId: args.input.evidenceId, changes: { sha256: original.sha256 } });
    return original;
  },
});
