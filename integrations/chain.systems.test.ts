import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { listAlerts, readAlert, runDueVendorAlerts } from "#lib/alerts/index.ts";
import { collectJob, collectNow, connect } from "#lib/connections/index.ts";
import type { Connector, RowKind, RowOf, Values } from "#lib/connector/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { collectInMemory, type MemoryRun } from "#lib/testing/memory-collection.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { programOf, sendForReal, serverFolder, startMailServer, startRedmine, startServer, until, type Started } from "#lib/testing/real-servers.ts";
import { alertmanager } from "./alertmanager/index.ts";
import { mail as mailSource } from "./mail/index.ts";
import { prometheus } from "./prometheus/index.ts";
import { redmine } from "./redmine/index.ts";

// What detection comes to, on servers that Tickmark did not write: a machine falls silent, Prometheus's rule fires,
// Alertmanager sends a mail, Redmine makes a ticket of it, somebody closes the ticket. Each link is collected by its
// connector, and the links are joined by what they say themselves.

const MAIL_KEY = "a-key-for-mail";
const SET_UP = `
Redmine::DefaultData::Loader.load("en")
Setting.rest_api_enabled = "1"
Setting.notified_events = []
Setting.mail_handler_api_enabled = "1"
Setting.mail_handler_api_key = "${MAIL_KEY}"
project = Project.create!(name: "Security Operations", identifier: "secops", trackers: Tracker.all, is_public: false)
reads = Role.create!(name: "Evidence", permissions: [:view_issues, :view_private_notes], issues_visibility: "all")
keys = {reader: reads, operator: Role.find_by(name: "Manager")}.map do |login, role|
  user = User.new(firstname: login.to_s.capitalize, lastname: "Ops", mail: "#{login}@x.example", status: User::STATUS_ACTIVE)
  user.login = login.to_s
  user.password = "a-long-password-1"
  user.save!
  Member.create!(project: project, principal: user, roles: [role])
  [login, user.api_key]
end
backlog = Project.create!(name: "Backlog", identifier: "backlog", trackers: Tracker.all, is_public: false)
Member.create!(project: backlog, principal: User.find_by(login: "reader"), roles: [reads])
Member.create!(project: backlog, principal: User.find_by(login: "operator"), roles: [Role.find_by(name: "Manager")])
105.times { |count| Issue.create!(project: backlog, tracker: Tracker.first, author: User.find_by(login: "operator"), priority: IssuePriority.first, subject: "Ticket #{count}", is_private: count == 7) }
puts JSON.generate(keys.to_h)
`;

const started: Started[] = [];
let home: Awaited<ReturnType<typeof serverFolder>>;
let mail: Awaited<ReturnType<typeof startMailServer>>;
let exporter: Awaited<ReturnType<typeof startServer>>;
let [watching, telling, tracker]: Started[] = [];
let keys: { reader: string; operator: string };
let world: World;

const keep = <Server extends Started>(server: Server): Server => {
  started.push(server);
  return server;
};
const startExporter = (port?: number) => startServer(programOf("prometheus-node-exporter"), (at) => [`--web.listen-address=127.0.0.1:${at}`, "--collector.disable-defaults", "--collector.time"], { ready: "/metrics", port });

beforeAll(async () => {
  world = await testWorld();
  home = await serverFolder();
  const file = async (name: string, text: string): Promise<string> => {
    await writeFile(path.join(home.folder, name), text);
    return path.join(home.folder, name);
  };
  mail = keep(await startMailServer());
  exporter = await startExporter();
  telling = keep(await startServer(programOf("prometheus-alertmanager"), (port) => [`--config.file=${path.join(home.folder, "am.yml")}`, `--storage.path=${path.join(home.folder, "am")}`, `--web.listen-address=127.0.0.1:${port}`, "--cluster.listen-address="], {
    ready: "/-/ready", cwd: (await file("am.yml", `global: {smtp_smarthost: "127.0.0.1:${mail.port}", smtp_from: alertmanager@x.example, smtp_require_tls: false}
route: {receiver: security, group_by: [alertname], group_wait: 1s, group_interval: 1s}
receivers: [{name: security, email_configs: [{to: security@x.example, send_resolved: true}]}, {name: hook, webhook_configs: [{url: "https://hook.x.example/a-secret-path"}]}]
`)) && home.folder,
  }));
  const rules = await file("rules.yml", `groups: [{name: hosts, rules: [{alert: HostDown, expr: 'up{job="node"} == 0', for: 2s, labels: {severity: critical}, annotations: {summary: "{{ $labels.instance }} is down"}}]}]\n`);
  await promisify(execFile)(programOf("promtool", "prometheus"), ["check", "rules", rules]);
  const config = await file("prometheus.yml", `global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [${rules}]
alerting: {alertmanagers: [{static_configs: [{targets: ["${new URL(telling.url).host}"]}]}]}
scrape_configs: [{job_name: node, static_configs: [{targets: ["127.0.0.1:${exporter.port}"]}]}]
`);
  watching = keep(await startServer(programOf("prometheus"), (port) => [`--config.file=${config}`, `--storage.tsdb.path=${path.join(home.folder, "tsdb")}`, `--web.listen-address=127.0.0.1:${port}`], { ready: "/-/ready" }));
  const redmineServer = keep(await startRedmine(path.join(home.folder, "redmine"), SET_UP));
  tracker = redmineServer;
  keys = z.object({ reader: z.string(), operator: z.string() }).parse(JSON.parse(redmineServer.told));
}, 240_000);

