import type { Json } from "#lib/connector/index.ts";
import type { Outbound, OutboundRequest } from "#lib/platform/outbound-http.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { answerAws } from "./demo-aws.ts";
import { answerForge, FORGE, type DemoAnswer } from "./demo-github.ts";

// Vendors of the demo, which answer in this process: no request leaves the machine for names that nobody has.

export const TRACKER = "https://jira.fernhall.example";
export const DATADOG_SITE = "datadoghq.eu";

type Ticket = { number: number; day: number; title: string; priority: string; type: string; assignee: string; /** Days after its making at which it was closed; null: open. */ closedAfter: number | null };

/** The tracker of Security Operations. Days are told before the last day of the story. */
const TICKETS: readonly Ticket[] = [
  { number: 118, day: 16, title: "Planned restart of build-04 for the kernel update", priority: "Medium", type: "Change", assignee: "Tomas Rivera", closedAfter: 0 },
  { number: 121, day: 23, title: "Sessions of a privileged user on db-primary-01 outside of hours", priority: "Highest", type: "Incident", assignee: "Priya Raman", closedAfter: 6 },
  { number: 122, day: 22, title: "Rotate the keys of the database administrators", priority: "High", type: "Task", assignee: "Jonas Weber", closedAfter: 3 },
  { number: 124, day: 12, title: "Guessed names on bastion-01 from one address", priority: "Medium", type: "Incident", assignee: "Jonas Weber", closedAfter: 1 },
  { number: 127, day: 9, title: "Agent on cache-02 does not report", priority: "Medium", type: "Task", assignee: "Tomas Rivera", closedAfter: null },
  { number: 129, day: 6, title: "sudo refused to a build account", priority: "Low", type: "Incident", assignee: "Priya Raman", closedAfter: 2 },
  { number: 131, day: 2, title: "Restore test of the customer database, fourth quarter", priority: "Medium", type: "Task", assignee: "Tomas Rivera", closedAfter: null },
  { number: 132, day: 0, title: "New account on bastion-01 that nobody asked for", priority: "High", type: "Incident", assignee: "Priya Raman", closedAfter: null },
];

type Host = { name: string; agent: string | null; up: boolean; scanned: boolean };
const HOSTS: readonly Host[] = [
  { name: "bastion-01", agent: "7.71.2", up: true, scanned: true },
  { name: "db-primary-01", agent: "7.71.2", up: true, scanned: true },
  { name: "db-replica-01", agent: "7.71.2", up: true, scanned: true },
  { name: "web-01", agent: "7.71.2", up: true, scanned: false },
  { name: "web-02", agent: "7.69.0", up: true, scanned: false },
  { name: "cache-02", agent: "7.69.0", up: false, scanned: false },
  { name: "build-04", agent: "7.71.2", up: true, scanned: true },
  { name: "sandbox-03", agent: null, up: true, scanned: false },
];

const MONITORS: readonly { name: string; query: string; tells: string }[] = [
  { name: "Disk of a database nearly full", query: "max(last_10m):max:system.disk.in_use{role:database} by {host} > 0.9", tells: "@pagerduty-infrastructure" },
  { name: "Sign-ins refused on the bastion", query: "sum(last_5m):sum:auth.refused{host:bastion-01}.as_count() > 50", tells: "@security-operations@fernhall.example" },
  { name: "No data of a host", query: "avg(last_15m):avg:system.cpu.idle{*} by {host} < 1", tells: "@pagerduty-infrastructure" },
];

type Signal = { id: string; title: string; rule: string; status: string; host: string; /** Days before the last day of the story, and the time of that day. */ day: number; at: string; archived: string | null };

