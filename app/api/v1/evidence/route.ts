import type { z } from "zod";
import { handleApi } from "#app/_edge/api-route.ts";
import { authorize } from "#lib/access/index.ts";
import { idempotencyKeyInput, listEvidence, pushEvidence, type EvidenceRow } from "#lib/evidence/index.ts";
import { passing } from "#lib/platform/bytes.ts";
import { AppError } from "#lib/platform/errors.ts";
import { mediaTypeInput, receiveUpload } from "#lib/uploads/index.ts";
import { evidenceListAnswer, submittedAnswer } from "../answers.ts";
import { evidenceQuery, submitQuery } from "../queries.ts";
import { readQuery } from "../read-query.ts";

/** The organization's evidence, newest collected first. */
export function GET(request: Request): Promise<Response> {
  return handleApi(request, async (context) => {
    const { control, request: requestId, kind, review, ...page } = readQuery(request, evidenceQuery);
    const list = await listEvidence(context, { ...page, controlCode: control, requestId, sourceKind: kind, reviewState: review });
    return Response.json(evidenceListAnswer.parse({ rows: list.rows.map(shown), nextCursor: list.nextCursor }));
  });
}

function shown({ id, number, title, sourceKind: kind, fileName, byteLength, fileFault, collectedAt, effectiveFrom, effectiveUntil, recordedAt, submitter, reviewState: review, answers }: EvidenceRow) {
  return {
    id, number, title, kind, fileName, byteLength: byteLength === null ? null : Number(byteLength), fileFault, submitter, review,
    collectedAt: collectedAt.toISOString(), effectiveFrom: effectiveFrom.toISOString(), effectiveUntil: effectiveUntil.toISOString(), recordedAt: recordedAt.toISOString(),
    answers: answers.map(({ requestId, requestTitle, controlCode }) => ({ requestId, requestTitle, controlCode })),
  };
}

/**
 * Hands in a file as evidence: its bytes are the body, streamed; what it is stands in the address, so that a pipeline
 * sends a file with one command. What is wrong with the address is said before a byte is taken.
 */
export function POST(request: Request): Promise<Response> {
  return handleApi(request, async (context) => {
    authorize(context, "evidence.submit");
    const { request: requestIds, fileName = "evidence", title = fileName, note, collectedAt, firstDay, lastDay, sha256 } = readQuery(request, submitQuery);
    const { body, headers } = request;
    const idempotencyKey = headerAs("Idempotency-Key", headers.get("idempotency-key"), idempotencyKeyInput, "1 to 255 printable characters without spaces.");
    const mediaType = headerAs("Content-Type", headers.get("content-type")?.split(";")[0]?.trim(), mediaTypeInput, "This is not a media type.");
    if (body === null) throw new AppError("validation", "upload_empty", "The file is empty; nothing was kept.");
    const stored = await receiveUpload(context, { body: passing(body), byteLength: declaredLength(headers), ...(sha256 === undefined ? {} : { sha256 }) });
    const evidence = await pushEvidence(context, {
      source: { kind: "upload", sha256: stored.sha256, fileName, mediaType },
      title, note, collectedAt, period: firstDay === undefined ? undefined : { firstDay, lastDay }, requestIds, idempotencyKey,
    });
    return Response.json(submittedAnswer.parse({ ...evidence, ...stored }), { status: evidence.repeated ? 200 : 201 });
  });
}

function declaredLength(headers: Headers): number {
  const declared = headers.get("content-length") ?? "";
  if (/^\d{1,15}$/.test(declared)) return Number(declared);
  throw new AppError("validation", "length_missing", "The length of the file was not declared; nothing was kept.", [{ path: "Content-Length", message: "Send the length of the body in bytes." }]);
}

/** What a header says; undefined when it is not there. @throws AppError validation */
function headerAs(name: string, given: string | null | undefined, schema: z.ZodType<string>, wanted: string): string | undefined {
  if (given === null || given === undefined) return undefined;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError("validation", "input_invalid", "Some of what was sent is not valid; nothing was done.", [{ path: name, message: wanted }]);
}
