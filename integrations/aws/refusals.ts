import { CollectionFailure, type GapReason } from "#lib/connector/index.ts";

/** Why one question was not answered, where others may be. */
export class Refusal extends Error {
  readonly reason: GapReason;
  readonly operation: string;
  /** AWS's own word, such as AccessDenied. */
  readonly code: string;
  constructor(reason: GapReason, operation: string, code: string, says: string, options?: ErrorOptions) {
    super(says, options);
    this.name = "Refusal";
    this.reason = reason;
    this.operation = operation;
    this.code = code;
  }
}

/** The credentials themselves are refused, or the region does not know them because it is off. */
const CREDENTIAL = new Set([
  "InvalidClientTokenId", "UnrecognizedClientException", "UnrecognizedClient", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthFailure", "InvalidToken", "IncompleteSignature",
  "IncompleteSignatureException", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "InvalidSignatureException", "TokenRefreshRequired",
]);
const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]);
const UNKNOWN_IN_REGION = new Set(["InvalidClientTokenId", "UnrecognizedClientException", "UnrecognizedClient", "InvalidAccessKeyId", "AuthFailure", "InvalidToken"]);
const DENIED = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AuthorizationErrorException", "NotAuthorized", "UnauthorizedAccess", "AllAccessDisabled"]);
/** The service is there and off. */
const DISABLED = new Set(["InvalidAccessException", "SubscriptionRequiredException", "OptInRequired"]);
const SKEWED = new Set(["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]);
const TOKENS = new Set(["InvalidNextToken", "InvalidNextTokenException", "InvalidPaginationTokenException", "ExpiredNextTokenException", "InvalidPaginationToken", "InvalidMarker"]);
const THROTTLED = /throttl|toomanyrequests|requestlimitexceeded|slowdown|limitexceeded$/i;

export type AwsError = Error & { $metadata?: { httpStatusCode?: number }; $response?: { statusCode?: number }; Code?: string };

/**
 * What an error of the SDK means. A code decides; the status of an answer that has none.
 *
 * @returns a Refusal of this one question; `unknownInRegion` when the region may be off
 * @throws CollectionFailure what makes going on useless
 */
export function refusalOf(error: unknown, operation: string): Refusal | "unknownInRegion" {
  if (!(error instanceof Error)) throw new TypeError("the SDK threw something that is no error", { cause: error });
  if (error instanceof CollectionFailure) throw error;
  const { $metadata, $response, message } = error as AwsError;
  const code = error.name;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode ?? 0;
  // Before the status: Security Hub says 401 where nobody subscribed to it.
  if (DISABLED.has(code)) return new Refusal("disabled", operation, code, message, { cause: error });
  if (UNKNOWN_IN_REGION.has(code)) return "unknownInRegion";
  if (EXPIRED.has(code)) throw new CollectionFailure("credential_refused", operation, "The credentials have expired.", null, { cause: error });
  if (CREDENTIAL.has(code) || status === 401) throw new CollectionFailure("credential_refused", operation, `AWS refused the credentials (${code}).`, null, { cause: error });
  if (SKEWED.has(code)) throw new CollectionFailure("skewed", operation, "AWS refused a request for its time: the clocks are too far apart.", null, { cause: error });
  if (TOKENS.has(code)) throw new CollectionFailure("resume_expired", operation, "AWS no longer knows the page that was asked for.", null, { cause: error });
  if (THROTTLED.test(code)) throw new CollectionFailure("rate_limited", operation, `AWS goes on asking us to slow down (${code}).`, null, { cause: error });
  if (DENIED.has(code) || status === 403) return new Refusal("denied", operation, code, `The connection’s role may not call ${operation}.`, { cause: error });
  if (status >= 400 && status < 500) return new Refusal(status === 404 ? "not_found" : "failed", operation, code, `${operation} answered ${code}: ${message}`, { cause: error });
  throw new CollectionFailure("malformed", operation, `${operation} was answered with something that cannot be read.`, null, { cause: error });
}

/** Codes with which AWS asks for patience: most come as 400, which says nothing of it by itself. */
export function wantsPatience({ status, text }: { status: number; text(): string }): "backoff" | null {
  if (![400, 403, 404, 503, 509].includes(status)) return null;
  return /Throttling|TooManyRequestsException|RequestLimitExceeded|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete|ReportInProgress|ReportNotPresent/.test(text().slice(0, 4_000)) ? "backoff" : null;
}
