import { elementsOf, joinTransformed, membersOf, readItems, type Answer, type Json, type RowOf, type Transformed } from "#lib/connector/index.ts";
import { alertmanager, buildInfo, rule, ruleGroup, runtimeInfo, target } from "./schema.ts";

const NOTHING: Transformed = { rows: [], unreadable: [] };
const BASE = { scope: null, url: null };

/** Rows of one answer of the collector of rules and targets. Pure. */
export function transformWatch({ operation, body }: Answer): Transformed {
  switch (operation) {
    case "GET /api/v1/status/buildinfo": return readItems([body], buildInfo, "", ({ version }) => [server("server", "Prometheus", { version })]);
    case "GET /api/v1/status/runtimeinfo": return readItems([body], runtimeInfo, "", (runtime) => [server("runtime", "Prometheus, as it runs", runtime)]);
    case "GET /api/v1/rules": return rulesOf(body);
    case "GET /api/v1/targets": return readItems(membersOf(body).activeTargets, target, "/activeTargets", targetRows);
    case "GET /api/v1/alertmanagers": return readItems(membersOf(body).activeAlertmanagers, alertmanager, "/activeAlertmanagers", ({ url }) => [
      { ...server(`alertmanager ${url}`, url, {}), type: "prometheus.alertmanager" },
    ]);
    case "GET /api/v1/status/config": return body === null
      ? { rows: [], unreadable: [{ at: "", says: "The configuration is no YAML." }] }
      : { rows: [{ ...server("configuration", "Configuration", membersOf(body)), type: "prometheus.configuration" }], unreadable: [] };
    default: return NOTHING;
  }
}

function server(externalId: string, name: string, attributes: Record<string, Json>): RowOf<"resource"> {
  return { kind: "resource", ...BASE, externalId, type: "prometheus.server", name, account: null, region: null, tags: {}, createdAt: null, attributes };
}

function rulesOf(body: Json): Transformed {
  const seen = new Map<string, number>();
  return joinTransformed(elementsOf(membersOf(body).groups).map((group, index) => {
    const read = ruleGroup.safeParse(group);
    if (!read.success) return { rows: [], unreadable: [{ at: `/groups/${index}`, says: "The group has no name, file, interval or rules." }] };
    const { name, file, interval } = read.data;
    return readItems(membersOf(group).rules, rule, `/groups/${index}/rules`, (one) => [monitor(one, { group: name, file, interval }, seen)]);
  }));
}

/** A rule has no id: file, group, name and labels stand for it, and its place among those that are alike in all of them. */
function monitor(one: (typeof rule)["_output"], { group, file, interval }: { group: string; file: string; interval: number }, seen: Map<string, number>): RowOf<"monitor"> {
  const labels = Object.entries(one.labels).map(([label, value]) => `${label}=${value}`).sort();
  const alike = [file, group, one.name, ...labels].join(" ");
  const nth = (seen.get(alike) ?? 0) + 1;
  seen.set(alike, nth);
  return {
    kind: "monitor", ...BASE, externalId: nth === 1 ? alike : `${alike} ${nth}`, name: one.name, enabled: true,
    criterion: one.duration > 0 ? `${one.query}\nfor ${one.duration} s` : one.query, severity: one.labels.severity ?? null, watches: [], tells: [], updatedAt: null,
    attributes: { file, group, interval_seconds: interval, keep_firing_seconds: one.keepFiringFor ?? 0, labels: one.labels, annotations: one.annotations, health: one.health, last_error: one.lastError ?? null },
  };
}

const COVERED = { up: "covered", down: "not_covered", unknown: "unknown" } as const;

function targetRows({ scrapePool, scrapeUrl, health, lastError, lastScrape, labels, discoveredLabels, scrapeInterval }: (typeof target)["_output"]): [RowOf<"resource">, RowOf<"coverage">] {
  const externalId = `${scrapePool} ${scrapeUrl}`;
  const instance = labels.instance ?? scrapeUrl;
  return [
    {
      ...server(externalId, instance, { pool: scrapePool, address: scrapeUrl, interval: scrapeInterval ?? null, discovered: discoveredLabels }), type: "prometheus.target", tags: labels,
      account: discoveredLabels.__meta_ec2_owner_id ?? discoveredLabels.__meta_gce_project ?? discoveredLabels.__meta_azure_subscription_id ?? null,
      region: discoveredLabels.__meta_ec2_region ?? discoveredLabels.__meta_gce_zone ?? discoveredLabels.__meta_azure_machine_location ?? null,
    },
    {
      kind: "coverage", ...BASE, externalId, via: "monitoring", by: "prometheus", resource: machineOf(discoveredLabels) ?? instance, state: COVERED[health], status: health,
      reason: lastError === "" ? null : lastError,
      // What was never scraped has the first instant of the calendar.
      lastSeenAt: lastScrape.startsWith("0001-01-01") ? null : lastScrape,
    },
  ];
}

/** The cloud's own id of the machine behind a target, where it was discovered by one. */
const machineOf = (discovered: Readonly<Record<string, string>>): string | null =>
  discovered.__meta_ec2_instance_id ?? discovered.__meta_gce_instance_id ?? discovered.__meta_azure_machine_id ?? null;