/** What Datadog's security product raised: two that go on, and two that people had archived there before Tickmark was connected. */
const SIGNALS: readonly Signal[] = [
  { id: "AwAAAZ-demo-0004", title: "Log-on to db-primary-01 from a network that was never seen before", rule: "new-network-of-an-administrator", status: "high", host: "db-primary-01", day: 0, at: "18:42:10", archived: null },
  { id: "AwAAAZ-demo-0003", title: "A container of web-01 read the credentials of its host", rule: "container-reads-host-credentials", status: "critical", host: "web-01", day: 0, at: "17:05:31", archived: null },
  { id: "AwAAAZ-demo-0002", title: "Many refused sign-ins on bastion-01, then one that was let in", rule: "refused-then-let-in", status: "medium", host: "bastion-01", day: 11, at: "06:14:02", archived: "true_positive" },
  { id: "AwAAAZ-demo-0001", title: "An agent was stopped by hand on cache-02", rule: "agent-stopped", status: "low", host: "cache-02", day: 19, at: "14:30:45", archived: "testing_or_maintenance" },
];

function signalOf({ id, title, rule, status, host, day, at, archived }: Signal, lastDay: string): Json {
  const seen = `${addDays(lastDay, -day)}T${at}.000Z`;
  const triage: Json = archived === null ? { state: "open" } : { state: "archived", archive_reason: archived, updater: { handle: "priya.raman@fernhall.example", name: "Priya Raman" } };
  return { id, type: "signal", attributes: { status, timestamp: seen, host, tags: [`host:${host}`, "env:production"], attributes: { title, workflow: { first_seen: seen, last_seen: seen, rule: { id: rule, name: title }, triage } } } };
}

/** The only way out while the demo is written: to these vendors, as they were when the story's clock says. */
export function demoVendors(outbound: Outbound, now: () => Date, lastDay: string): Outbound {
  return {
    ...outbound,
    fetch(url, request = {}) {
      const at = new URL(url);
      if (at.hostname.endsWith(".amazonaws.com")) {
        const { status, type, text } = answerAws(at, request, lastDay) ?? { status: 403, type: "application/json", text: JSON.stringify({ __type: "AccessDeniedException", message: "not granted" }) };
        return Promise.resolve(new Response(text, { status, headers: { date: now().toUTCString(), "content-type": type } }));
      }
      const { status, body } = answered(at, request, lastDay);
      return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { date: now().toUTCString(), "content-type": "application/json" } }));
    },
  };
}

function answered(at: URL, request: OutboundRequest, lastDay: string): DemoAnswer {
  if (at.href.startsWith(FORGE)) return answerForge(at.pathname.slice(new URL(FORGE).pathname.length), lastDay) ?? { status: 404, body: { message: "Not Found" } };
  const body = at.origin === TRACKER ? answerTracker(at, request, lastDay) : at.hostname.endsWith(DATADOG_SITE) ? answerDatadog(at, lastDay) : null;
  // Its key was given no right to the rules of the security product.
  return body === null ? { status: 403, body: { errors: ["Forbidden"] } } : { status: 200, body };
}

const accountOf = (name: string): Json => ({ key: name.toLowerCase().replace(" ", "."), name: name.toLowerCase().replace(" ", "."), displayName: name, active: true, timeZone: "UTC" });

function issueOf({ number, day, title, priority, type, assignee, closedAfter }: Ticket, lastDay: string): Json {
  const at = (daysLater: number, time: string): string => `${addDays(lastDay, daysLater - day)}T${time}.000+0000`;
  const [closed, created] = [closedAfter === null ? null : at(closedAfter, "15:20:00"), at(0, "08:12:00")];
  const item = (field: string, from: string | null, to: string): Json => ({ field, fieldtype: "jira", from: null, fromString: from, to: null, toString: to });
  const histories: Json[] = [
    { id: `${number}1`, author: accountOf("Jonas Weber"), created: at(0, "08:31:00"), items: [item("assignee", null, assignee), item("status", "Open", "In progress")] },
    ...(closed === null ? [] : [{ id: `${number}2`, author: accountOf(assignee), created: closed, items: [item("status", "In progress", "Closed"), item("resolution", null, "Done")] }]),
  ];
  return {
    id: String(10_000 + number), key: `SECOPS-${number}`, self: `${TRACKER}/rest/api/2/issue/${10_000 + number}`,
    fields: {
      summary: title, issuetype: { name: type }, priority: { name: priority }, labels: ["security-operations"], project: { key: "SECOPS" }, created, updated: closed ?? at(0, "08:31:00"), resolutiondate: closed,
      status: { name: closed === null ? "In progress" : "Closed", statusCategory: { key: closed === null ? "indeterminate" : "done" } }, resolution: closed === null ? null : { name: "Done" }, assignee: accountOf(assignee), reporter: accountOf("Jonas Weber"), security: null,
    },
    changelog: { startAt: 0, maxResults: histories.length, total: histories.length, histories },
  };
}

