import type { Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "#lib/testing/memory-collection.ts";

// Answers in the shape of Prometheus 2.42, with two series for each alert as its rule evaluation writes them.

export const CREDENTIAL = { strategy: "bearer", values: { token: "very-secret-bearer" } };
export const SETTINGS = { url: "https://prometheus.example/base" };

/** An alert of the fake: when its condition began, when it fired, when it was over; in seconds, `judged` every so many. */
export type Spell = { labels: Record<string, string>; began: number; fired: number; over: number; judged?: number };

const success = (data: Json, more: Record<string, Json> = {}): Json => ({ status: "success", data, ...more });

const RULES: Json = { groups: [
  { name: "hosts", file: "/etc/prometheus/rules/hosts.yml", interval: 15, limit: 0, evaluationTime: 0.0004, lastEvaluation: "2026-03-02T08:59:50Z", rules: [
    { state: "firing", name: "HostDown", query: "up == 0", duration: 300, labels: { severity: "critical" }, annotations: { summary: "{{ $labels.instance }} is down" }, alerts: [], health: "ok", evaluationTime: 0.0001, lastEvaluation: "2026-03-02T08:59:50Z", type: "alerting" },
    { state: "inactive", name: "DiskFull", query: "disk > 0.9", duration: 0, labels: { severity: "warning" }, annotations: {}, alerts: [], health: "ok", evaluationTime: 0.0001, lastEvaluation: "2026-03-02T08:59:50Z", type: "alerting" },
    { state: "unknown", name: "DiskFull", query: "disk > 0.95", duration: 0, labels: { severity: "critical" }, annotations: {}, alerts: [], health: "err", lastError: "vector contains metrics with the same labelset", evaluationTime: 0.0001, lastEvaluation: "2026-03-02T08:59:50Z", type: "alerting" },
  ] },
] };

const target = (instance: string, health: string, more: Record<string, Json> = {}): Json => ({
  discoveredLabels: { __address__: instance, __param_token: "in-a-parameter", __meta_ec2_instance_id: `i-${instance.slice(0, 4)}`, __meta_ec2_region: "eu-central-1", __meta_ec2_owner_id: "123456789012", __meta_ec2_tag_password: "in-a-tag" },
  labels: { instance, job: "node" }, scrapePool: "node", scrapeUrl: `http://user:in-the-address@${instance}/metrics?token=in-a-parameter`, globalUrl: `http://${instance}/metrics?token=in-a-parameter`,
  lastError: "", lastScrape: "2026-03-02T08:59:55.123Z", lastScrapeDuration: 0.01, health, scrapeInterval: "15s", scrapeTimeout: "10s", ...more,
});

const TARGETS: Json = { activeTargets: [
  target("aaaa:9100", "up"),
  target("bbbb:9100", "down", { lastError: 'Get "http://bbbb:9100/metrics?token=in-a-parameter": connection refused' }),
  target("cccc:9100", "unknown", { lastScrape: "0001-01-01T00:00:00Z", discoveredLabels: { __address__: "cccc:9100" } }),
], droppedTargets: [] };

const YAML = `global:
  scrape_interval: 15s
  external_labels: {site: fra}
alerting:
  alertmanagers:
  - basic_auth: {username: u, password: in-the-configuration}
    static_configs: [{targets: ["am:9093"]}]
rule_files: [/etc/prometheus/rules/*.yml]
scrape_configs:
- job_name: node
  scrape_interval: 15s
  params: {token: [in-the-configuration]}
remote_write:
- url: https://user:in-the-configuration@elsewhere.example/
`;

/** Secrets of the fake that must never be stored. */
export const PLANTED = ["in-a-parameter", "in-a-tag", "in-the-address", "in-the-configuration"];

/** A range vector at `time` of the alerts' two series. */
function matrix(spells: readonly Spell[], { query, time }: { query: string; time: number }): Json {
  const from = time - Number(/\[(\d+)s\]$/.exec(query)?.[1]);
  const series = new Map<string, { metric: Record<string, string>; values: [number, string][] }>();
  for (const { labels, began, fired, over, judged = 60 } of spells) {
    for (let at = began; at < over; at += judged) {
      if (at < from || at > time) continue;
      const state = at >= fired ? "firing" : "pending";
      for (const [metric, value] of [[{ __name__: "ALERTS", alertstate: state, ...labels }, "1"], [{ __name__: "ALERTS_FOR_STATE", ...labels }, String(began)]] as const) {
        const one = series.get(JSON.stringify(metric)) ?? { metric, values: [] };
        one.values.push([at, value]);
        series.set(JSON.stringify(metric), one);
      }
    }
  }
  return { resultType: "matrix", result: [...series.values()] };
}

/** A Prometheus in memory. */
export function fakePrometheus({ spells = [], retention = "1d", warnings = [] }: { spells?: readonly Spell[]; retention?: string; warnings?: readonly string[] } = {}): Vendor {
  return ({ url, headers }: OutgoingRequest) => {
    const { pathname, searchParams } = new URL(url);
    if (headers?.authorization !== "Bearer very-secret-bearer") return jsonAnswer({ message: "who?" }, { status: 401 });
    switch (pathname) {
      case "/base/api/v1/status/buildinfo": return jsonAnswer(success({ version: "2.42.0", revision: "x", goVersion: "go1.19" }));
      case "/base/api/v1/status/runtimeinfo": return jsonAnswer(success({ startTime: "2026-03-01T00:00:00Z", reloadConfigSuccess: true, storageRetention: retention, goroutineCount: 40 }));
      case "/base/api/v1/rules": return jsonAnswer(success(RULES, { warnings }));
      case "/base/api/v1/targets": return jsonAnswer(success(TARGETS));
      case "/base/api/v1/alertmanagers": return jsonAnswer(success({ activeAlertmanagers: [{ url: "http://user:in-the-address@am:9093/api/v2/alerts" }], droppedAlertmanagers: [] }));
      case "/base/api/v1/status/config": return jsonAnswer(success({ yaml: YAML }));
      case "/base/api/v1/query": return jsonAnswer(success(matrix(spells, { query: searchParams.get("query") ?? "", time: Date.parse(searchParams.get("time") ?? "") / 1000 })));
      default: return jsonAnswer({ status: "error" }, { status: 404 });
    }
  };
}
