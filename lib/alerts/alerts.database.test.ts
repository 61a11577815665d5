import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listSegments, listSources, readLogHealth, readSegment, receiveSegment, recordSegment, scanAgain } from "#lib/logs/index.ts";
import { listRules, readRule } from "#lib/rules/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import type { Role } from "#prisma/generated/enums.ts";
import {
  acknowledgeAlert, assignAlert, commentAlert, countAlerts, judgeAlert, listAlerts, markIncident, readAlert, readAlertLines, requireAlerts, scanSegmentJob, type AlertView,
} from "./index.ts";

let world: World;
let other: World;
let taken = 0;

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

async function importText(text: string, sourceName: string, where = world): Promise<string> {
  const context = where.as("security_analyst");
  const received = await receiveSegment(context, { body: (async function* () { yield Buffer.from(text); })() });
  const { segmentId } = await recordSegment(context, { sourceName, fileName: "auth.log", ...received });
  await where.runJobs([scanSegmentJob]);
  return segmentId;
}

const refused = (second: number, address: string): string => `Mar  3 10:00:${String(second).padStart(2, "0")} web1 sshd[${second}]: Failed password for root from ${address} port 4001 ssh2`;
const bruteForce = (address: string, extra = ""): string => `Mar  3 09:59:00 web1 cron[1]: (root) CMD (before)\n${[1, 2, 3, 4, 5, 6].map((at) => refused(at, address)).join("\n")}\n${extra}`;

/** A fresh alert of its own, on an address that no other test uses. */
async function freshAlert(): Promise<AlertView> {
  taken += 1;
  const address = `198.51.100.${taken}`;
  await importText(bruteForce(address), `source-${taken}`);
  const { rows } = await listAlerts(world.as("security_analyst"), { entity: address });
  return readAlert(world.as("security_analyst"), { alertId: rows[0]!.id });
}

const analyst = () => world.as("security_analyst");
const reason = "The scanner of our own team, announced in the change calendar.";
const judgement = (alert: { id: string }) => ({ alertId: alert.id, verdict: "expected" as const, reason });

