import type { Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "#lib/testing/memory-collection.ts";

// Made by hand after Splunk's documentation of its REST API: no real server was seen.

export const CREDENTIAL = { strategy: "bearer", values: { token: "very-secret-token" } };
export const SETTINGS = { url: "https://splunk.example:8089" };
/** What must never be stored. */
export const PLANTED = ["in-the-mail-settings", "in-the-webhook"];

const NOW = Date.parse("2026-03-02T09:00:00Z") / 1000;
const times = (count: number, make: (index: number) => Json): Json[] => Array.from({ length: count }, (_, index) => make(index));
const entry = (name: string, content: Json): Json => ({ name, id: `https://splunk.example:8089/${name}`, updated: "2026-01-02T00:00:00+00:00", acl: { app: "search", owner: "anna", sharing: "app", perms: {} }, content });

const SEARCHES = times(230, (index) => entry(`Search ${index}`, {
  search: "index=auth failed | stats count by user", disabled: index === 1 ? "1" : false, is_scheduled: index !== 2, cron_schedule: "*/5 * * * *", actions: "email, webhook", alert_type: "number of events", alert_comparator: "greater than", alert_threshold: "5",
  "alert.severity": 4, "alert.suppress": "0", "action.email.to": "security@x.example, ops@x.example", "action.email.auth_password": "in-the-mail-settings", "action.webhook.param.url": "https://hook.example/in-the-webhook",
}));
const INDEXES = [entry("main", { disabled: false, frozenTimePeriodInSecs: "188697600", maxTotalDataSizeMB: 500000, coldToFrozenDir: "" })];
const CLIENTS = times(205, (index) => entry(`guid-${index}`, { hostname: `host-${index}`, ip: "10.0.0.1", guid: `guid-${index}`, splunkVersion: "9.1.2", lastPhoneHomeTime: index === 3 ? NOW - 3 * 86_400 : NOW - 60 }));
const FIRED = times(310, (index) => entry(`scheduler__anna__search__${index}`, { savedsearch_name: "Search 0", sid: `scheduler_${index}`, trigger_time: NOW - index * 60, severity: index === 0 ? 6 : 3, alert_type: "number of events", actions: "email" }));

const LISTS: Readonly<Record<string, readonly Json[]>> = { "/servicesNS/-/-/saved/searches": SEARCHES, "/services/data/indexes": INDEXES, "/services/deployment/server/clients": CLIENTS, "/servicesNS/-/-/alerts/fired_alerts/-": FIRED };

/** The search's answer: a line for each row, the last one marked. */
export const searchLines = (rows: readonly Json[]): string => rows.map((result, offset) => JSON.stringify({ preview: false, offset, ...(offset === rows.length - 1 ? { lastrow: true } : {}), result })).join("\n");

const HOSTS: Json[] = [{ host: "host-0", latest: String(NOW - 30) }, { host: "host-1", latest: `${NOW - 90_000}.123` }];

/** A Splunk in memory. */
export function fakeSplunk({ lines = searchLines(HOSTS) }: { lines?: string } = {}): Vendor {
  return ({ url, method, headers }: OutgoingRequest) => {
    const { pathname, searchParams } = new URL(url);
    if (headers?.authorization !== "Bearer very-secret-token") return jsonAnswer({ messages: [{ type: "WARN", text: "call not properly authenticated" }] }, { status: 401 });
    if (method === "POST" && pathname === "/services/search/v2/jobs/export") return { ...jsonAnswer(null), bytes: Buffer.from(lines) };
    const list = LISTS[pathname];
    if (list === undefined) return jsonAnswer({ messages: [{ type: "ERROR", text: "Not Found" }] }, { status: 404 });
    const [offset, count] = [Number(searchParams.get("offset")), Number(searchParams.get("count"))];
    return jsonAnswer({ entry: list.slice(offset, offset + count), paging: { total: list.length, perPage: count, offset } });
  };
}
