import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { dispatchDueWork } from "#lib/jobs/dispatch-due-work.ts";
import { assignIncident, declareIncident, resolveIncident } from "#lib/incidents/index.ts";
import { changeRole } from "#lib/people/index.ts";
import { openMailer } from "#lib/platform/mailer.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { chooseMails, gatherMail, listMails, notify, readMailChoices, readUnsubscription, sendNotificationMailJob, stopMails, type News } from "./index.ts";
import { claimNotificationMail } from "./claim-notification-mail.ts";
import { runDueReminders } from "#lib/reminders/index.ts";

// Against a real SMTP server: what a person gets is what it was handed.

type Received = { to: string; headers: string; text: string; html: string };

let world: World;
let demo: World;
let server: SMTPServer;
let received: Received[] = [];
/** What the server answers to the next recipients, instead of taking the mail. */
let refusals: number[] = [];

beforeAll(async () => {
  world = await testWorld({ name: "Fernhall <script>alert(1)</script> & Co", timeZone: "Europe/Berlin" });
  demo = await testWorld({ demo: true });
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, callback) => {
      const code = refusals.shift();
      callback(code === undefined ? null : Object.assign(new Error("refused at mx.internal for a reason of its own"), { responseCode: code }));
    },
    onData: (stream, session, callback) => {
      const parts: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => parts.push(chunk));
      stream.on("end", () => {
        received.push(parsed(session.envelope.rcptTo[0]!.address, Buffer.concat(parts).toString()));
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const runtime = { ...world.runtime, mailer: openMailer({ kind: "smtp", url, from: "Tickmark <tickmark@fernhall.example>" }, world.runtime.baseUrl) };
  configureRuntime(runtime);
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(resolve));
  configureRuntime(world.runtime);
  await world.close();
  await demo.close();
});
beforeEach(() => {
  received = [];
  refusals = [];
});

function parsed(to: string, raw: string): Received {
  const [headers = ""] = raw.split("\r\n\r\n", 1);
  const bodies = raw.split(/^--.*$/m).slice(1).map((part) => {
    const at = part.indexOf("\r\n\r\n");
    const body = part.slice(at + 4);
    return { head: part.slice(0, at), body: /quoted-printable/i.test(part.slice(0, at)) ? decoded(body) : body };
  });
  const of = (type: string): string => bodies.find(({ head }) => head.includes(type))?.body ?? "";
  return { to, headers: headers.replace(/\r\n[ \t]+/g, " "), text: of("text/plain"), html: of("text/html") };
}

const decoded = (text: string): string => Buffer.from(text.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))), "latin1").toString("utf8");

const analyst = () => world.members.security_analyst;
let told = 0;
async function tell(news: Partial<News> = {}, at = world): Promise<void> {
  told += 1;
  const one: News = { kind: "mentioned", to: [at.members.security_analyst.memberId], cause: `told:${told}`, subject: { kind: "control", id: "ctl_x" }, facts: { code: "SYS.2.07", title: `Thing ${told}`, by: "Ada" }, ...news };
  await at.inTenant((tx) => notify({ tx, context: at.asSystem(), now: at.clock.now() }, one));
}

/** What two workers do at the same time, at an instant. */
async function work(at: string, workers = 2): Promise<Received[]> {
  world.clock.set(at);
  await Promise.all(Array.from({ length: workers }, () => dispatchDueWork()));
  await Promise.all(Array.from({ length: workers }, () => world.runJobs([sendNotificationMailJob])));
  return received;
}

test("nothing is mailed to the people of a demo, whose addresses nobody has", async () => {
  demo.clock.set("2026-10-20T09:00:00Z");
  await tell({}, demo);
  expect(await demo.runtime.database.$queryRaw`SELECT 1 FROM directory_lease_due_work('2027-01-01', '2027-01-01', 1000) WHERE kind = 'notification_news'`).toEqual([]);
  expect(await gatherMail(demo.asSystem(), { memberId: demo.members.security_analyst.memberId })).toEqual({ mailIds: [] });
});

test("thirty things that happen within a minute are one mail, in plain text and HTML, handed over once by two workers", async () => {
  world.clock.set("2026-10-20T09:00:00Z");
  for (let n = 0; n < 34; n += 1) await tell();
  expect(await work("2026-10-20T09:00:30Z")).toEqual([]);
  const [mail, ...others] = await work("2026-10-20T09:01:00Z");
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: analyst().email });
  expect(mail!.headers).toMatch(/^Message-ID: <nml_[0-9a-f]{32}@tickmark\.test>$/m);
  expect(mail!.text.match(/^- Ada mentioned you$/gm)).toHaveLength(30);
  expect(mail!.text).toContain("4 more stand in Tickmark.");
  expect(mail!.html.match(/<li>/g)).toHaveLength(30);
  received = [];
  expect(await work("2026-10-20T09:30:00Z")).toEqual([]);
});