function answerTracker({ pathname }: URL, { body }: OutboundRequest, lastDay: string): Json {
  const path = pathname.replace(/^\/rest\/api\/2/, "");
  if (path === "/myself") return accountOf("Tickmark Collector");
  if (path === "/mypermissions") return { permissions: { BROWSE_PROJECTS: { havePermission: true } } };
  if (path === "/project/SECOPS") return { id: "1", key: "SECOPS", name: "Security Operations" };
  if (path !== "/search" || typeof body !== "string") return null;
  const { startAt, maxResults } = JSON.parse(body) as { startAt: number; maxResults: number };
  return { startAt, maxResults, total: TICKETS.length, issues: TICKETS.slice(startAt, startAt + maxResults).map((ticket) => issueOf(ticket, lastDay)) };
}

function answerDatadog({ pathname, searchParams }: URL, lastDay: string): Json {
  const none = Number(searchParams.get("page") ?? searchParams.get("start") ?? "0") > 0;
  const reported = Date.parse(`${lastDay}T19:58:00Z`) / 1000;
  const day = `${addDays(lastDay, -40)}T10:00:00+00:00`;
  switch (pathname) {
    case "/api/v1/validate": return { valid: true };
    case "/api/v1/monitor": return none ? [] : MONITORS.map(({ name, query, tells }, index) => ({ id: index + 1, name, type: "query alert", query, tags: ["managed:terraform"], priority: index + 1, overall_state: "OK", created: day, modified: day, message: `See the runbook. ${tells}`, options: { thresholds: {}, notify_no_data: index === 2, silenced: {} } }));
    case "/api/v2/downtime": return { data: [], meta: { page: { total_filtered_count: 0 } } };
    case "/api/v2/monitor/notification_rule": return { data: [] };
    case "/api/v1/slo": return { data: [], metadata: { page: { total_count: 0, total_filtered_count: 0 } } };
    case "/api/v1/hosts": return {
      host_list: none ? [] : HOSTS.map(({ name, agent, up }, index) => ({ id: index + 1, name, up, last_reported_time: up ? reported : reported - 9 * 86_400, is_muted: false, sources: [agent === null ? "aws" : "agent"], aliases: [`${name}.fernhall.example`], meta: { agent_version: agent, platform: agent === null ? null : "linux" } })),
      total_matching: HOSTS.length, exact_total_matching: true, total_returned: none ? 0 : HOSTS.length,
    };
    case "/api/v2/csm/onboarding/agents": return {
      data: none ? [] : HOSTS.flatMap(({ name, agent, scanned }, index) => (agent === null ? [] : [{ id: `agent-${index}`, type: "datadog_agent", attributes: { hostname: name, agent_version: agent, os: "GNU/Linux", is_cspm_enabled: false, is_cws_enabled: false, is_csm_vm_hosts_enabled: scanned, is_csm_vm_containers_enabled: false } }])),
      meta: { total_filtered: HOSTS.filter(({ agent }) => agent !== null).length },
    };
    case "/api/v2/security_monitoring/signals/search": return { data: SIGNALS.map((signal) => signalOf(signal, lastDay)), meta: { page: {} } };
    default: return null;
  }
}
