import path from "node:path";
import { adoptLibrary, libraryOf, listControls, loadControlContent, readControl, type LoadedControls } from "#lib/controls/index.ts";
import { assignRequest, reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { declareAbsence } from "#lib/delegation/index.ts";
import { addAuditor, createEngagement } from "#lib/engagements/index.ts";
import { adoptFramework } from "#lib/frameworks/index.ts";
import { requestPacket, schedulePacket } from "#lib/packets/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { proveQuietDays } from "#lib/populations/index.ts";
import { env } from "#lib/platform/env.ts";
import { configureRuntime, runtime } from "#lib/platform/runtime.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { adoptRulesInForce } from "#lib/rules/index.ts";
import { connectVendors } from "./demo-connections.ts";
import { DEMO_DOCUMENTS, sendDocument } from "./demo-documents.ts";
import { daysBetween } from "./demo-logs.ts";
import { AUDIT_FIRM, DEMO_ORGANIZATION, REQUEST_OWNERS, type DemoPersonKey } from "./demo-people.ts";
import { adoptPeriodicControls, performWindows } from "./demo-occurrences.ts";
import { proposeChanges } from "./demo-drafts.ts";
import { tellFindings } from "./demo-findings.ts";
import { keepAndDispose } from "./demo-retention.ts";
import { proposeRule } from "./demo-rules.ts";
import { fillInbox } from "./demo-inbox.ts";
import { handInLate } from "./demo-late.ts";
import { makeKeys } from "./demo-keys.ts";
import { bringDay, judgeDay, runQueued } from "./demo-story.ts";
import { importLists } from "./demo-assets.ts";
import { writeStandards } from "./demo-standards.ts";
import { foundDemo, storyClock, writeLogins, type DemoWorld } from "./demo-world.ts";

/** Days of the story: enough for every alert, evidence and hole of it to lie in the past. */
const STORY_DAYS = 45;
const PREPARED_DAYS_BEFORE = 20;
/** How far back the history of periodic controls goes: a year, and the month that it began in. */
const HISTORY_DAYS = 370;
/** Days after its window at which the latest performance of the history is made. */
const LONGEST_WAIT_DAYS = 6;
/** What the demo organization has taken from the library: the controls that its story proves. */
const DEMO_CONTROLS = ["SYS.1.01", "SYS.2.07"];
/** What it works with: the examination's criteria, card data, and the ISO edition that it certified by and has yet to move on from. */
const DEMO_FRAMEWORKS = ["soc2-tsc-2017", "pci-dss-4.0.1", "iso27001-2013"];

/**
 * Fills an empty database with the demo organization, by the same verbs that its people would use, at the times at
 * which they would have. Everything in it is invented and labelled as demo data on every screen and page.
 *
 * @throws Error when the database is not empty
 */
export async function seedDemo(): Promise<void> {
  const today = dayOf(systemClock.now(), "UTC");
  const lastDay = addDays(today, -1);
  const firstDay = addDays(lastDay, -STORY_DAYS);
  const periodStart = `${firstDay.slice(0, 8)}01`;
  const prepared = addDays(periodStart, -PREPARED_DAYS_BEFORE);
  const clock = storyClock(new Date(`${addDays(lastDay, -HISTORY_DAYS).slice(0, 8)}01T09:00:00Z`), systemClock.now());
  configureRuntime({ ...runtime(), clock });
  const { world, logins } = await foundDemo(clock);
  const content = await loadControlContent(path.resolve("controls"));
  const windows = await adoptPeriodicControls(world, content.controls, lastDay);
  await performWindows(world, windows.filter((window) => window.lastDay < addDays(prepared, -LONGEST_WAIT_DAYS)));
  clock.set(`${prepared}T09:00:00Z`);
  const { requests, ruleVersionId } = await adoptControls(world, content);
  const engagementId = await openEngagement(world, periodStart);
  await tellStory(world, { periodStart, lastDay }, requests, ruleVersionId);
  await performWindows(world, windows.filter((window) => window.lastDay >= addDays(prepared, -LONGEST_WAIT_DAYS)));
  await proposeChanges(world, lastDay);
  await tellFindings(world, engagementId, lastDay);
  await proposeRule(world, lastDay);
  await makeKeys(world, lastDay);
  await connectVendors(world, lastDay);
  await writeStandards(world, lastDay);
  await importLists(world, lastDay);
  await planAbsence(world, lastDay);
  await keepAndDispose(world, lastDay);
  await handInLate(world, periodStart, lastDay, [requests.get(requestKey("SYS.1.01", "logging-policy"))].filter((id) => id !== undefined));
  await fillInbox(world, lastDay, requests);
  await makePackets(world, engagementId, periodStart, lastDay);
  await writeLogins(env().dataDirectory, logins);
}

/** Request ids by control code and key. */
type Requests = ReadonlyMap<string, string>;

const requestKey = (code: string, key: string): string => `${code} ${key}`;

const SHOWN_RULE = "SSH sign-in accepted after brute force";

async function adoptControls(world: DemoWorld, content: LoadedControls): Promise<{ requests: Requests; ruleVersionId: string }> {
  await adoptLibrary(world.as("mara"), { controls: libraryOf(content.controls, DEMO_CONTROLS) });
  for (const key of DEMO_FRAMEWORKS) await adoptFramework(world.as("ines"), { key });
  const rules = await adoptRulesInForce(world.asTickmark());
  const shown = rules.ruleSet.rules.find((rule) => rule.title === SHOWN_RULE);
  if (shown === undefined) throw new Error(`there is no rule “${SHOWN_RULE}”`);
  const requests = new Map<string, string>();
  for (const row of (await listControls(world.as("ines"), {})).rows) {
    const page = await readControl(world.as("ines"), { code: row.code });
    for (const request of page.requests) {
      requests.set(requestKey(row.code, request.key), request.id);
      const owner: DemoPersonKey = REQUEST_OWNERS[row.code]?.[request.key] ?? "priya";
      await assignRequest(world.as("ines"), { requestId: request.id, ownerMemberId: world.memberId(owner) });
    }
  }
  return { requests, ruleVersionId: rules.versionIdOf(shown) };
}

async function openEngagement(world: DemoWorld, periodStart: string): Promise<string> {
  const lastDay = addDays(`${addDays(periodStart, 92).slice(0, 8)}01`, -1);
  const controls = (await listControls(world.as("ines"), {})).rows;
  const { id } = await createEngagement(world.as("ines"), {
    name: `Examination ${lastDay.slice(0, 4)}`,
    type: "type_2",
    frameworkKey: "soc2-tsc-2017",
    firstDay: periodStart,
    lastDay,
    timeZone: DEMO_ORGANIZATION.timeZone,
    auditFirm: AUDIT_FIRM,
    controlIds: controls.map((control) => control.controlId),
    accessUntil: addDays(lastDay, 90),
  });
  await addAuditor(world.as("ines"), { engagementId: id, memberId: world.memberId("ruth") });
  return id;
}

async function tellStory(world: DemoWorld, days: { periodStart: string; lastDay: string }, requests: Requests, ruleVersionId: string): Promise<void> {
  const idsOf = (code: string, ...keys: string[]): string[] => keys.flatMap((key) => requests.get(requestKey(code, key)) ?? []);
  const heard = [...idsOf("SYS.2.07", "hosts-monitored"), ...idsOf("SYS.1.01", "required-against-collected", "log-validation", "retention")];
  const judged = idsOf("SYS.2.07", "alerts-judged");
  const reach = idsOf("SYS.2.07", "alerts-reach-people");
  const closure = idsOf("SYS.2.07", "incidents-to-closure");
  const backlogs: Parameters<typeof bringDay>[1] = new Map();
  for (const day of daysBetween(days.periodStart, days.lastDay)) {
    for (const document of DEMO_DOCUMENTS.filter((one) => dayFor(days, one.daysBefore) === day)) {
      world.clock.set(`${day}T10:00:00Z`);
      await sendDocument(world, document, days.lastDay, Object.entries(document.answers).flatMap(([code, keys]) => idsOf(code, ...keys)));
    }
    await bringDay(world, backlogs, day, days.lastDay, heard);
    if (isWeekly(day, days.lastDay)) await showRule(world, day, ruleVersionId, idsOf("SYS.2.07", "monitoring-criteria"));
    // The alerts of the last day are left for whoever signs in.
    if (day !== days.lastDay) await judgeDay(world, { judged, reach, closure });
    await countQuietDays(world, days.periodStart, day);
  }
}

/** What was quiet of the last days; a host that hands its log over once a week is heard for all of them then. */
async function countQuietDays(world: DemoWorld, periodStart: string, day: string): Promise<void> {
  world.clock.set(`${addDays(day, 1)}T02:00:00Z`);
  const earliest = addDays(day, -7);
  await proveQuietDays(world.asTickmark(), { firstDay: earliest < periodStart ? periodStart : earliest, lastDay: day });
}

function isWeekly(day: string, lastDay: string): boolean {
  return Math.round((Date.parse(lastDay) - Date.parse(day)) / 86_400_000) % 7 === 0;
}

/** The analyst shows the rule as it is in force, and the compliance manager accepts it the same day. */
async function showRule(world: DemoWorld, day: string, ruleVersionId: string, requestIds: readonly string[]): Promise<void> {
  world.clock.set(`${addDays(day, 1)}T00:20:00Z`);
  const { id: evidenceId } = await submitEvidence(world.as("priya"), { source: { kind: "rule", id: ruleVersionId }, title: `${SHOWN_RULE}, in force on ${day}`, requestIds: [...requestIds] });
  await reviewEvidence(world.as("ines"), { evidenceId, decision: "accepted" });
}

/** The day of a document; what would lie before the period is sent on its first day. */
function dayFor(days: { periodStart: string; lastDay: string }, daysBefore: number): string {
  const day = addDays(days.lastDay, -daysBefore);
  return day < days.periodStart ? days.periodStart : day;
}

/** An owner goes on leave next week, and a colleague stands in: what My work and the page of the person show of it. */
async function planAbsence(world: DemoWorld, lastDay: string): Promise<void> {
  await declareAbsence(world.as("hanna"), {
    firstDay: addDays(lastDay, 8), lastDay: addDays(lastDay, 15), standInId: world.memberId("tomas"), note: "The access review is mine; the exports stand in the team’s folder.",
  });
}

/** The first packet gives the ledger its places: at the end, in the order of the story's times, of which it is the latest. */
async function makePackets(world: DemoWorld, engagementId: string, periodStart: string, lastDay: string): Promise<void> {
  const control = (await listControls(world.as("ines"), {})).rows.find((row) => row.code === "SYS.2.07");
  if (control === undefined) throw new Error("the library has no SYS.2.07");
  world.clock.set(`${addDays(lastDay, 1)}T02:10:00Z`);
  await requestPacket(world.as("ines"), { controlId: control.controlId, engagementId, firstDay: periodStart, lastDay: addDays(lastDay, -1) });
  await runQueued(world);
  await schedulePacket(world.as("ines"), {
    controlId: control.controlId,
    engagementId,
    frequency: "monthly",
    timeZone: DEMO_ORGANIZATION.timeZone,
    hour: 7,
    recipients: [{ name: "Ruth Adeyemi", email: "ruth.adeyemi@calder.example" }],
  });
}
