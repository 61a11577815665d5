import type { Json, OutgoingRequest } from "#lib/connector/index.ts";
import { jsonAnswer, type Vendor } from "#lib/testing/memory-collection.ts";

// Answers in the shape of Alertmanager 0.25, its configuration as the server writes it back.

export const CREDENTIAL = { strategy: "basic", values: { user: "tickmark", password: "very-secret-password" } };
export const SETTINGS = { url: "https://alertmanager.example" };

const ORIGINAL = `global:
  resolve_timeout: 1m
  smtp_from: am@x.example
  smtp_smarthost: mail.x.example:25
  smtp_auth_password: <secret>
  slack_api_url: <secret>
route:
  receiver: team
  group_by: [alertname]
  continue: false
  routes:
  - receiver: pager
    matchers:
    - severity="critical"
    mute_time_intervals: [nights]
    continue: true
    routes:
    - match_re: {team: "a|b"}
inhibit_rules:
- source_matchers: [severity="critical"]
  target_match: {severity: warning}
  equal: [instance]
receivers:
- name: team
  email_configs:
  - send_resolved: true
    to: team@x.example
    auth_password: in-the-mail-settings
- name: pager
  pagerduty_configs:
  - send_resolved: true
    routing_key: in-the-routing-key
    url: https://events.pagerduty.com/v2/enqueue
  webhook_configs:
  - url: https://hook.example/in-the-webhook?token=in-the-webhook
- name: nobody (a+b)
time_intervals:
- name: nights
  time_intervals: [{times: [{start_time: "22:00", end_time: "24:00"}]}]
`;

/** Secrets of the fake that must never be stored. */
export const PLANTED = ["in-the-mail-settings", "in-the-routing-key", "in-the-webhook"];

const alert = (fingerprint: string, labels: Record<string, string>, receivers: readonly string[], status: Json): Json => ({
  annotations: { summary: "x" }, endsAt: "2026-03-02T09:04:00.000Z", fingerprint, receivers: receivers.map((name) => ({ name })), startsAt: "2026-03-02T08:51:42.711Z",
  status, updatedAt: "2026-03-02T08:59:42.711Z", generatorURL: "http://prometheus.example/graph?g0.expr=up", labels,
});
const ACTIVE: Json = { inhibitedBy: [], silencedBy: [], state: "active" };

const ALERTS = [
  alert("498074676852febe", { alertname: "HostDown", instance: "a:9100", severity: "critical" }, ["pager", "team"], ACTIVE),
  alert("3dba838d273b4868", { alertname: "DiskFull", instance: "a:9100", severity: "warning" }, ["team"], { inhibitedBy: ["498074676852febe"], silencedBy: [], state: "suppressed" }),
  alert("bff0c4d51725e766", { alertname: "DiskFull", severity: "odd" }, ["team"], { inhibitedBy: [], silencedBy: ["d429c702"], state: "suppressed" }),
];

const SILENCES: Json = [{
  id: "d429c702", status: { state: "active" }, updatedAt: "2026-03-02T08:51:42.726Z", comment: "maintenance", createdBy: "anna", endsAt: "2026-03-03T00:00:00.000Z",
  matchers: [{ isEqual: true, isRegex: false, name: "alertname", value: "DiskFull" }], startsAt: "2026-03-02T08:51:42.726Z",
}];

/** An Alertmanager in memory. */
export function fakeAlertmanager({ original = ORIGINAL }: { original?: string } = {}): Vendor {
  return ({ url, headers }: OutgoingRequest) => {
    const { pathname, searchParams } = new URL(url);
    if (headers?.authorization !== `Basic ${Buffer.from("tickmark:very-secret-password").toString("base64")}`) return jsonAnswer({}, { status: 401 });
    switch (pathname) {
      case "/api/v2/status": return jsonAnswer({ cluster: { peers: [], status: "disabled" }, config: { original }, uptime: "2026-03-01T07:51:39.703Z", versionInfo: { version: "0.25.0" } });
      case "/api/v2/receivers": return jsonAnswer([{ name: "team" }, { name: "pager" }, { name: "nobody (a+b)" }]);
      case "/api/v2/silences": return jsonAnswer(SILENCES);
      case "/api/v2/alerts": {
        const wanted = new RegExp(`^(?:${searchParams.get("receiver") ?? ""})$`);
        return jsonAnswer(ALERTS.filter((one) => (one as { receivers: { name: string }[] }).receivers.some(({ name }) => wanted.test(name))));
      }
      default: return jsonAnswer({ code: 404, message: "not found" }, { status: 404 });
    }
  };
}
