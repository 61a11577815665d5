import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { CollectionFailure, type GapReason, type Json, type Session } from "#lib/connector/index.ts";

// Octokit writes the requests; the session sends them. Its own retries and throttling are not installed: waiting is the transport's.

/** An answer of success, decoded; `next` leads to the page behind it, on the same host. */
export type Given = { data: Json; next: string | null };
/** An answer that is no success, and no reason to end the run. */
export type Refused = { refused: number; message: string; says: string };

export type Github = {
  /**
   * Asks `GET …` by the template of GitHub's documentation, or an address that an earlier answer named.
   *
   * @throws CollectionFailure credential_refused (401), malformed, unreachable and what else the session throws
   */
  get(route: string, parameters?: Readonly<Record<string, string | number | boolean | undefined>>): Promise<Given | Refused>;
  /** Makes sure that there is something to ask with. @throws CollectionFailure credential_refused */
  authorize(): Promise<void>;
};

const PUBLIC = "https://api.github.com";

export function openGithub(session: Session): Github {
  const base = apiOf(session);
  const octokit = new Octokit({ baseUrl: base, userAgent: "tickmark", log: SILENT, request: { fetch: fetchOf(session), redirect: "manual" } });
  octokit.hook.before("request", (options) => { options.headers["x-github-api-version"] = "2022-11-28"; });
  const authorize = authorizer(session, octokit);
  return {
    async get(route, parameters = {}) {
      const operation = route.startsWith("http") ? `GET ${new URL(route).pathname}` : route;
      if (route.startsWith("http") && new URL(route).origin !== new URL(base).origin) throw new CollectionFailure("malformed", operation, "GitHub named a next page on another host; it was not asked.");
      const given = await guarded(operation, async () => octokit.request(route.startsWith("http") ? `GET ${route}` : route, { ...parameters, headers: { authorization: (await authorize()).header } }));
      if ("refused" in given) return given;
      const { answer } = given;
      const data: unknown = answer.data;
      if (answer.status === 204) return { data: null, next: null };
      if (answer.status >= 300) return { refused: answer.status, message: "Moved", says: "It was moved or renamed: give its present name." };
      if (typeof data !== "object" || data === null) throw new CollectionFailure("malformed", operation, `${operation} was answered with something that is not JSON.`);
      return { data: data as Json, next: nextOf(answer.headers.link) };
    },
    authorize: async () => {
      const given = await guarded("POST /app/installations/{installation_id}/access_tokens", authorize);
      if ("refused" in given) throw new CollectionFailure("credential_refused", "POST /app/installations/{installation_id}/access_tokens", given.says);
    },
  };
}

/** Where the API of the settings is; GitHub's own where none is given. @throws CollectionFailure misconfigured */
function apiOf({ settings }: Session): string {
  const address = (settings.api_url?.trim() || PUBLIC).replace(/\/+$/, "");
  if (!URL.canParse(address)) throw new CollectionFailure("misconfigured", "GET /user", "The address of the API is none.");
  return address;
}

const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Octokit's fetch: the session's ask. Making an installation token twice harms nobody, so that it may be repeated. */
function fetchOf({ ask }: Session): typeof globalThis.fetch {
  return async (address, init = {}) => {
    const url = address instanceof Request ? address.url : address.toString();
    const { status, headers, bytes } = await ask({
      url, method: init.method, headers: init.headers as Record<string, string>, repeatable: init.method === "GET" || url.endsWith("/access_tokens"),
      ...(typeof init.body === "string" ? { body: init.body } : {}),
    });
    return new Response(status === 204 || status === 304 ? null : Uint8Array.from(bytes), { status, headers });
  };
}

function authorizer({ credential: { strategy, values } }: Session, octokit: Octokit): () => Promise<{ header: string }> {
  if (strategy === "token") return () => Promise.resolve({ header: `Bearer ${values.token ?? ""}` });
  const app = createAppAuth({ appId: values.app_id ?? "", privateKey: (values.private_key ?? "").replaceAll("\\n", "\n"), installationId: values.installation_id ?? "", request: octokit.request });
  return async () => {
    // Kept by the library until a minute before it expires.
    const { token } = await app({ type: "installation" });
    return { header: `token ${token}` };
  };
}

/** Runs a request; what ends a run is thrown as such, what GitHub refuses is given back. */
async function guarded<T>(operation: string, request: () => Promise<T>): Promise<{ answer: T } | Refused> {
  try {
    return { answer: await request() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof CollectionFailure) throw error;
    if (error.cause instanceof CollectionFailure) throw error.cause;
    const answered = (error as Partial<{ status: number; response: { headers: Record<string, string | undefined>; data: unknown } }>);
    if (answered.status === undefined || answered.response === undefined) throw notSent(operation, error);
    const message = messageOf(answered.response.data);
    if (answered.status === 401 || tokenRefused(error)) throw new CollectionFailure("credential_refused", operation, `GitHub refuses the credential: ${message}.`);
    const accepted = answered.response.headers["x-accepted-github-permissions"];
    return { refused: answered.status, message, says: `GitHub answers ${answered.status}: ${message}.${accepted === undefined ? "" : ` It asks for the permission ${accepted}.`}` };
  }
}

/** A key that is no key fails before anything is sent; its text stays out of the message. */
function notSent(operation: string, cause: Error): CollectionFailure {
  return new CollectionFailure("credential_refused", operation, "No request could be made with this credential: is the private key the whole PEM file that GitHub gave?", null, { cause });
}

function messageOf(data: unknown): string {
  const message = typeof data === "object" && data !== null && "message" in data ? data.message : null;
  return typeof message === "string" ? message.slice(0, 300).replace(/\.$/, "") : "no reason was given";
}

/** The next page by the Link header (RFC 8288); null on the last. */
function nextOf(link: string | undefined): string | null {
  return link?.split(",").map((part) => /<([^>]+)>\s*;.*rel="next"/.exec(part)?.[1]).find((url) => url !== undefined) ?? null;
}

const OFF = /(?:is|are) disabled|must be enabled|not (?:been )?enabled|no analysis found/i;

/** Why nothing came: `disabled` only where GitHub says so in words; everything else that is refused is unknown. */
export function reasonOf({ refused, message }: Refused): GapReason {
  if (OFF.test(message)) return "disabled";
  if (refused === 403) return "denied";
  return refused === 404 || refused === 410 || refused < 400 ? "not_found" : "failed";
}

/** What GitHub says of its limits: seconds (Retry-After), or the second at which the hour begins anew; a minute after "secondary rate limit" alone. */
export function waitWanted({ status, headers, text }: { status: number; headers: Headers; text(): string }, now: Date): number | null {
  if (status !== 403 && status !== 429) return null;
  const after = headers.get("retry-after");
  if (after !== null) return /^\d+$/.test(after) ? Number(after) * 1000 : null;
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  if (headers.get("x-ratelimit-remaining") === "0" && !Number.isNaN(reset)) return Math.max(1000, reset * 1000 - now.getTime());
  return /secondary rate limit|abuse detection/i.test(text()) ? 60_000 : null;
}

/** Whatever the answer to making an installation's token: without one nothing can be asked. */
function tokenRefused(error: Error): boolean {
  const request = (error as Partial<{ request: { url: string } }>).request;
  return request?.url.endsWith("/access_tokens") ?? false;
}
