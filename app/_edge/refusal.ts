import { isAppError, type AppError } from "#lib/platform/errors.ts";
import { errorFields, log } from "#lib/platform/log.ts";

/** What a caller is told of an error: an AppError's own words, or one sentence that gives nothing away. */
export type Refusal = Pick<AppError, "code" | "reason" | "message" | "problems"> & { retryAfterSeconds?: number };

/**
 * What may be said of an error. Everything that is not a refusal of a verb is logged under the request's id,
 * and becomes a sentence that says where to look.
 */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (isAppError(error) && error.code !== "internal") {
    const { code, reason, message, problems, retryAfterSeconds } = error;
    return { code, reason, message, problems, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  }
  log.error("request.failed", { request: requestId, ...errorFields(error) });
  return {
    code: "internal",
    reason: isAppError(error) ? error.reason : "unexpected",
    message: `Something went wrong on our side; nothing was changed. If it happens again, tell your administrator the number ${requestId}.`,
    problems: [],
  };
}
