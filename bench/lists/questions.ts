import { encodeCursor } from "#lib/access/index.ts";
import { countAlerts, listAlerts, type ListAlertsInput } from "#lib/alerts/index.ts";
import { listEntries } from "#lib/audit-trail/index.ts";
import { listControls, readControl } from "#lib/controls/index.ts";
import { createEngagement, addAuditor, listEngagements, readAuditorHome } from "#lib/engagements/index.ts";
import { listEvidence, readControlCoverage } from "#lib/evidence/index.ts";
import { listFrameworks, readFramework } from "#lib/frameworks/index.ts";
import { memberContext } from "#lib/identity/index.ts";
import { listIncidents } from "#lib/incidents/index.ts";
import { listSegments, listSources, readLogHealth } from "#lib/logs/index.ts";
import { readMyWork } from "#lib/my-work/index.ts";
import { readOverview } from "#lib/overview/index.ts";
import { listPackets } from "#lib/packets/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { joinedMember } from "#lib/testing/joined-member.ts";
import { BENCH_LOGIN, type ScratchInstallation } from "../scratch-installation.ts";
import { assetQuestions, checkQuestions } from "./check-questions.ts";
import { collectedQuestions } from "./collected-questions.ts";
import { findingQuestions } from "./finding-questions.ts";
import { ruleTextQuestions } from "./rule-text-questions.ts";

/** What is asked, by name. */
export type Questions = [name: string, ask: () => Promise<object>][];

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const now = Date.now();
const day = (daysBefore: number): string => new Date(now - daysBefore * DAY_MS).toISOString().slice(0, 10);

/** A list in each of its filters: the first page, and the one that a cursor in the middle of the year leads to. */
function inFilters<Input extends object>(name: string, ask: (input: Input & { cursor?: string }) => Promise<object>, filters: Readonly<Record<string, Input>>, middle: string): Questions {
  return Object.entries(filters).flatMap(([filter, input]): Questions => [
    [`${name}, ${filter}, first page`, () => ask(input)],
    [`${name}, ${filter}, middle page`, () => ask({ ...input, cursor: middle })],
  ]);
}

function alertQuestions(person: Context): Questions {
  const idAt = (time: number): string => `alr_${Math.trunc(time).toString(16).padStart(12, "0")}7`;
  const common: Record<string, ListAlertsInput> = {
    "no filter": {}, critical: { severity: "critical" }, low: { severity: "low" },
    "rule, frequent": { rule: "rule-3" }, "rule, rare": { rule: "rule-10" }, "rule, frequent, high": { rule: "rule-3", severity: "high" },
    "entity, frequent": { entity: "203.0.0.10" }, "entity, absent": { entity: "198.51.100.1" }, segment: { segment: "seg_77" },
    "text, title": { text: "number 3" }, "text, entity": { text: "203.0.99" }, "text, nothing": { text: "no such thing" },
  };
  const toJudge: Record<string, ListAlertsInput> = { ...common, acknowledged: { status: "acknowledged" }, open: { status: "open" }, "acknowledged, critical": { status: "acknowledged", severity: "critical" } };
  const judged: Record<string, ListAlertsInput> = {
    ...common, incident: { verdict: "incident" }, expected: { verdict: "expected" }, "false positive, critical": { verdict: "false_positive", severity: "critical" },
  };
  const ask = (view: "to_judge" | "judged") => (input: ListAlertsInput) => listAlerts(person, { view, ...input });
  return [
    ["alerts, counted", () => countAlerts(person, {})],
    ...inFilters("alerts to judge", ask("to_judge"), toJudge, encodeCursor([now - YEAR_MS / 2, ""])),
    ...inFilters("alerts judged", ask("judged"), judged, encodeCursor([idAt(now - YEAR_MS / 2)])),
  ];
}

type Filters<Verb extends (context: Context, input: never) => unknown> = Readonly<Record<string, Parameters<Verb>[1]>>;

function recordQuestions(person: Context): Questions {
  const incidents: Filters<typeof listIncidents> = {
    "no filter": {}, open: { status: ["open"] }, contained: { status: ["contained"] }, closed: { status: ["closed"] },
    "not closed": { status: ["open", "contained", "resolved"] }, "text, frequent": { text: "host 7" }, "text, nothing": { text: "zebra" },
  };
  const segments: Filters<typeof listSegments> = {
    "no filter": {}, undone: { undone: true }, failed: { status: "failed" }, finished: { status: "finished" }, source: { sourceId: "src_7" }, "source, failed": { sourceId: "src_0", status: "failed" },
  };
  const packets: Filters<typeof listPackets> = { "no filter": {}, failed: { status: ["failed"] }, sealed: { status: ["sealed"] } };
  const trail: Filters<typeof listEntries> = {
    "no filter": {}, "person, frequent": { actorId: "mem_7" }, "person, rare": { actorId: "mem_rare" }, subject: { subjectKind: "alert", subjectId: "alr_77" },
    "action, rare": { action: "incident.closed" }, "action, absent": { action: "member.added" }, "one day": { from: new Date(now - 40 * DAY_MS), until: new Date(now - 39 * DAY_MS) },
    "action and kind": { action: "alert.acknowledged", subjectKind: "alert" }, "person and action, rare": { actorId: "mem_3", action: "incident.closed" },
  };
  const middle = encodeCursor([new Date(now - YEAR_MS / 2).toISOString(), "evi_"]);
  const evidence: Filters<typeof listEvidence> = {
    "no filter": {}, awaiting: { reviewState: "awaiting" }, rejected: { reviewState: "rejected" }, accepted: { reviewState: "accepted" },
    alert: { sourceKind: "alert" }, "of no such kind": { sourceKind: "rule" }, "note, rejected": { sourceKind: "note", reviewState: "rejected" },
    "word, frequent": { text: "evidence" }, "word, of some": { text: "renewed" }, "number": { text: "EV-77777" }, "words, nothing": { text: "zebra" }, "words, nothing together": { text: "host renewed zebra" },
    "words, one of some": { text: "host renewed" }, "word, beginning": { text: "re" }, "word and kind": { text: "renewed", sourceKind: "note" }, "word, frequent, and control": { text: "host", controlCode: "SYS.2.07" }, "word, frequent, rejected": { text: "host", reviewState: "rejected" },
    control: { controlCode: "SYS.2.07" }, "control, awaiting": { controlCode: "SYS.2.07", reviewState: "awaiting" }, "control, note": { controlCode: "SYS.2.07", sourceKind: "note" },
  };
  return [
    ...inFilters("incidents", (input: Parameters<typeof listIncidents>[1]) => listIncidents(person, input), incidents, encodeCursor([10_000])),
    ...inFilters("evidence", (input: Parameters<typeof listEvidence>[1]) => listEvidence(person, input), evidence, middle),
    ...inFilters("segments", (input: Parameters<typeof listSegments>[1]) => listSegments(person, input), segments, encodeCursor([now - YEAR_MS / 2, "seg_"])),
    ["sources", () => listSources(person, {})],
    ["log health", () => readLogHealth(person, {})],
    ...inFilters("packets", (input: Parameters<typeof listPackets>[1]) => listPackets(person, input), packets, encodeCursor([2_500])),
    ...inFilters("audit trail", (input: Parameters<typeof listEntries>[1]) => listEntries(person, input), trail, encodeCursor([`aud_${Math.trunc(now - YEAR_MS / 2).toString(16).padStart(12, "0")}7`])),
  ];
}

