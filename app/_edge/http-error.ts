import type { ErrorCode } from "#lib/platform/errors.ts";
import { refusalOf, type Refusal } from "./refusal.ts";

const STATUS: Record<ErrorCode, number> = {
  not_found: 404,
  forbidden: 403,
  unauthorized: 401,
  conflict: 409,
  validation: 422,
  limit_exceeded: 429,
  precondition_failed: 412,
  internal: 500,
};

/** Where HTTP, or tus, has a status of its own for a reason. */
const STATUS_OF_REASON: Readonly<Record<string, number>> = { disk_full: 507, checksum_differs: 460, upload_held: 423, media_type_wrong: 415 };

/** The HTTP status of a refusal. A body over its limit is 413; trying again later would not help, as 429 would say. */
export function statusOf(refusal: Pick<Refusal, "code" | "reason">): number {
  if (refusal.code === "limit_exceeded" && /too_(large|big|long)/.test(refusal.reason)) return 413;
  return STATUS_OF_REASON[refusal.reason] ?? STATUS[refusal.code];
}

/** An error as the answer of a route handler: status, and JSON with code, reason, message, problems and request id. */
export function httpError(error: unknown, requestId: string): Response {
  const { retryAfterSeconds, ...refusal } = refusalOf(error, requestId);
  const headers = { "cache-control": "no-store", "x-request-id": requestId, ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }) };
  return Response.json({ ...refusal, requestId }, { status: statusOf(refusal), headers });
}
