import type { Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "#lib/testing/memory-collection.ts";

// Lists and pages in the shapes of the recordings, with invented contents.

export const CREDENTIAL = { strategy: "keys", values: { api_key: "very-secret-api-key", application_key: "very-secret-application-key" } };
export const SETTINGS = { site: "datadoghq.eu", signals: "" };
/** What must never be stored. */
export const PLANTED = ["in-the-message", "in-the-sample", "person@x.example"];

const times = <Thing>(count: number, make: (index: number) => Thing): Thing[] => Array.from({ length: count }, (_, index) => make(index));

const MONITORS = times(250, (index): Json => ({
  id: index + 1, name: `Monitor ${index}`, type: "query alert", query: "avg(last_5m):avg:cpu{*} > 90", tags: ["team:a"], priority: index === 0 ? 1 : null, overall_state: "OK", created: "2026-01-01T00:00:00+00:00", modified: "2026-01-02T00:00:00+00:00",
  message: "CPU is high in-the-message @security@x.example @pagerduty-Ops, see https://runbook.example/a?b@c. @webhook-{{host}}", options: { thresholds: { critical: 90 }, notify_no_data: true, silenced: index === 1 ? { "*": null } : {} }, creator: { email: "person@x.example" },
}));
const DOWNTIMES = times(120, (index): Json => ({ type: "downtime", id: `d${index}`, attributes: { status: "active", scope: "env:prod", created: "2026-01-01T00:00:00+00:00", modified: "2026-01-01T00:00:00+00:00", canceled: null, message: null, monitor_identifier: { monitor_tags: ["*"] }, schedule: { start: "2026-01-01T00:00:00+00:00", end: null } } }));
const HOSTS = times(205, (index): Json => ({ id: index + 1, name: `host-${index}`, up: index !== 3, last_reported_time: 1772441000, is_muted: false, sources: index === 4 ? ["aws"] : ["agent"], aliases: [`i-${index}`], meta: index === 4 ? {} : { agent_version: "7.59.1", platform: "linux", gohai: "in-the-sample" } }));
const AGENTS = times(13, (index): Json => ({ id: `a${index}`, type: "datadog_agent", attributes: { hostname: `host-${index}`, agent_version: "7.59.1", os: "GNU/Linux", is_cspm_enabled: false, is_cws_enabled: index === 0, is_csm_vm_hosts_enabled: false, is_csm_vm_containers_enabled: false } }));
const RULES = times(25, (index): Json => ({ id: `r${index}`, name: `Rule ${index}`, type: "log_detection", isEnabled: index !== 2, version: 3, updatedAt: 1722014735961, message: "in-the-message", tags: [], queries: [{ query: "source:x" }], cases: [{ status: "high", condition: "a > 0", notifications: ["@security@x.example"] }] }));
const SIGNALS = times(1100, (index): Json => ({
  id: `s${index}`, type: "signal", attributes: { status: "high", timestamp: new Date(Date.parse("2026-02-01T00:00:00Z") + index * 60_000).toISOString(), host: "i-1", tags: ["env:prod"], attributes: {
    title: `Signal ${index}`, samples: [{ content: "in-the-sample" }],
    workflow: { rule: { id: "r1", name: "Rule 1" }, first_seen: "2026-02-01T00:00:00.000Z", triage: index === 5 ? { state: "archived", archive_reason: "false_positive", assignee: { name: "Anna" }, updater: { handle: "anna", name: "Anna" } } : { state: "open", assignee: { name: "Unassigned" }, updater: { handle: "", name: "" } } },
  } },
}));

const number = (parameters: URLSearchParams, name: string): number => Number(parameters.get(name) ?? 0);

/** A Datadog in memory. */
export function fakeDatadog(): Vendor {
  return ({ url, method, headers, body }: OutgoingRequest) => {
    const { pathname, searchParams: asked } = new URL(url);
    // A wrong key and a missing permission are both 403.
    if (headers?.["dd-api-key"] !== CREDENTIAL.values.api_key) return jsonAnswer({ errors: ["Forbidden"] }, { status: 403 });
    const slice = (all: readonly Json[], from: number, size: number): Json[] => all.slice(from, from + size);
    switch (`${method ?? "GET"} ${pathname}`) {
      case "GET /api/v1/validate": return jsonAnswer({ valid: true });
      case "GET /api/v1/monitor": return jsonAnswer(slice(MONITORS, number(asked, "page") * number(asked, "page_size"), number(asked, "page_size")));
      case "GET /api/v2/downtime": return jsonAnswer({ data: slice(DOWNTIMES, number(asked, "page[offset]"), number(asked, "page[limit]")), meta: { page: { total_filtered_count: 120 } } });
      case "GET /api/v2/monitor/notification_rule": return jsonAnswer({ data: [{ type: "monitor-notification-rule", id: "n1", attributes: { name: "all", recipients: ["slack-security"], filter: { tags: ["team:a"] } } }] });
      case "GET /api/v1/slo": return jsonAnswer({ data: slice([{ id: "o1", name: "Latency", type: "metric", tags: [], thresholds: [{ timeframe: "7d", target: 99 }], modified_at: 1668426862, creator: { email: "person@x.example" } }], number(asked, "offset"), number(asked, "limit")), metadata: { page: { total_count: 1, total_filtered_count: 1 } } });
      case "GET /api/v1/hosts": return jsonAnswer({ host_list: slice(HOSTS, number(asked, "start"), 100), total_matching: 205, exact_total_matching: true, total_returned: 100 });
      case "GET /api/v2/csm/onboarding/agents": return jsonAnswer({ data: slice(AGENTS, number(asked, "page") * 10, 10), meta: { total_filtered: 13 } });
      case "GET /api/v2/security_monitoring/rules": return jsonAnswer({ data: slice(RULES, number(asked, "page[number]") * 10, 10), meta: { page: { total_count: 25, total_filtered_count: 10 } } });
      case "POST /api/v2/security_monitoring/signals/search": {
        const { page, filter } = JSON.parse(String(body)) as { page: { limit: number; cursor?: string }; filter: { from: string; to: string } };
        const all = SIGNALS.filter((one) => { const at = (one as { attributes: { timestamp: string } }).attributes.timestamp; return at >= filter.from && at < filter.to; });
        const from = Number(page.cursor ?? 0);
        const data = slice(all, from, page.limit);
        return jsonAnswer(data.length === 0 ? { data } : { data, meta: { page: { after: String(from + data.length) } } });
      }
      default: return jsonAnswer({ errors: ["Not found"] }, { status: 404 });
    }
  };
}