test("a mail carries the headers of RFC 8058, its links lead to this installation alone, and markup in any field stays text", async () => {
  world.clock.set("2026-10-21T09:00:00Z");
  await tell({ facts: { code: '"><img src=x onerror=alert(1)>', title: "<a href='https://evil.example/'>Click</a>\r\nBcc: all@evil.example", by: "<b>Eve</b>" } });
  const [mail] = await work("2026-10-21T09:01:00Z");
  const { headers, html, text } = mail!;
  expect(headers).toMatch(/^List-Unsubscribe: <http:\/\/tickmark\.test\/api\/unsubscribe\/org_[^>]+>$/m);
  expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
  expect(headers).not.toMatch(/^Bcc:/m);
  const links = [...html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, url]) => url!);
  expect(links.length).toBeGreaterThan(2);
  expect(links.filter((url) => !url.startsWith("http://tickmark.test/"))).toEqual([]);
  expect(html.replace(/<style>[\s\S]*?<\/style>/, "").match(/<(?:img|script|b|form|iframe)\b/gi)).toBeNull();
  expect(text).toContain("<b>Eve</b> mentioned you");
  expect(html + text).not.toContain(world.runtime.secret);
});

test("the link in a mail stops mails without signing in, by its own token only, until the person chooses again; safety is mailed all the same", async () => {
  world.clock.set("2026-10-22T09:00:00Z");
  await tell();
  const [mail] = await work("2026-10-22T09:01:00Z");
  const [, token] = /unsubscribe\/(\S+?)>/.exec(mail!.headers)!;
  expect(await readUnsubscription(token!)).toMatchObject({ stopped: false });
  for (const wrong of ["", "x", token!.replace(/.$/, (last) => (last === "0" ? "1" : "0")), token!.replace(analyst().memberId, world.members.admin.memberId)]) {
    expect([await readUnsubscription(wrong), await stopMails(wrong)]).toEqual([null, false]);
  }
  expect([await stopMails(token!), await stopMails(token!)]).toEqual([true, true]);
  received = [];
  world.clock.set("2026-10-22T10:00:00Z");
  await tell();
  await tell({ kind: "second_factor_due", subject: { kind: "account", id: "x" }, facts: { title: "Fernhall", day: "2027-01-01" } });
  const [safety, ...others] = await work("2026-10-22T10:01:00Z");
  expect(others).toEqual([]);
  expect(safety!.text).toContain("a second factor is demanded of you");
  expect(safety!.headers).not.toContain("List-Unsubscribe");
  expect(safety!.html).not.toContain("/unsubscribe/");
  const { rhythm } = await readMailChoices(world.as("security_analyst"), {});
  await chooseMails(world.as("security_analyst"), { modes: {}, ...rhythm });
  expect(await readUnsubscription(token!)).toMatchObject({ stopped: false });
});

test("evenings and weekends are quiet in the person's own zone, but for their safety; what waited is one mail in the morning", async () => {
  await chooseMails(world.as("security_analyst"), { modes: { packet_ready: "daily" }, timeZone: "America/New_York", digestHour: 8, quietFrom: 20, quietUntil: 7, quietWeekends: true, workDigest: "none" });
  world.clock.set("2026-10-23T23:30:00Z"); // Friday, 19:30 in New York
  await tell({ kind: "incident_assigned", facts: { title: "Before eight" } });
  expect((await work("2026-10-23T23:31:00Z")).map(({ text }) => /Before eight/.test(text))).toEqual([true]);
  received = [];
  world.clock.set("2026-10-24T01:00:00Z");
  await tell({ kind: "incident_assigned", facts: { title: "In the night" } });
  await tell({ kind: "alert_raised", facts: { title: "Alert in the night", reason: "high" } });
  await tell({ kind: "second_factor_due", subject: { kind: "account", id: "x" }, facts: { title: "Fernhall", day: "2027-02-01" } });
  expect((await work("2026-10-24T01:01:00Z")).map(({ text }) => /second factor/.test(text))).toEqual([true]);
  received = [];
  expect(await work("2026-10-26T10:59:00Z")).toEqual([]);
  const [morning, ...others] = await work("2026-10-26T11:00:00Z");
  expect(others).toEqual([]);
  expect(morning!.text.match(/in the night/gi)).toHaveLength(2);
});

test("a mail that nothing is owed of any more is not sent, nor what its reader may no longer see", async () => {
  world.clock.set("2026-10-27T15:00:00Z");
  const incidentId = await anIncident();
  await assignIncident(world.as("admin"), { incidentId, memberId: analyst().memberId });
  await gatherLater("2026-10-27T15:01:00Z");
  await resolveIncident(world.as("security_analyst"), { incidentId, cause: "Planned work of the owner.", text: "Nothing to do." });
  await world.runJobs([sendNotificationMailJob]);
  expect(received).toEqual([]);
  await tell({ kind: "alert_raised", facts: { title: "Secret of the analysts", reason: "high" } });
  await gatherLater("2026-10-27T15:03:00Z");
  await changeRole(world.as("admin"), { memberId: analyst().memberId, role: "control_owner" });
  await world.runJobs([sendNotificationMailJob]);
  expect(received).toEqual([]);
  await changeRole(world.as("admin"), { memberId: analyst().memberId, role: "security_analyst" });
});

async function gatherLater(at: string): Promise<void> {
  world.clock.set(at);
  await dispatchDueWork();
}

