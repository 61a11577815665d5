import { addressAt, askPart, CollectionFailure, elementsOf, jsonOf, membersOf, onlyMembers, signInHeaders, type Answer, type Json, type OutgoingRequest, type Run, type Session } from "#lib/connector/index.ts";
import { page } from "./schema.ts";

/** What Splunk gives at once. Zero would be everything. */
const COUNT = 100;

/** A list of Splunk's REST API, and what is stored of the content of an entry. */
export type List = { path: string; members: readonly string[] };

export const SAVED_SEARCHES: List = { path: "/servicesNS/-/-/saved/searches", members: ["search", "disabled", "is_scheduled", "cron_schedule", "actions", "alert_type", "alert_comparator", "alert_threshold", "alert.severity", "alert.suppress", "action.email.to"] };
export const INDEXES: List = { path: "/services/data/indexes", members: ["disabled", "frozenTimePeriodInSecs", "maxTotalDataSizeMB", "coldToFrozenDir"] };
export const CLIENTS: List = { path: "/services/deployment/server/clients", members: ["hostname", "ip", "guid", "splunkVersion", "lastPhoneHomeTime"] };
export const FIRED_ALERTS: List = { path: "/servicesNS/-/-/alerts/fired_alerts/-", members: ["savedsearch_name", "sid", "trigger_time", "severity", "alert_type", "actions"] };

export const operationOf = ({ path }: List): string => `GET ${path}`;
const headersOf = (session: Pick<Session, "credential">): Record<string, string> => ({ ...signInHeaders(session), accept: "application/json" });

export function listRequest(session: Pick<Session, "settings" | "credential">, { path }: List, offset: number, count = COUNT): OutgoingRequest {
  return { url: addressAt(session, path, { output_mode: "json", count: String(count), offset: String(offset) }), headers: headersOf(session) };
}

/**
 * A page of a list, behind `offset`.
 *
 * @returns null when it is denied or not there, which is then a gap
 * @throws CollectionFailure malformed, when it is no list of Splunk; and what asking throws
 */
export async function askList(run: Run, list: List, offset: number): Promise<{ answer: Answer; total: number; next: number | null } | null> {
  const operation = operationOf(list);
  const answered = await askPart(run, listRequest(run, list, offset), operation);
  if (answered === null) return null;
  const read = page.safeParse(answered.body);
  if (!read.success) throw new CollectionFailure("malformed", operation, `${operation} was not answered as Splunk answers.`);
  const entries = elementsOf(membersOf(answered.body).entry).map((entry) => ({
    ...onlyMembers(entry, ["name", "updated"]), acl: onlyMembers(membersOf(entry).acl, ["app", "owner", "sharing"]), content: onlyMembers(membersOf(entry).content, list.members),
  }));
  const { total } = read.data.paging;
  const next = offset + entries.length;
  const answer: Answer = { operation, parameters: { count: COUNT, offset, until: run.window.until.toISOString() }, scope: null, body: { entry: entries }, items: entries.length };
  return { answer, total, next: entries.length === 0 || next >= total ? null : next };
}

export const SEARCH = "POST /services/search/v2/jobs/export";
/** Who really reports: the newest event of each host, in the last day. */
const REPORTING = "| tstats latest(_time) as latest where index=* by host";

export function searchRequest(session: Pick<Session, "settings" | "credential">): OutgoingRequest {
  const body = new URLSearchParams({ search: REPORTING, output_mode: "json", earliest_time: "-24h", latest_time: "now", preview: "false" });
  // A search of this kind reads only, and may be asked twice.
  return { url: addressAt(session, "/services/search/v2/jobs/export"), method: "POST", headers: { ...headersOf(session), "content-type": "application/x-www-form-urlencoded" }, body: body.toString(), repeatable: true };
}

/** The hosts that reported. @returns null when searching is denied or not there, which is then a gap; @throws as `askList` */
export async function askReporting(run: Run): Promise<Answer | null> {
  let bytes = new Uint8Array();
  const ask: Run["ask"] = async (request) => {
    const answer = await run.ask(request);
    ({ bytes } = answer as { bytes: Uint8Array<ArrayBuffer> });
    // The answer is a line of JSON for each row: read below, and only looked at here for what went wrong.
    return { ...answer, bytes: Buffer.from("null") };
  };
  if ((await askPart({ ask, gap: (gap) => void run.gap(gap) }, searchRequest(run), SEARCH)) === null) return null;
  const lines = new TextDecoder().decode(bytes).split("\n").filter((line) => line.trim() !== "").map((line) => membersOf(jsonOf(Buffer.from(line), SEARCH)));
  const rows = lines.flatMap(({ result }): Json[] => (result === undefined ? [] : [onlyMembers(result, ["host", "latest"])]));
  if (rows.length > 0 && !lines.some(({ lastrow }) => lastrow === true)) throw new CollectionFailure("malformed", SEARCH, "The answer of the search ends before its last row.");
  return { operation: SEARCH, parameters: { search: REPORTING, earliest_time: "-24h", until: run.window.until.toISOString() }, scope: null, body: { rows }, items: rows.length };
}