afterAll(async () => {
  for (const server of [exporter, ...started.reverse()]) await server.stop();
  await home.remove();
  await world.close();
});

const OPEN = { strategy: "open", values: {} };

async function collect(connector: Connector, collector: string, server: Started | undefined, credential: { strategy: string; values: Values } = OPEN, settings: Values = {}): Promise<MemoryRun> {
  const at = new Date();
  const run = await collectInMemory({ connector, collector, settings: { url: server?.url ?? "", ...settings }, credential, vendor: sendForReal, at, run: { window: { from: new Date(at.getTime() - 3_600_000), until: at } } });
  expect(run.end).toMatchObject({ completeness: "complete", gaps: [], failure: null });
  return run;
}

/** What the queue of alerts holds, by the product's own ways, once the real Alertmanager was collected from; collected twice, it holds it once. */
async function queueOf(server: Started | undefined) {
  world.clock.set(systemClock.now());
  const given = [{ name: "url", value: server?.url ?? "" }];
  const { id: connectionId } = await connect(world.as("security_analyst"), { connector: "alertmanager", name: "Alertmanager", strategy: "open", settings: given, credential: [] });
  for (const _ of [1, 2]) {
    world.clock.set(systemClock.now());
    await collectNow(world.as("security_analyst"), { connectionId, collector: "alerts" });
    await world.runJobs([collectJob]);
    await runDueVendorAlerts(world.asSystem(), connectionId);
  }
  const { rows } = await listAlerts(world.as("security_analyst"), { source: "vendor" });
  return Promise.all(rows.map(({ id }) => readAlert(world.as("security_analyst"), { alertId: id })));
}

const rowsOf = <Kind extends RowKind>({ rows }: MemoryRun, kind: Kind): RowOf<Kind>[] => [...rows.values()].filter((row): row is RowOf<Kind> => row.kind === kind);
const askTracker = (address: string, init: RequestInit) => fetch(`${tracker?.url ?? ""}${address}`, init);
const read = async (address: string): Promise<string> => (await fetch(address)).text();
const seconds = (instant: string | null | undefined): number => Math.floor(Date.parse(instant ?? "") / 1000);