async function anIncident(): Promise<string> {
  const { organizationId } = world;
  const at = world.clock.now();
  told += 1;
  const alertId = `alr_${String(told).padStart(32, "0")}`;
  await world.inTenant(async (tx) => {
    await tx.ruleVersion.createMany({ data: [{ organizationId, id: "rul_1", ruleKey: "r", sha256: "0", title: "R", severity: "low", text: "t", controlCodes: [], tags: [], recordedAt: at }], skipDuplicates: true });
    await tx.alert.create({ data: { organizationId, id: alertId, number: told, origin: "rule", ruleVersionId: "rul_1", segmentId: "seg_1", dedupeKey: alertId, title: "A", severity: "low", groupKey: "g", entity: "e", firstEventAt: at, raisedAt: at, acknowledgeBy: at } });
    await tx.alertState.create({ data: { organizationId, alertId, status: "open", severity: "low", acknowledgeBy: at, lastEventAt: at, eventCount: 1, lines: [], explanation: {}, updatedAt: at } });
  });
  return (await declareIncident(world.as("admin"), { alertIds: [alertId], title: "An account", severity: "low", reason: "No change record names it." })).id;
}

test("what the mail server puts off is tried again at growing pauses; what it refuses is shown to administrators and not repeated", async () => {
  world.clock.set("2026-10-28T15:00:00Z");
  await tell({ facts: { title: "Put off" } });
  refusals = [451, 421];
  expect(await work("2026-10-28T15:01:00Z", 1)).toEqual([]);
  expect((await listMails(world.as("admin"), {})).rows).toMatchObject([{ outcome: "waiting", attempts: 1, problem: "The mail server refused the mail (451).", email: analyst().email }]);
  expect(await work("2026-10-28T15:01:59Z", 1)).toEqual([]);
  expect(await work("2026-10-28T15:02:00Z", 1)).toEqual([]);
  expect(await work("2026-10-28T15:03:59Z", 1)).toEqual([]);
  expect(await work("2026-10-28T15:04:00Z", 1)).toHaveLength(1);
  expect((await listMails(world.as("admin"), {})).rows).toEqual([]);
  received = [];
  await tell({ facts: { title: "Refused" } });
  refusals = [550];
  expect(await work("2026-10-28T15:06:00Z", 1)).toEqual([]);
  const { rows } = await listMails(world.as("admin"), {});
  expect(rows).toMatchObject([{ outcome: "failed", attempts: 1, problem: "The mail server refused the mail (550)." }]);
  expect(JSON.stringify(rows)).not.toContain("mx.internal");
  expect(await work("2026-10-28T18:00:00Z", 1)).toEqual([]);
  await expect(listMails(world.as("control_owner"), {})).rejects.toMatchObject({ code: "forbidden" });
});

test("a worker killed with a mail in its hands delays it by its lease and neither loses nor doubles it", async () => {
  world.clock.set("2026-10-29T15:00:00Z");
  await tell({ facts: { title: "In good hands" } });
  await gatherLater("2026-10-29T15:01:00Z");
  const { rows } = await listMails(world.as("admin"), { show: "all", size: 1 });
  // The worker took it, and was killed before the mail server heard of it. The queue offers the job again at once.
  const taken = await claimNotificationMail(world.asSystem(), { mailId: rows[0]!.id });
  expect(await claimNotificationMail(world.asSystem(), { mailId: rows[0]!.id })).toBeNull();
  await world.runJobs([sendNotificationMailJob]);
  expect(received).toEqual([]);
  expect(await work("2026-10-29T15:02:59Z")).toEqual([]);
  const [mail, ...others] = await work("2026-10-29T15:03:00Z");
  expect(others).toEqual([]);
  expect(mail!.headers).toContain(`Message-ID: <${taken!.id}@`);
  received = [];
  expect(await work("2026-10-29T16:00:00Z")).toEqual([]);
});

test("preferences are a person's own, per organization, and what is of their safety is not among them", async () => {
  const { rhythm } = await readMailChoices(world.as("employee"), {});
  await chooseMails(world.as("employee"), { modes: { second_factor_due: "none", mentioned: "none" }, ...rhythm });
  const { kinds } = await readMailChoices(world.as("employee"), {});
  expect(kinds).toEqual(expect.arrayContaining([{ kind: "second_factor_due", mode: "at_once", fixed: true }, { kind: "mentioned", mode: "none", fixed: false }]));
  expect(kinds.map(({ kind }) => kind)).not.toContain("alert_raised");
  expect((await readMailChoices(world.as("admin"), {})).kinds).toEqual(expect.arrayContaining([{ kind: "mentioned", mode: "at_once", fixed: false }]));
  await changeSetting(world.as("admin"), { name: "second_factor_required_from", value: "2027-03-01" });
  world.clock.set("2026-10-30T15:00:00Z");
  await runDueReminders(world.asSystem());
  const mails = await work("2026-10-30T15:01:00Z");
  expect(new Set(mails.map(({ to }) => to)).size).toBe(mails.length);
  expect(mails.map(({ to }) => to)).toContain(world.members.employee.email);
});
