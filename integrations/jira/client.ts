import JiraApi from "jira-client";
import { CollectionFailure, jsonOf, type GapReason, type Incoming, type Json, type Session } from "#lib/connector/index.ts";

// jira-client writes the addresses, the session sends the requests. The client turns whatever fails into one kind of
// error without status or headers, so what came and what failed is kept beside it, for each request by itself.

export type Refused = { refused: number; says: string };

export type Jira = {
  /** Whether it is Jira Cloud (REST v3); else a server or Data Center (REST v2). */
  cloud: boolean;
  /**
   * Asks one question; all of them only read, whatever their method.
   *
   * @param operation as the documentation calls it
   * @param query plain values alone: the client decodes the finished address. JQL goes into a body.
   * @throws CollectionFailure credential_refused (401, or a login that failed), malformed, and what the session throws
   */
  ask(operation: string, question: { pathname: string; query?: Record<string, string>; body?: Json }): Promise<{ data: Json } | Refused>;
};

type Beside = { answer: Incoming | null; failed: unknown };

export function openJira(session: Session): Jira {
  const address = session.settings.site ?? "";
  if (!URL.canParse(address)) throw new CollectionFailure("misconfigured", "GET /rest/api/3/myself", "The address of Jira is none.");
  const site = new URL(address);
  const cloud = (session.settings.edition ?? "cloud") === "cloud";
  return {
    cloud,
    async ask(operation, { pathname, query, body }) {
      const beside: Beside = { answer: null, failed: null };
      const api = new JiraApi({
        protocol: site.protocol.slice(0, -1), host: site.hostname, port: site.port || null, base: site.pathname.replace(/\/+$/, ""), apiVersion: cloud ? "3" : "2", strictSSL: true,
        request: transportOf(session, operation, beside),
      });
      const outgoing = api.makeRequestHeader(api.makeUri({ pathname, ...(query === undefined ? {} : { query }) }), body === undefined ? {} : { method: "POST", body });
      try {
        return { data: (await api.doRequest(outgoing)) as Json };
      } catch (error) {
        return refusalOf(operation, beside, error);
      }
    },
  };
}

function transportOf(session: Session, operation: string, beside: Beside): (options: { uri: string; method: string; body?: unknown }) => Promise<unknown> {
  return async ({ uri, method, body }) => {
    try {
      const headers = { accept: "application/json", authorization: authorizationOf(session), ...(body === undefined ? {} : { "content-type": "application/json" }) };
      beside.answer = await session.ask({ url: uri, method, headers, repeatable: true, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
      if (beside.answer.status >= 300) throw new Error(`status ${beside.answer.status}`);
      return jsonOf(beside.answer.bytes, operation);
    } catch (error) {
      beside.failed = error;
      throw error;
    }
  };
}

function authorizationOf({ credential: { strategy, values } }: Session): string {
  return strategy === "api_token" ? `Basic ${Buffer.from(`${values.email ?? ""}:${values.token ?? ""}`).toString("base64")}` : `Bearer ${values.token ?? ""}`;
}

/** What an error of the client was, by what is kept beside it. */
function refusalOf(operation: string, { answer, failed }: Beside, error: unknown): Refused {
  if (failed instanceof CollectionFailure) throw failed;
  if (answer === null) throw failed ?? error;
  const said = saidBy(answer);
  if (answer.status === 401) throw new CollectionFailure("credential_refused", operation, `Jira refuses the credential: ${said}.`);
  // A body of errors with a status of success: the client throws it, and so do we.
  if (answer.status < 300) throw new CollectionFailure("malformed", operation, `Jira answered with errors instead of what was asked: ${said}.`);
  return { refused: answer.status, says: `Jira answers ${answer.status}: ${said}.` };
}

function saidBy({ bytes }: Incoming): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 10_000));
  const messages = /"(?:errorMessages"\s*:\s*\[\s*|message"\s*:\s*)"([^"]{1,300})/.exec(text)?.[1];
  return messages?.replace(/\.$/, "") ?? "no reason was given";
}

export const reasonOf = ({ refused }: Refused): GapReason => (refused === 403 ? "denied" : refused === 404 ? "not_found" : "failed");

/** Without `Retry-After`, Jira Cloud says when its limit begins anew. */
export function waitWanted({ status, headers }: { status: number; headers: Headers }, now: Date): number | null {
  const reset = Date.parse(headers.get("x-ratelimit-reset") ?? "");
  return status !== 429 || headers.has("retry-after") || Number.isNaN(reset) ? null : Math.max(1000, reset - now.getTime());
}
