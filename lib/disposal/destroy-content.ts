import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { holdsOn } from "#lib/holds/index.ts";
import { appendPendingEntry } from "#lib/ledger/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { notFound } from "#lib/platform/errors.ts";
import { changeDispositions, destroyBlob, disposeOfWords, lockDispositions, redactedBlobs, type DispositionRow } from "./disposition.repository.ts";

/**
 * Destroys, once, what an evidence holds, as somebody approved: the key of its file, unless another record needs the same bytes,
 * its note and the address that it names. A hold that was placed since the approval stops it: then it is to be decided anew.
 *
 * @returns the files whose bytes are left to be taken away; null when none are
 */
export const destroyContent = defineVerb({
  name: "disposal.destroy_content",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ dispositionId: idInput }),
  async run(args): Promise<{ sha256s: string[] } | null> {
    const { tx, context, input, audit, unchanged } = args;
    const [row] = await lockDispositions(tx, context.organizationId, [input.dispositionId]);
    if (row === undefined) throw notFound("disposition");
    if (row.status !== "approved") {
      unchanged();
      return row.content === "destroyed" && row.bytesRemovedAt === null ? { sha256s: await filesOf(args, row) } : null;
    }
    const [hold] = (await holdsOn(tx, context.organizationId, [row.evidenceId])).get(row.evidenceId) ?? [];
    if (hold !== undefined) {
      await changeDispositions(tx, context.organizationId, [row.id], { status: "proposed", decidedAt: null, decidedBy: null, reason: "" });
      await audit({ action: "evidence.disposal_stopped", subjectKind: "evidence", subjectId: row.evidenceId, changes: { legal_hold: hold.id } });
      return null;
    }
    return destroy(args, row);
  },
});

/** What it was, and its redacted versions; or the original alone. */
async function filesOf({ tx, context }: VerbArguments<unknown>, { part, evidenceId, evidence }: DispositionRow): Promise<string[]> {
  const redacted = part === "original" ? [] : await redactedBlobs(tx, context.organizationId, evidenceId);
  return evidence.blobSha256 === null ? redacted : [evidence.blobSha256, ...redacted];
}

async function destroy(args: VerbArguments<unknown>, row: DispositionRow): Promise<{ sha256s: string[] } | null> {
  const { tx, context, now, audit } = args;
  const { organizationId } = context;
  const { number, sourceHash, byteLength, webAddress } = row.evidence;
  const files = await filesOf(args, row);
  const gone: string[] = [];
  for (const sha256 of files) if (await destroyBlob(tx, organizationId, sha256, row.evidenceId)) gone.push(sha256);
  const content = files.length === 0 ? (webAddress === null ? "note" : "address") : gone.length === files.length ? "destroyed" : "needed_elsewhere";
  if (row.part === "all") await disposeOfWords(tx, organizationId, row.evidenceId, now);
  await changeDispositions(tx, organizationId, [row.id], { status: "disposed", content, disposedAt: now });
  const facts = { number, part: row.part, source_sha256: sourceHash, byte_length: byteLength === null ? null : Number(byteLength), content, due_at: row.dueAt.toISOString(), approved_by: row.decidedBy, approved_at: row.decidedAt?.toISOString() ?? null };
  await appendPendingEntry(tx, context, { kind: "evidence.disposed", subjectId: row.evidenceId, record: { ...facts, reason_sha256: sha256Hex(row.reason) } });
  await audit({ action: "evidence.disposed", subjectKind: "evidence", subjectId: row.evidenceId, changes: { ...facts, reason: row.reason } });
  return gone.length === 0 ? null : { sha256s: gone };
}

/** Says that the bytes of a file whose key was destroyed are gone from the store as well. */
export const noteBytesRemoved = defineVerb({
  name: "disposal.note_bytes_removed",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ dispositionId: idInput }),
  async run({ tx, context, input, now, unchanged }): Promise<void> {
    unchanged();
    const [row] = await lockDispositions(tx, context.organizationId, [input.dispositionId]);
    if (row === undefined) throw notFound("disposition");
    if (row.content === "destroyed" && row.bytesRemovedAt === null) await changeDispositions(tx, context.organizationId, [row.id], { bytesRemovedAt: now });
  },
});
