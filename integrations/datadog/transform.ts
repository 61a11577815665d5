import { membersOf, readItems, severityOf, type Answer, type Json, type RowOf, type Transformed } from "#lib/connector/index.ts";
import { agent, downtime, host, monitor, notificationRule, objective, securityRule, signal } from "./schema.ts";

const BASE = { scope: null, url: null };
const fromSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Rows of one stored answer. Pure. */
export function transform({ operation, body }: Answer): Transformed {
  const { monitors, data, host_list } = membersOf(body);
  switch (operation) {
    case "GET /api/v1/monitor": return readItems(monitors, monitor, "/monitors", (one) => [monitorRow(one)]);
    case "GET /api/v2/downtime": return readItems(data, downtime, "/data", (one) => [downtimeRow(one)]);
    case "GET /api/v2/monitor/notification_rule": return readItems(data, notificationRule, "/data", ({ id, attributes }) => [resource("notification_rule", id, attributes.name, { recipients: attributes.recipients, filter: attributes.filter ?? null })]);
    case "GET /api/v1/slo": return readItems(data, objective, "/data", ({ id, name, tags, modified_at: _, ...attributes }) => [resource("slo", id, name, { ...present(attributes), tags })]);
    case "GET /api/v1/hosts": return readItems(host_list, host, "/host_list", hostRows);
    case "GET /api/v2/csm/onboarding/agents": return readItems(data, agent, "/data", ({ id, attributes }) => [agentRow(id, attributes)]);
    case "GET /api/v2/security_monitoring/rules": return readItems(data, securityRule, "/data", (one) => [ruleRow(one)]);
    case "POST /api/v2/security_monitoring/signals/search": return readItems(data, signal, "/data", (one) => [signalRow(one)]);
    default: return { rows: [], unreadable: [] };
  }
}

const present = (attributes: Record<string, Json | undefined>): Record<string, Json> => Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

function resource(type: string, id: string, name: string, attributes: Record<string, Json>, createdAt: string | null = null): RowOf<"resource"> {
  return { kind: "resource", ...BASE, externalId: `${type} ${id}`, type: `datadog.${type}`, name, account: null, region: null, tags: {}, createdAt, attributes };
}

function monitorRow({ id, name, type, query, tags, tells, priority, modified, options }: (typeof monitor)["_output"]): RowOf<"monitor"> {
  return {
    kind: "monitor", ...BASE, externalId: `monitor ${id}`, name, enabled: true, criterion: query, severity: priority == null ? null : `P${priority}`, watches: [], tells, updatedAt: modified,
    // What is muted for ever by its own settings watches, and tells nobody.
    attributes: { type, tags, notify_no_data: options.notify_no_data ?? false, thresholds: options.thresholds ?? {}, renotify_minutes: options.renotify_interval ?? null, muted: Object.keys(options.silenced ?? {}) },
  };
}

function downtimeRow({ id, attributes, relationships }: (typeof downtime)["_output"]): RowOf<"resource"> {
  const { created, scope, ...rest } = attributes;
  return resource("downtime", id, scope, { ...present(rest), scope, created_by: relationships?.created_by?.data?.id ?? null }, created);
}

function hostRows({ id, name, up, last_reported_time: reported, is_muted: muted, sources, aliases, meta }: (typeof host)["_output"]): [RowOf<"resource">, RowOf<"coverage">] {
  const version = meta.agent_version ?? null;
  return [
    resource("host", String(id), name, { aliases, sources, platform: meta.platform ?? null, agent_version: version, muted }),
    {
      kind: "coverage", ...BASE, externalId: `host ${id}`, via: "agent", by: "datadog agent", resource: name,
      // A host that only a cloud's integration reports has no agent on it.
      state: version === null ? "not_covered" : up === null ? "unknown" : up ? "covered" : "not_covered", status: version === null ? "no agent" : up === null ? "unknown" : up ? "up" : "down",
      reason: version === null ? `Reported by ${sources.join(", ") || "nothing"} alone.` : null, lastSeenAt: reported > 0 ? fromSeconds(reported) : null,
    },
  ];
}

function agentRow(id: string, { hostname, agent_version, is_cspm_enabled, is_cws_enabled, is_csm_vm_hosts_enabled, is_csm_vm_containers_enabled }: (typeof agent)["_output"]["attributes"]): RowOf<"coverage"> {
  const on = Object.entries({ posture: is_cspm_enabled, workloads: is_cws_enabled, "vulnerabilities of hosts": is_csm_vm_hosts_enabled, "vulnerabilities of containers": is_csm_vm_containers_enabled }).flatMap(([name, enabled]) => (enabled ? [name] : []));
  return { kind: "coverage", ...BASE, externalId: `security ${id}`, via: "scanner", by: "datadog cloud security", resource: hostname, state: on.length === 0 ? "not_covered" : "covered", status: on.join(", ") || "nothing enabled", reason: `Agent ${agent_version}`, lastSeenAt: null };
}

function ruleRow({ id, name, type, isEnabled, tags, version, updatedAt, queries, cases }: (typeof securityRule)["_output"]): RowOf<"monitor"> {
  const criterion = [...queries.map(({ query }) => query), ...cases.map(({ status, condition }) => `${status}: ${condition ?? "any"}`)].join("\n");
  return {
    kind: "monitor", ...BASE, externalId: `rule ${id}`, name, enabled: isEnabled, criterion, severity: cases[0]?.status ?? null, watches: [], tells: [...new Set(cases.flatMap(({ notifications }) => notifications))].sort(),
    updatedAt: updatedAt == null ? null : new Date(updatedAt).toISOString(), attributes: { type, tags, version },
  };
}

function signalRow({ id, attributes: { status, timestamp, host: on, tags, attributes: { title, workflow } } }: (typeof signal)["_output"]): RowOf<"vendor_alert"> {
  const { triage, rule } = workflow;
  const archived = triage?.state === "archived";
  const handle = triage?.updater?.handle ?? "";
  return {
    kind: "vendor_alert", ...BASE, externalId: id, title: title ?? rule?.name ?? id, rule: rule?.id ?? null, severity: severityOf(status), state: archived ? "closed" : "open", status: triage?.state ?? "not triaged",
    firstSeenAt: workflow.first_seen ?? timestamp, lastSeenAt: workflow.last_seen ?? timestamp,
    // The list does not say when a signal was archived.
    closedAt: null, resource: on ?? null, closedBy: archived && handle !== "" ? { id: handle, name: triage.updater?.name ?? null } : null, closedReason: archived ? (triage.archive_reason ?? null) : null,
    attributes: { rule_name: rule?.name ?? null, assignee: triage?.assignee?.name ?? null, tags },
  };
}
