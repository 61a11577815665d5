import { AppError } from "#lib/platform/errors.ts";
import { log } from "#lib/platform/log.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a changing request that a page of another site made a browser send (CSRF). The browser sets Origin and a page
 * cannot forge it: it must be the configured address or the very host that was asked. Without Origin, Sec-Fetch-Site
 * must say the same; a request with neither is refused, because it carries a cookie and yet comes from no page of ours.
 *
 * @throws AppError forbidden, reason origin_refused
 */
export function checkOrigin(request: { method: string; headers: Headers }, baseUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  const origin = request.headers.get("origin");
  if (origin === null) {
    if (request.headers.get("sec-fetch-site") === "same-origin") return;
  } else if (URL.canParse(origin)) {
    if (origin === new URL(baseUrl).origin) return;
    if (new URL(origin).host === request.headers.get("host")) return;
  }
  log.warn("request.origin_refused", { method: request.method, origin: origin === null ? "absent" : "foreign" });
  throw new AppError("forbidden", "origin_refused", "This request did not come from a page of Tickmark; nothing was changed.");
}
