import { expect, test } from "vitest";
import { connectorSuite } from "#lib/testing/connector-suite.ts";
import { collectInMemory, jsonAnswer, type MemoryRun, type Vendor } from "#lib/testing/memory-collection.ts";
import { CREDENTIAL, fakeAlertmanager, PLANTED, SETTINGS } from "./alertmanager.fixture.ts";
import { alertmanager } from "./index.ts";

const parts = { connector: alertmanager, settings: SETTINGS, credential: CREDENTIAL };

connectorSuite({ ...parts, collector: "routing", vendor: fakeAlertmanager, rows: 1 + 3 + 3 + 1 + 3 + 1, part: /\/silences$/ });
connectorSuite({ ...parts, collector: "alerts", vendor: fakeAlertmanager, rows: 3 + 3, part: /receiver=pager/ });

const collect = (collector: string, vendor: Vendor = fakeAlertmanager()): Promise<MemoryRun> => collectInMemory({ ...parts, collector, vendor });
const named = ({ rows }: MemoryRun, type: string) => [...rows.values()].flatMap((row) => (row.kind === "resource" && row.type === `alertmanager.${type}` ? [row] : []));

test("who is told of what: routes with what they inherit, and what receivers send by", async () => {
  const run = await collect("routing");
  expect(named(run, "route").map(({ externalId, name, attributes }) => [externalId, name, attributes.receiver_of, attributes.mute_time_intervals])).toEqual([
    ["route /", "everything to team", "itself", undefined], ["route /0", 'severity="critical" to pager', "itself", ["nights"]], ["route /0/0", 'team=~"a|b" to pager', "the route above", undefined],
  ]);
  expect(named(run, "channel").map(({ attributes }) => attributes)).toEqual([
    { receiver: "team", kind: "email", send_resolved: true, to: "team@x.example" },
    { receiver: "pager", kind: "pagerduty", send_resolved: true, host: "events.pagerduty.com" },
    { receiver: "pager", kind: "webhook", host: "hook.example" },
  ]);
  expect(named(run, "inhibition").map(({ name }) => name)).toEqual(['severity="critical" mutes severity="warning"']);
  expect(named(run, "silence").map(({ attributes }) => [attributes.createdBy, attributes.comment, attributes.state])).toEqual([["anna", "maintenance", "active"]]);
});

test("passwords, keys and the addresses of webhooks are never stored", async () => {
  const { pages, exchanges } = await collect("routing");
  for (const secret of PLANTED) expect(JSON.stringify([pages, exchanges])).not.toContain(secret);
});

test("an alert that is muted is told as such, with what mutes it; one that goes to two is one", async () => {
  const { rows } = await collect("alerts");
  expect([...rows.values()].flatMap((row) => (row.kind === "vendor_alert" ? [[row.title, row.state, row.severity.degree, row.attributes.receivers, row.attributes.silenced_by]] : []))).toEqual([
    ["HostDown on a:9100", "open", "critical", ["pager", "team"], []], ["DiskFull on a:9100", "suppressed", "medium", ["team"], []], ["DiskFull", "suppressed", "unknown", ["team"], ["d429c702"]],
  ]);
});

test("a configuration that cannot be read ends the run: no routes are not routes to nobody", async () => {
  expect((await collect("routing", fakeAlertmanager({ original: "route: [" }))).end).toMatchObject({ completeness: "failed", failure: { kind: "malformed" } });
  expect((await collect("routing", fakeAlertmanager({ original: "" }))).end?.gaps.map(({ reason, says }) => [reason, says.includes("/routes")])).toEqual([["unreadable", true]]);
});

test("who answers is told, and each permission is tried", async () => {
  const vendor = fakeAlertmanager();
  const session = { settings: SETTINGS, credential: CREDENTIAL, now: () => new Date(), ask: async (request: Parameters<Vendor>[0]) => (request.url.includes("silences") ? jsonAnswer({}, { status: 403 }) : await vendor(request)) };
  expect(await alertmanager.identify(session)).toEqual({ id: "alertmanager.example", name: "Alertmanager 0.25.0", tenant: "alertmanager.example" });
  expect((await alertmanager.probe(session)).map(({ permission, state }) => `${state} ${permission}`)).toEqual(["granted GET /api/v2/status", "granted GET /api/v2/receivers", "missing GET /api/v2/silences", "granted GET /api/v2/alerts"]);
});