describe("an alert", () => {
  let alert: AlertView;
  beforeEach(async () => {
    alert = await freshAlert();
    // Ids sort by the millisecond: what a person does comes after what the scan did.
    world.clock.advance(1000);
  });

  test("has its deadline from the organization's setting for its severity", async () => {
    expect(alert.severity).toBe("medium");
    expect(alert.acknowledgeBy.getTime() - alert.raisedAt.getTime()).toBe(480 * 60_000);
    await changeSetting(world.as("admin"), { name: "alert_acknowledge_minutes", value: { critical: 30, high: 60, medium: 90, low: 2880 } });
    const later = await freshAlert();
    expect(later.acknowledgeBy.getTime() - later.raisedAt.getTime()).toBe(90 * 60_000);
    await changeSetting(world.as("admin"), { name: "alert_acknowledge_minutes", value: { critical: 30, high: 60, medium: 480, low: 2880 } });
  });

  test("is acknowledged once: who acknowledges takes it on, who comes second is told who was first", async () => {
    await acknowledgeAlert(analyst(), { alertId: alert.id });
    await acknowledgeAlert(analyst(), { alertId: alert.id });
    const read = await readAlert(analyst(), { number: alert.number });
    expect(read).toMatchObject({ status: "acknowledged", assignee: "Sami Security" });
    expect(read.actions.map((action) => action.kind)).toEqual(["acknowledged"]);
    await expect(acknowledgeAlert(world.as("admin"), { alertId: alert.id })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("Sami Security") });
  });

  test("takes one verdict of two people who judge at the same moment, and the other is told whose", async () => {
    const outcomes = await Promise.allSettled([
      judgeAlert(analyst(), judgement(alert)),
      judgeAlert(world.as("admin"), { alertId: alert.id, verdict: "security_event", reason: "This is not one of ours, look at the address." }),
    ]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = outcomes.find((outcome) => outcome.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict", reason: "alert_changed" });
    const read = await readAlert(analyst(), { alertId: alert.id });
    expect(read.actions.filter((action) => action.kind === "judged").length).toBe(1);
    expect(read.acknowledgedAt).toEqual(read.judgedAt);
  });

  test("sent twice by the same person is judged once", async () => {
    await judgeAlert(analyst(), judgement(alert));
    await judgeAlert(analyst(), judgement(alert));
    expect((await readAlert(analyst(), { alertId: alert.id })).actions.length).toBe(1);
    await expect(judgeAlert(analyst(), { ...judgement(alert), verdict: "false_positive" })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is not judged without a reason that says something", async () => {
    for (const text of ["", "   ok   ", "123456789"]) {
      await expect(judgeAlert(analyst(), { ...judgement(alert), reason: text })).rejects.toMatchObject({ code: "validation", problems: [{ path: "reason" }] });
    }
    expect((await readAlert(analyst(), { alertId: alert.id })).status).toBe("open");
  });

  test("leaves its raising and its verdict in the ledger, without a person's words", async () => {
    await judgeAlert(analyst(), judgement(alert));
    const entries = await world.inTenant((tx) => tx.ledgerPendingEntry.findMany({ where: { subjectId: alert.id }, orderBy: { id: "asc" } }));
    expect(entries.map((entry) => entry.kind)).toEqual(["alert.raised", "alert.judged"]);
    expect(entries.some((entry) => entry.record.includes("scanner"))).toBe(false);
    const trail = await world.inTenant((tx) => tx.auditTrailEntry.findMany({ where: { subjectId: alert.id } }));
    expect(trail.map((entry) => [entry.action, entry.changes])).toEqual([["alert.judged", { verdict: "expected" }]]);
  });

  test("is given to whoever may judge it, and not over somebody else's change", async () => {
    const admin = world.members.admin.memberId;
    await assignAlert(analyst(), { alertId: alert.id, assigneeMemberId: admin, seenAssigneeMemberId: null });
    await expect(assignAlert(analyst(), { alertId: alert.id, assigneeMemberId: world.members.security_analyst.memberId, seenAssigneeMemberId: null })).rejects.toMatchObject({ code: "conflict" });
    await expect(assignAlert(analyst(), { alertId: alert.id, assigneeMemberId: world.members.employee.memberId, seenAssigneeMemberId: admin })).rejects.toMatchObject({ code: "validation" });
    await assignAlert(analyst(), { alertId: alert.id, assigneeMemberId: null, seenAssigneeMemberId: admin });
    expect((await readAlert(analyst(), { alertId: alert.id })).assignee).toBe(null);
  });

  test("takes comments also after its verdict, and the same comment sent twice once", async () => {
    await judgeAlert(analyst(), judgement(alert));
    for (const text of ["Seen again today.", "Seen again today.", "And tomorrow."]) {
      world.clock.advance(10);
      await commentAlert(analyst(), { alertId: alert.id, text });
    }
    const read = await readAlert(analyst(), { alertId: alert.id });
    expect(read.actions.map((action) => action.text)).toEqual(["And tomorrow.", "Seen again today.", reason]);
  });

  test("becomes an incident from the queue or from a security event, never against another verdict", async () => {
    const mark = (target: AlertView) =>
      world.inTenant((tx) => markIncident(tx, analyst(), { alertId: target.id, incidentId: "inc_test", reason: "The policy calls this an incident.", now: world.clock.now() }));
    await mark(alert);
    expect(await readAlert(analyst(), { alertId: alert.id })).toMatchObject({ verdict: "incident", incidentId: "inc_test", status: "judged" });
    const event = await freshAlert();
    await judgeAlert(analyst(), { ...judgement(event), verdict: "security_event" });
    await mark(event);
    const expected = await freshAlert();
    await judgeAlert(analyst(), judgement(expected));
    await expect(mark(expected)).rejects.toMatchObject({ code: "conflict", reason: "alert_judged" });
  });

  test("shows its lines from the stored bytes, marked by the rule, with neighbours", async () => {
    const { lines, missing } = await readAlertLines(analyst(), alert);
    expect(missing).toEqual([]);
    const shown = lines.flatMap((line) => (line.kind === "line" ? [`${line.number}${line.matched ? "!" : ""} ${line.parts.map((part) => (part.mark === null ? part.text : `[${part.text}]`)).join("")}`] : []));
    expect(shown.length).toBe(7);
    expect(shown[0]).toBe("1 Mar  3 09:59:00 web1 cron[1]: (root) CMD (before)");
    expect(shown[1]).toBe(`2! Mar  3 10:00:01 web1 [sshd][1]: Failed password for root from [${alert.entity}] port 4001 ssh2`);
  });

  test("names who and what is involved, with earlier alerts on the same", async () => {
    await judgeAlert(analyst(), judgement(alert));
    world.clock.advance(60_000);
    await importText(bruteForce(alert.entity, "Mar  3 10:00:50 web1 cron[1]: (root) CMD (another text)\n"), `again-${alert.number}`);
    const { rows } = await listAlerts(analyst(), { entity: alert.entity });
    const again = await readAlert(analyst(), { alertId: rows[0]!.id });
    expect(again.number).not.toBe(alert.number);
    const address = again.involved.find((one) => one.kind === "address");
    expect(address).toMatchObject({ value: alert.entity, earlierCount: 1, earlier: [{ number: alert.number, verdict: "expected" }] });
    expect(again.involved.map((one) => one.kind)).toEqual(["address", "account", "host"]);
  });

  test("of another organization is not there: to read, judge, assign, comment or declare", async () => {
    const foreign = other.as("admin");
    const attempts = [
      () => readAlert(foreign, { alertId: alert.id }),
      () => readAlert(foreign, { number: alert.number }),
      () => acknowledgeAlert(foreign, { alertId: alert.id }),
      () => judgeAlert(foreign, judgement(alert)),
      () => assignAlert(foreign, { alertId: alert.id, assigneeMemberId: null, seenAssigneeMemberId: null }),
      () => commentAlert(foreign, { alertId: alert.id, text: "hello there" }),
      () => other.inTenant((tx) => requireAlerts(tx, [alert.id])),
      () => readAlertLines(foreign, alert),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    expect((await listAlerts(foreign, {})).rows).toEqual([]);
  });

  test("is judged by security, read by compliance, and closed to everybody else", async () => {
    const may = async (role: Role, work: (context: ReturnType<World["as"]>) => Promise<unknown>) =>
      work(world.as(role)).then(() => true, (error: { code?: string }) => (error.code === "forbidden" ? false : Promise.reject(error)));
    const roles: Role[] = ["compliance_manager", "control_owner", "employee", "auditor"];
    expect(await Promise.all(roles.map((role) => may(role, (context) => readAlert(context, { alertId: alert.id }))))).toEqual([true, false, false, false]);
    expect(await Promise.all(roles.map((role) => may(role, (context) => judgeAlert(context, judgement(alert)))))).toEqual([false, false, false, false]);
  });
});

describe("the list of alerts", () => {
  test("pages by deadline and by age without losing or repeating one, while filters hold", async () => {
    const text = Array.from({ length: 25 }, (_, at) => bruteForce(`192.0.2.${at + 1}`)).join("");
    const segmentId = await importText(text, "many");
    const mine = new Set((await world.inTenant((tx) => tx.alert.findMany({ where: { segmentId }, select: { id: true } }))).map((row) => row.id));
    expect(mine.size).toBeGreaterThanOrEqual(25);
    const walk = async (input: Parameters<typeof listAlerts>[1]) => {
      const rows = [];
      let cursor: string | undefined;
      do {
        const page = await listAlerts(analyst(), { ...input, pageSize: 4, cursor });
        rows.push(...page.rows);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return rows;
    };
    const open = (await walk({ text: "192.0.2." })).filter((row) => mine.has(row.id));
    expect(new Set(open.map((row) => row.id)).size).toBe(mine.size);
    const deadlines = open.map((row) => row.acknowledgeBy.getTime());
    expect(deadlines).toEqual([...deadlines].sort((a, b) => a - b));
    for (const row of open.slice(0, 9)) await judgeAlert(analyst(), { alertId: row.id, verdict: "false_positive", reason });
    const judged = (await walk({ view: "judged", verdict: "false_positive" })).filter((row) => mine.has(row.id));
    expect(judged.map((row) => row.id)).toEqual([...judged.map((row) => row.id)].sort().reverse());
    expect(judged.length).toBe(9);
    expect((await walk({ text: "192.0.2.", severity: "medium" })).filter((row) => mine.has(row.id)).length).toBe(open.filter((row) => row.severity === "medium").length - judged.filter((row) => row.severity === "medium").length);
  });

  test("finds an alert by its number, a word of its rule's title, its rule, its entity or how that begins", async () => {
    const alert = await freshAlert();
    const find = async (input: Parameters<typeof listAlerts>[1]) => (await listAlerts(analyst(), { ...input, pageSize: 200 })).rows.map((row) => row.number);
    expect(await find({ text: `alr-${alert.number}` })).toEqual([alert.number]);
    expect(await find({ text: "BRUTE force" })).toContain(alert.number);
    expect(await find({ rule: alert.rule!.key })).toContain(alert.number);
    expect(await find({ text: alert.entity.slice(0, 9) })).toContain(alert.number);
    for (const none of ["%", "_", "no such alert", "' OR 1=1 --"]) expect(await find({ text: none })).toEqual([]);
    expect(await find({ rule: "no-such-rule" })).toEqual([]);
    await acknowledgeAlert(analyst(), { alertId: alert.id });
    expect(await find({ status: "acknowledged" })).toContain(alert.number);
    expect(await find({ status: "open" })).not.toContain(alert.number);
  });

  test("counts what waits and what is late", async () => {
    const before = await countAlerts(analyst(), {});
    const alert = await freshAlert();
    expect((await countAlerts(analyst(), {})).toJudge).toBe(before.toJudge + 1);
    world.clock.set(new Date(alert.acknowledgeBy.getTime() + 1));
    const late = await countAlerts(analyst(), {});
    expect(late.overdue).toBeGreaterThan(before.overdue);
    await acknowledgeAlert(analyst(), { alertId: alert.id });
    expect((await countAlerts(analyst(), {})).overdue).toBe(late.overdue - 1);
  });

  test("refuses a page address that is not its own", async () => {
    await expect(listAlerts(analyst(), { cursor: "nonsense" })).rejects.toMatchObject({ reason: "cursor_invalid" });
    await expect(listAlerts(analyst(), { view: "judged", cursor: Buffer.from("[1]").toString("base64url") })).rejects.toMatchObject({ reason: "cursor_invalid" });
  });
});

describe("logs", () => {
  test("are listed by source and segment with figures that add up, and say what is not complete", async () => {
    const before = await readLogHealth(analyst(), {});
    const segmentId = await importText(`${bruteForce("203.0.113.200")}what is this\n`, "listed");
    const context = analyst();
    const received = await receiveSegment(context, { body: (async function* () { yield Buffer.from("Mar  3 11:00:00 web1 cron[1]: (root) CMD (later)\n"); })() });
    const waiting = await recordSegment(context, { sourceName: "listed", fileName: "later.log", ...received });
    const health = await readLogHealth(context, {});
    expect(health).toMatchObject({ segments: before.segments + 2, reading: before.reading + 1, unparsedLines: before.unparsedLines + 1 });
    const sources = (await listSources(world.as("compliance_manager"), { pageSize: 200 })).rows;
    expect(sources.find((source) => source.name === "listed")).toMatchObject({ segments: 2, undone: 1, failed: 0, unparsedLines: 1, lines: 8 });
    expect((await listSegments(context, { undone: true })).rows.map((row) => row.id)).toContain(waiting.segmentId);
    const segment = await readSegment(context, { segmentId });
    expect(segment).toMatchObject({ status: "finished", share: 1, parsedLines: 7, unparsedLines: 1, receivedBy: "Sami Security", sourceName: "listed" });
    expect(segment.unparsedSample).toEqual([{ number: 8, offset: expect.any(Number) as number, reason: "no_header", text: "what is this" }]);
    await world.runJobs([scanSegmentJob]);
    expect(await scanAgain(context, { segmentId })).toBe(undefined);
    expect((await readSegment(context, { segmentId })).status).toBe("finished");
  });

  test("that could not be read say so, let the next segment through, and can be read again", async () => {
    const context = analyst();
    const missing = await recordSegment(context, { sourceName: "broken", fileName: "gone.log", sha256: "a".repeat(64), byteLength: 10, encoding: "identity" });
    world.clock.advance(1000);
    const received = await receiveSegment(context, { body: (async function* () { yield Buffer.from(bruteForce("203.0.113.201")); })() });
    const next = await recordSegment(context, { sourceName: "broken", fileName: "next.log", ...received });
    await world.runJobs([scanSegmentJob]);
    expect(await readSegment(context, { segmentId: missing.segmentId })).toMatchObject({ status: "failed", error: "The stored bytes of this record are missing." });
    expect((await readSegment(context, { segmentId: next.segmentId })).status).toBe("finished");
    await scanAgain(context, { segmentId: missing.segmentId });
    expect((await readSegment(context, { segmentId: missing.segmentId })).status).toBe("queued");
    await world.runJobs([scanSegmentJob]);
    expect((await readSegment(context, { segmentId: missing.segmentId })).status).toBe("failed");
  });

  test("of another organization are not there", async () => {
    const segmentId = await importText(bruteForce("203.0.113.202"), "private");
    await expect(readSegment(other.as("admin"), { segmentId })).rejects.toMatchObject({ code: "not_found" });
    await expect(scanAgain(other.as("admin"), { segmentId })).rejects.toMatchObject({ code: "not_found" });
    expect((await listSources(other.as("admin"), {})).rows).toEqual([]);
    expect((await listSegments(other.as("admin"), {})).rows).toEqual([]);
  });
});

describe("rules", () => {
  test("say how often they fired, and their examples are run anew", async () => {
    const alert = await freshAlert();
    const rows = await listRules(analyst());
    const row = rows.find((rule) => rule.ruleKey === alert.rule!.key);
    expect(row).toMatchObject({ state: "in_force", raisesAlerts: true, controlCodes: ["SYS.2.07"] });
    expect(row!.alerts).toBeGreaterThan(0);
    const rule = await readRule(analyst(), { ruleKey: alert.rule!.key });
    expect(rule.tests.length).toBeGreaterThan(3);
    expect(rule.tests.every((one) => one.passed)).toBe(true);
    expect(rule.versions.length).toBe(1);
    expect(rule.text).toContain(rule.title);
  });

  test("are told apart from those that another organization ran", async () => {
    const rows = await listRules(other.as("compliance_manager"));
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every((rule) => rule.alerts === 0)).toBe(true);
    await expect(readRule(analyst(), { ruleKey: "no-such-rule" })).rejects.toMatchObject({ code: "not_found" });
    await expect(listRules(world.as("employee"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