function controlQuestions(person: Context): Questions {
  const daysAgo = (days: number): Date => new Date(now - days * DAY_MS);
  return [
    ["controls", () => listControls(person, {})],
    ...["SYS.1.01", "SYS.2.07"].flatMap((code): Questions => [
      [`control ${code}`, () => readControl(person, { code })],
      [`control ${code}, a month ago`, () => readControl(person, { code, asOf: daysAgo(30) })],
      [`control ${code}, half a year ago`, () => readControl(person, { code, asOf: daysAgo(180) })],
      [`coverage of ${code}, this quarter`, () => readControlCoverage(person, { controlCode: code })],
      [`coverage of ${code}, the year`, () => readControlCoverage(person, { controlCode: code, period: { firstDay: day(360), lastDay: day(1) } })],
      [`coverage of ${code}, the year as of half a year ago`, () => readControlCoverage(person, { controlCode: code, period: { firstDay: day(360), lastDay: day(1) }, asOf: daysAgo(180) })],
    ]),
    ["frameworks", () => listFrameworks(person, {})],
    ["framework SOC 2", () => readFramework(person, { key: "soc2-tsc-2017" })],
    ["framework PCI DSS", () => readFramework(person, { key: "pci-dss-4.0.1" })],
    ["overview", () => readOverview(person, {})],
    ["my work", () => readMyWork(person, {})],
  ];
}

async function portalQuestions({ person, organizationId }: ScratchInstallation): Promise<Questions> {
  const controls = (await listControls(person, {})).rows;
  const memberId = await joinedMember(person, "auditor@example.com", "auditor", { kind: "new", name: "Auditor", password: BENCH_LOGIN.password });
  const { id: engagementId } = await createEngagement(person, {
    name: "Examination", type: "type_2", frameworkKey: "soc2-tsc-2017", firstDay: day(330), lastDay: day(-5), timeZone: "Europe/Berlin", auditFirm: "Firm",
    controlIds: controls.map((control) => control.controlId), accessUntil: day(-30),
  });
  await addAuditor(person, { engagementId, memberId });
  const auditor = await memberContext({ organizationId, memberId, requestId: "bench", clock: systemClock, engagementId });
  if (auditor === null) throw new Error("the auditor may not enter");
  const middle = encodeCursor([new Date(now - YEAR_MS / 2).toISOString(), "evi_"]);
  const early = encodeCursor([new Date(now - YEAR_MS + 2 * DAY_MS).toISOString(), "evi_"]);
  const ask = (input: Parameters<typeof listEvidence>[1]) => listEvidence(auditor, input);
  const evidence: Filters<typeof listEvidence> = { "no filter": {}, note: { sourceKind: "note" }, control: { controlCode: "SYS.1.01" }, "of no such kind": { sourceKind: "rule" }, "word, frequent": { text: "host" }, "word, of some": { text: "renewed" }, "words, nothing": { text: "zebra" } };
  return [
    ...inFilters("portal evidence", ask, evidence, middle),
    ["portal evidence, before the period", () => ask({ cursor: early })],
    ["portal home", () => readAuditorHome(auditor, {})],
    ["portal incidents", () => listIncidents(auditor, {})],
    ["portal control", () => readControl(auditor, { code: "SYS.2.07" })],
    ["portal coverage", () => readControlCoverage(auditor, { controlCode: "SYS.2.07" })],
    ["portal packets", () => listPackets(auditor, {})],
    ...(await findingQuestions(auditor, "portal findings")),
  ];
}

/** Everything that is asked of a large organization, by one of its people and by an auditor. */
export async function questions(installation: ScratchInstallation): Promise<Questions> {
  const { person } = installation;
  const portal = await portalQuestions(installation);
  return [...alertQuestions(person), ...recordQuestions(person), ...controlQuestions(person), ...(await findingQuestions(person, "findings")), ...collectedQuestions(person), ...checkQuestions(person), ...(await assetQuestions(person)), ...(await ruleTextQuestions(person)), ["engagements", () => listEngagements(person, {})], ...portal];
}
