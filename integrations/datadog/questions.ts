import { elementsOf, membersOf, onlyMembers, type Json, type Run } from "#lib/connector/index.ts";
import type { Part, Place } from "./parts.ts";

// Each list of Datadog turns its pages in a way of its own, as recorded; and each is stored without what nobody named.

export type PageSizes = { monitors: number; downtimes: number; objectives: number; signals: number };
export const PAGE_SIZES: PageSizes = { monitors: 100, downtimes: 100, objectives: 100, signals: 500 };

/** These three were recorded without parameters of size: their own sizes are kept. */
const HOSTS_A_PAGE = 100;
const AGENTS_A_PAGE = 10;
const RULES_A_PAGE = 10;

/** Signals change after they were raised, when somebody triages them: so much of the past is asked for again. */
const TRIAGE_MS = 14 * 24 * 3_600_000;

const data = (body: Json): readonly Json[] => elementsOf(membersOf(body).data);
const listOf = (name: string, items: readonly Json[], keep: (item: Json) => Json): Json => ({ [name]: items.map(keep) });
const attributesOf = (item: Json, names: readonly string[]): Json => ({ ...onlyMembers(item, ["id", "relationships"]), attributes: onlyMembers(membersOf(item).attributes, names) });
const count = (name: string) => (body: Json): number => elementsOf(membersOf(body)[name]).length;
/** From the second page on: the first is asked without. */
const passed = ({ passed: so_far }: Place, name: string): Record<string, string> => (so_far === 0 ? {} : { [name]: String(so_far) });

const pageNumber = ({ passed: so_far }: Place, size: number, name: string): Record<string, string> => (so_far === 0 ? {} : { [name]: String(Math.floor(so_far / size)) });

/** Handles in a message, such as @security@x.example or @pagerduty-Ops: whom a monitor tells. The message itself may hold anything. */
export function handlesOf(message: Json | undefined): string[] {
  return typeof message === "string" ? [...new Set([...message.matchAll(/(?:^|[\s(,;"'])@([\w.+#-]+(?:@[\w.-]+\w)?)/g)].map(([, handle]) => (handle ?? "").replace(/[.]+$/, "")))].sort() : [];
}

const MONITOR = ["id", "name", "type", "query", "tags", "priority", "overall_state", "created", "modified", "options"];

export const monitors = (size: number): Part => ({
  operation: "GET /api/v1/monitor", size, count: count("monitors"),
  ask: ({ passed: so_far }) => ({ path: "/api/v1/monitor", parameters: { page: String(Math.floor(so_far / size)), page_size: String(size) } }),
  redact: (body) => listOf("monitors", elementsOf(body), (item) => ({
    ...onlyMembers(item, MONITOR), options: onlyMembers(membersOf(item).options, ["notify_no_data", "thresholds", "renotify_interval", "silenced", "notify_by"]), tells: handlesOf(membersOf(item).message),
  })),
});

export const downtimes = (size: number): Part => ({
  operation: "GET /api/v2/downtime", size, count: count("data"),
  ask: (place) => ({ path: "/api/v2/downtime", parameters: { "page[limit]": String(size), ...passed(place, "page[offset]") } }),
  redact: (body) => listOf("data", data(body), (item) => attributesOf(item, ["status", "scope", "created", "modified", "canceled", "message", "monitor_identifier", "schedule"])),
});

export const notificationRules: Part = {
  operation: "GET /api/v2/monitor/notification_rule", size: Infinity, count: count("data"),
  ask: () => ({ path: "/api/v2/monitor/notification_rule" }),
  redact: (body) => listOf("data", data(body), (item) => attributesOf(item, ["name", "recipients", "filter"])),
};

export const objectives = (size: number): Part => ({
  operation: "GET /api/v1/slo", size, count: count("data"),
  ask: (place) => ({ path: "/api/v1/slo", parameters: { limit: String(size), ...passed(place, "offset") } }),
  redact: (body) => listOf("data", data(body), (item) => onlyMembers(item, ["id", "name", "type", "tags", "thresholds", "monitor_ids", "query", "modified_at"])),
});

export const hosts: Part = {
  operation: "GET /api/v1/hosts", size: HOSTS_A_PAGE, count: count("host_list"),
  ask: (place) => ({ path: "/api/v1/hosts", parameters: { include_hosts_metadata: "true", ...passed(place, "start") } }),
  redact: (body) => ({
    ...onlyMembers(body, ["total_matching", "exact_total_matching"]),
    host_list: elementsOf(membersOf(body).host_list).map((item) => ({ ...onlyMembers(item, ["id", "name", "up", "last_reported_time", "is_muted", "sources", "aliases"]), meta: onlyMembers(membersOf(item).meta, ["agent_version", "platform"]) })),
  }),
};

export const agents: Part = {
  operation: "GET /api/v2/csm/onboarding/agents", size: AGENTS_A_PAGE, count: count("data"),
  ask: (place) => ({ path: "/api/v2/csm/onboarding/agents", parameters: pageNumber(place, AGENTS_A_PAGE, "page") }),
  redact: (body) => listOf("data", data(body), (item) => attributesOf(item, ["hostname", "agent_version", "os", "is_cspm_enabled", "is_cws_enabled", "is_csm_vm_hosts_enabled", "is_csm_vm_containers_enabled"])),
};

export const securityRules: Part = {
  operation: "GET /api/v2/security_monitoring/rules", size: RULES_A_PAGE, count: count("data"),
  ask: (place) => ({ path: "/api/v2/security_monitoring/rules", parameters: pageNumber(place, RULES_A_PAGE, "page[number]") }),
  redact: (body) => listOf("data", data(body), (item) => onlyMembers(item, ["id", "name", "type", "isEnabled", "tags", "version", "updatedAt", "queries", "cases"])),
};

/** Since when signals are asked for. */
function signalsFrom({ listing, cursor, window }: Run): string {
  const { until } = membersOf(cursor);
  const from = listing === "incremental" && typeof until === "string" ? Date.parse(until) - TRIAGE_MS : (window.from?.getTime() ?? 0);
  return new Date(from).toISOString();
}

export const signals = (size: number): Part => ({
  operation: "POST /api/v2/security_monitoring/signals/search", size, count: count("data"),
  ask: ({ cursor }, run) => ({
    path: "/api/v2/security_monitoring/signals/search",
    body: {
      filter: { from: signalsFrom(run), query: run.settings.signals || "*", to: run.window.until.toISOString() }, sort: "timestamp",
      page: { limit: size, ...(cursor === null ? {} : { cursor }) },
    },
  }),
  cursorOf: (body) => {
    const { after } = membersOf(membersOf(membersOf(body).meta).page);
    return typeof after === "string" ? after : null;
  },
  // Samples of a signal are log lines as they came: they stay where they are.
  redact: (body) => listOf("data", data(body), (item) => {
    const { attributes } = membersOf(item);
    const { title, workflow } = membersOf(membersOf(attributes).attributes ?? membersOf(attributes).custom);
    return { ...onlyMembers(item, ["id"]), attributes: { ...onlyMembers(attributes, ["status", "timestamp", "host", "tags"]), attributes: { ...(title === undefined ? {} : { title }), workflow: onlyMembers(workflow, ["first_seen", "last_seen", "rule", "triage"]) } } };
  }),
});