test("a rule fires, a mail is sent, a ticket is opened and closed: each link is collected, and their times are in order", async () => {
  const { reader, operator } = keys;
  const tickets = (): Promise<MemoryRun> => collect(redmine, "issues", tracker, { strategy: "key", values: { key: reader } }, { projects: "secops" });
  await until("the machine answers", async () => (await read(`${watching?.url ?? ""}/api/v1/targets`)).includes('"health":"up"'));
  expect(rowsOf(await collect(prometheus, "watch", watching), "coverage")).toMatchObject([{ state: "covered", status: "up", by: "prometheus" }]);
  expect(rowsOf(await tickets(), "ticket")).toEqual([]);

  await exporter.stop();
  await until("a mail tells of it", () => Promise.resolve(mail.mails.length > 0));
  const [told] = mail.mails;
  const watch = await collect(prometheus, "watch", watching);
  expect(rowsOf(watch, "coverage")).toMatchObject([{ state: "not_covered", status: "down" }]);
  expect(rowsOf(watch, "monitor")).toMatchObject([{ name: "HostDown", severity: "critical", criterion: 'up{job="node"} == 0\nfor 2 s' }]);
  const routing = await collect(alertmanager, "routing", telling);
  expect(rowsOf(routing, "resource").flatMap(({ type, attributes }) => (type === "alertmanager.channel" ? [attributes] : []))).toEqual([
    { receiver: "security", kind: "email", to: "security@x.example", send_resolved: true }, { receiver: "hook", kind: "webhook", host: "hook.x.example", send_resolved: true },
  ]);
  expect(JSON.stringify(routing.pages)).not.toContain("a-secret-path");
  const [listed] = rowsOf(await collect(alertmanager, "alerts", telling), "vendor_alert");
  expect(listed).toMatchObject({ rule: "HostDown", state: "open", attributes: { receivers: ["security"] } });
  const queued = await queueOf(telling);
  expect(queued).toMatchObject([{ title: listed?.title, origin: "vendor", severity: "critical", status: "open", vendor: { connection: { name: "Alertmanager" }, externalId: listed?.externalId, rule: "HostDown", firing: { number: 1, state: "open", word: "active", severityWord: "critical" }, run: { completeness: "complete" } } }]);
  expect(queued[0]?.firstEventAt.toISOString()).toBe(new Date(listed?.firstSeenAt ?? "").toISOString());
  expect([told?.to, told?.raw]).toEqual([["security@x.example"], expect.stringContaining("Subject: [FIRING:1] HostDown")]);

  const delivered = { bytes: Buffer.from(told?.raw ?? ""), receivedAt: told?.at ?? new Date(0), from: "alertmanager@x.example", to: "security@x.example", ip: "127.0.0.1", helo: "localhost" };
  const noRecords = () => Promise.reject(Object.assign(new Error("no such record"), { code: "ENOTFOUND" }));
  const kept = await mailSource.receiver?.receive(delivered, { settings: { senders: "x.example" } }, noRecords);
  expect(kept && mailSource.receiver?.transform(kept).rows).toMatchObject([{ kind: "message", subject: expect.stringContaining("[FIRING:1] HostDown") as string, sender: "alertmanager@x.example", authenticated: false }]);

  const handled = await askTracker("/mail_handler", { method: "POST", body: new URLSearchParams({ key: MAIL_KEY, email: told?.raw ?? "", unknown_user: "accept", no_permission_check: "1", "issue[project]": "secops", allow_override: "" }) });
  expect(handled.status).toBe(201);
  exporter = await startExporter(exporter.port);
  await until("a mail tells of its end", () => Promise.resolve(mail.mails.some(({ raw }) => raw.includes("[RESOLVED]"))));
  const [opened] = rowsOf(await tickets(), "ticket");
  const put = await askTracker(`/issues/${opened?.externalId ?? ""}.json`, { method: "PUT", headers: { "x-redmine-api-key": operator, "content-type": "application/json" }, body: JSON.stringify({ issue: { status_id: 5, notes: "The machine was started again." } }) });
  expect(put.status).toBe(204);

  const [alert] = rowsOf(await collect(prometheus, "firing", watching), "vendor_alert");
  const closing = await tickets();
  const [ticket] = rowsOf(closing, "ticket");
  expect(alert).toMatchObject({ rule: "HostDown", title: listed?.title, resource: listed?.resource, severity: { degree: "critical" } });
  expect(opened).toMatchObject({ state: "open", title: expect.stringContaining("[FIRING:1] HostDown") as string });
  expect(ticket).toMatchObject({ externalId: opened?.externalId, state: "closed", closedBy: { name: "Operator Ops" } });
  expect(rowsOf(closing, "ticket_event").map(({ field, from, to, by }) => [field, from, to, by?.name])).toEqual([["status", "New", "Closed", "Operator Ops"], ["comment", null, null, "Operator Ops"]]);
  const inOrder = (...times: number[]): void => expect(times).toEqual([...times].sort((a, b) => a - b));
  inOrder(seconds(alert?.firstSeenAt), seconds(listed?.firstSeenAt), seconds(told?.at.toISOString()), seconds(ticket?.createdAt), seconds(ticket?.closedAt));
  // It was last judged as firing up to a judgement before the machine came back, so a second before the ticket at times.
  inOrder(seconds(listed?.firstSeenAt), seconds(alert?.lastSeenAt), seconds(ticket?.closedAt));
});

test("a Redmine that anybody may read answers a wrong key; the connector does not", async () => {
  expect((await askTracker("/issues.json", { headers: { "x-redmine-api-key": "wrong" } })).status).toBe(200);
  const run = await collectInMemory({ connector: redmine, collector: "issues", settings: { url: tracker?.url ?? "" }, credential: { strategy: "key", values: { key: "wrong" } }, vendor: sendForReal, at: new Date() });
  expect(run.end).toMatchObject({ completeness: "denied", failure: { kind: "credential_refused" } });
});

test("a page of tickets and the next, and then what changed alone, on the real server", async () => {
  const { reader, operator } = keys;
  const backlog = { connector: redmine, collector: "issues", settings: { url: tracker?.url ?? "", projects: "backlog" }, credential: { strategy: "key", values: { key: reader } }, vendor: sendForReal };
  const full = await collectInMemory({ ...backlog, at: new Date() });
  expect([full.end?.completeness, full.pages.length, rowsOf(full, "ticket").length, rowsOf(full, "ticket").filter(({ confidential }) => confidential).length]).toEqual(["complete", 3, 105, 1]);
  expect(full.end?.ended).toMatchObject({ announced: { total: 105, exact: true }, secondRoute: { total: 105, exact: true } });

  const [first] = rowsOf(full, "ticket");
  const { status } = await askTracker(`/issues/${first?.externalId ?? ""}.json`, { method: "PUT", headers: { "x-redmine-api-key": operator, "content-type": "application/json" }, body: JSON.stringify({ issue: { priority_id: 2 } }) });
  expect(status).toBe(204);
  // From the very second of that change: `>=` holds it.
  const changed = (await read(`${tracker?.url ?? ""}/issues/${first?.externalId ?? ""}.json?key=${reader}`)).match(/"updated_on":"([^"]+)"/)?.[1] ?? "";
  const next = await collectInMemory({ ...backlog, at: new Date(), run: { listing: "incremental", cursor: { parts: { backlog: changed } } } });
  expect([next.end?.completeness, rowsOf(next, "ticket").map(({ externalId }) => externalId)]).toEqual(["complete", [first?.externalId]]);
  expect(rowsOf(next, "ticket_event")).toMatchObject([{ field: "priority", to: "Normal", by: { name: "Operator Ops" } }]);
});
