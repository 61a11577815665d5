import { fileResponse } from "#app/_edge/file-response.ts";
import type { Context } from "#lib/platform/context.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { readWatched } from "#lib/stored-files/index.ts";
import { DAMAGE_REMEDY, DAMAGE_WORDS } from "#lib/stored-files/client.ts";
import { isHeldBack, readEvidence, readEvidenceProof } from "#lib/evidence/index.ts";

/**
 * The answer of a download route: the bytes of an evidence's file, for whoever may read the evidence. Always an
 * attachment that no browser interprets: what people upload is not trusted to be what it says.
 *
 * @throws AppError not_found, also when the evidence has no file
 */
export async function evidenceFile(context: Context, reference: string): Promise<Response> {
  const evidence = await readEvidence(context, { reference });
  if (evidence.blobSha256 === null || evidence.fileName === null) throw notFound("file");
  if (evidence.disposal !== null) throw new AppError("precondition_failed", "file_disposed", `This file was disposed of on ${evidence.disposal.at.toISOString().slice(0, 10)}: ${evidence.disposal.reason}`);
  if (isHeldBack(evidence)) throw new AppError("precondition_failed", "file_held_back", "The virus scanner found something in this file, so it is held back. Who may release files decides on its page.");
  const { storage } = evidence;
  if (storage !== null && storage.found !== "whole") throw new AppError("precondition_failed", `file_${storage.found}`, `This file is ${DAMAGE_WORDS[storage.found].is} where it is stored, since ${storage.since.toISOString().slice(0, 10)}. ${DAMAGE_REMEDY}`);
  const { blobSha256: sha256, fileName, byteLength } = evidence;
  return fileResponse({ bytes: readWatched(context, sha256), byteLength: Number(byteLength ?? 0n), sha256, fileName, mediaType: "application/octet-stream" });
}

/**
 * The answer of a download route: the proof that the ledger holds an evidence.
 *
 * @throws AppError not_found; conflict while no checkpoint covers it
 */
export async function evidenceProof(context: Context, reference: string): Promise<Response> {
  const { fileName, text } = await readEvidenceProof(context, { reference });
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8", "content-disposition": `attachment; filename="${fileName}"`, "cache-control": "no-store" } });
}
