import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { LogEvent } from "#lib/detection/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { assignOwner } from "#lib/ownership/index.ts";
import { listRules, readCoverage, runDueCanaries } from "#lib/rules/index.ts";
import { periodicControl } from "#lib/testing/periodic-control.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listFindings, readFinding, remediateFinding, runDueFindings, verifyRemediation } from "./index.ts";

const parser = vi.hoisted(() => ({ isBlind: false }));

// A release whose reader of sudo no longer says what a line means: nobody touched a rule.
vi.mock("#lib/detection/parsers/parse-line.ts", async (original) => {
  const real = await original<{ parseLine(...args: unknown[]): LogEvent }>();
  return {
    ...real,
    parseLine: (...args: unknown[]): LogEvent => {
      const event = real.parseLine(...args);
      return parser.isBlind && event.format === "sudo" ? { ...event, action: "unknown" as LogEvent["action"] } : event;
    },
  };
});

vi.setConfig({ testTimeout: 60_000 });

const DAY_MS = 86_400_000;
const TITLE = "sudo refused";
let world: World;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

/** What the due work of a night does: the rules are tried, then gaps are looked for. */
async function night(): Promise<void> {
  world.clock.advance(DAY_MS);
  await runDueCanaries(world.asSystem("canaries"));
  await runDueFindings(world.asSystem("findings"));
}

const manager = () => world.as("compliance_manager");
const rule = async () => (await listRules(world.as("security_analyst"))).find(({ title }) => title === TITLE)!;
const findings = async () => (await listFindings(manager(), { source: "detection_rule", size: 200 })).rows.filter(({ title }) => title.includes(`“${TITLE}”`));
const history = async (findingId: string) => (await readFinding(manager(), { findingId })).events.map(({ kind }) => kind);
const coverage = async () => (await readCoverage(world.as("security_analyst"), "control")).find(({ key }) => key === "SYS.2.07")!;

test("a parser that goes blind makes its rules fail, which is a gap of their control and a finding that people are told of; mended, the rules are in force again, and the finding is settled by people", async () => {
  const { controlId } = await periodicControl(world, { code: "SYS.2.07", frequency: null, effectiveFrom: new Date("2026-01-01T00:00:00Z") });
  await assignOwner(world.as("admin"), { controlIds: [controlId], owner: { kind: "member", memberId: world.members.control_owner.memberId } });
  await night();
  expect([(await rule()).state, await findings()]).toEqual(["not_run_yet", []]);
  const watching = (await coverage()).notRun;

  parser.isBlind = true;
  await night();
  expect((await rule()).state).toBe("failing");
  const gap = await coverage();
  expect(gap.failing).toBeGreaterThan(0);
  expect([gap.notRun + gap.failing, gap.standing]).toEqual([watching, "partly"]);
  const [finding, ...others] = await findings();
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ title: `The detection rule “${TITLE}” is failing`, status: "open", severity: "medium", owner: "Olga Owner", controls: ["SYS.2.07"] });
  expect((await readFinding(manager(), { findingId: finding!.id })).description).toMatch(/may be blind to what it is for\. \d of 3 examples that it must find raise another number of hits\./);
  const news = (await listNotifications(world.as("control_owner"), { show: "unread", size: 200 })).rows.filter(({ subjectId }) => subjectId === finding!.id);
  expect(news.map(({ kind }) => kind)).toEqual(["finding_assigned"]);
  await night();
  expect(await history(finding!.id)).toEqual(["raised"]);

  parser.isBlind = false;
  await night();
  expect([(await rule()).state, (await coverage()).failing]).toEqual(["not_run_yet", 0]);
  expect(await findings()).toMatchObject([{ id: finding!.id, status: "open" }]);
  await remediateFinding(world.as("control_owner"), { findingId: finding!.id, text: "The parser reads sudo again." });
  await verifyRemediation(manager(), { findingId: finding!.id, decision: "closed", reason: "Its examples raise what they should." });

  parser.isBlind = true;
  await night();
  expect(await findings()).toMatchObject([{ id: finding!.id, status: "open" }]);
  expect((await history(finding!.id)).sort()).toEqual(["closed", "raised", "remediated", "reopened"]);
});
