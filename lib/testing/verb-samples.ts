import { randomBytes } from "node:crypto";
import { acknowledgeAlert, assignAlert, commentAlert, commitScan, countAlerts, endBaselines, judgeAlert, judgeBaselines, listAlerts, readAlert, readBaselineDays } from "#lib/alerts/index.ts";
import { listEntries } from "#lib/audit-trail/index.ts";
import { exportControlFiles, exportOscal, importControlFiles, previewControlFiles } from "#lib/control-files/index.ts";
import { exportSheet } from "#lib/control-import/index.ts";
import { adoptControls, adoptLibrary, attachLink, libraryOf, listControlNames, listControls, listLibrary, loadControlContent, readControl, readLibraryControl } from "#lib/controls/index.ts";
import { addAuditor, createEngagement, listEngagements, noteVisit, readAuditorHome, readEngagement, removeAuditor } from "#lib/engagements/index.ts";
import { assignRequest, listChoices, listEvidence, pushEvidence, readControlCoverage, readEvidence, readEvidenceProof, submitEvidence, submitFiles } from "#lib/evidence/index.ts";
import {
  assignIncident, closeIncident, commentIncident, containIncident, declareIncident, listIncidents, readIncident, reopenIncident, resolveIncident, setSeverity,
} from "#lib/incidents/index.ts";
import { claimScan, failScan, listSegments, listSources, locateSegment, readLogHealth, readSegment, receiveSegment, recordSegment, scanAgain, segmentsOfDays } from "#lib/logs/index.ts";
import { readMyWork } from "#lib/my-work/index.ts";
import { findTexts, readHelp, readNavigation, search } from "#lib/navigation/index.ts";
import { changeOrganization, readOrganization } from "#lib/organizations/index.ts";
import { readOverview } from "#lib/overview/index.ts";
import { proveQuietDays } from "#lib/populations/index.ts";
import { endDueDays, readDueDays } from "#lib/populations/run-due-quiet-days.ts";
import {
  changeRole, createTeam, followAddress, invitePeople, listInvitations, listPeople, makeInvitationLink, previewInvitations, readMember, recordAcceptance, removeMember, removeSecondFactor, resendInvitation, revokeInvitation,
} from "#lib/people/index.ts";
import { prepareInvitationMail } from "#lib/people/prepare-invitation-mail.ts";
import { readInvitationRecord } from "#lib/people/read-invitation.ts";
import { recordInvitationMail } from "#lib/people/record-invitation-mail.ts";
import { changeSetting, listSettings } from "#lib/settings/index.ts";
import { keepUpload } from "#lib/uploads/index.ts";
import { TESTED_CONTROLS } from "./adopted-library.ts";
import { freshProof } from "./fresh-proof.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { OF_DELEGATION } from "./delegation-samples.ts";
import { OF_ACCEPTANCE } from "./acceptance-samples.ts";
import { OF_HUNTS } from "./hunt-samples.ts";
import { OF_RULES } from "./rule-samples.ts";
import { OF_API_KEYS } from "./api-key-samples.ts";
import { OF_FINDINGS } from "./finding-samples.ts";
import { OF_FIRST_WEEK } from "./first-week-samples.ts";
import { OF_FRAMEWORKS } from "./framework-samples.ts";
import { OF_LEAVING } from "./leaving-samples.ts";
import { OF_DISPOSAL } from "./disposal-samples.ts";
import { OF_DRAFTS } from "./draft-samples.ts";
import { OF_DRIFT } from "./drift-samples.ts";
import { OF_LEDGER, signedLedger } from "./ledger-samples.ts";
import { OF_OCCURRENCES } from "./occurrence-samples.ts";
import { OF_NOTIFICATIONS } from "./notification-samples.ts";
import { OF_REDACTION } from "./redaction-samples.ts";
import { OF_RETIREMENT } from "./retirement-samples.ts";
import { OF_PROVIDERS } from "./provider-samples.ts";
import { OF_PACKETS } from "./packet-samples.ts";
import { nothing, sample, someHash, type VerbSample } from "./verb-sample.ts";
import { OF_CHECKS } from "./check-samples.ts";
import { OF_CONNECTIONS } from "./connection-samples.ts";
import { OF_RECONCILIATION } from "./reconciliation-samples.ts";
import { OF_STANDARDS } from "./standard-samples.ts";
import { OF_COMMENTS } from "./comment-samples.ts";
import { OF_INSPECTION } from "./inspection-samples.ts";
import { OF_STORED_FILES } from "./stored-files-samples.ts";
import { OF_REVIEW } from "./review-samples.ts";
import { OF_UPLOADS } from "./upload-samples.ts";
import { OF_VIEWS } from "./view-samples.ts";

const reason = "Looked at with the owner of the host: planned work.";
const days = { firstDay: "2026-10-01", lastDay: "2026-10-10" };

const OF_ALERTS: readonly VerbSample[] = [
  sample(acknowledgeAlert)("security_analyst", async (world) => ({ alertId: await world.freshAlert() })),
  sample(assignAlert)("security_analyst", async (world) => ({ alertId: await world.freshAlert(), assigneeMemberId: world.members.security_analyst.memberId, seenAssigneeMemberId: null })),
  sample(commentAlert)("security_analyst", async (world) => ({ alertId: await world.freshAlert(), text: "Asked the owner of the host." })),
  sample(judgeAlert)("security_analyst", async (world) => ({ alertId: await world.freshAlert(), verdict: "expected", reason })),
  sample(countAlerts)("compliance_manager", nothing),
  sample(listAlerts)("compliance_manager", (world) => ({ segment: world.segmentId, rule: world.ruleKey })),
  sample(readAlert)("compliance_manager", async (world) => ({ alertId: await world.freshAlert() })),
  sample(endBaselines)("system", (world) => ({ segmentId: world.segmentId, nextAt: null }), { quiet: { why: "The list of due work.", tables: ["due_work"] } }),
  sample(judgeBaselines)("system", (world) => ({ segmentId: world.segmentId, day: "2026-09-14" }), { quiet: { why: "A day without anything unusual changes nothing.", tables: [] } }),
  sample(readBaselineDays)("system", (world) => ({ segmentId: world.segmentId })),
  sample(commitScan)("system", async (world) => {
    const segmentId = await world.freshSegment();
    const claim = await claimScan(world.asSystem(), { segmentId, stateHash: "state" });
    if (claim.kind !== "claimed") throw new Error(`the segment is ${claim.kind}`);
    const { hold, progress, source } = claim.scan;
    return { hold, progress: { ...progress, lines: 1 }, drafts: [], snapshot: "{}", totals: [], end: { sourceId: source.id, ruleSetHash: someHash() } };
  }),
];

/** A control's file with another title. */
async function controlFile(world: FurnishedWorld): Promise<{ name: string; text: string }> {
  const files = await exportControlFiles(world.as("admin"), {});
  const [file] = files;
  if (file === undefined) throw new Error("the organization has no control");
  return { ...file, text: file.text.replace(/^title: .*$/mu, `title: A title of ${world.next()}`) };
}

const OF_CONTROLS: readonly VerbSample[] = [
  sample(adoptLibrary)("admin", async (world) => {
    const { controls } = await loadControlContent("controls");
    return { controls: libraryOf(controls, TESTED_CONTROLS).map((control) => ({ ...control, title: `${control.title} (${world.next()})` })) };
  }),
  sample(adoptControls)("admin", async (world) => {
    const { rows } = await listLibrary(world.as("admin"), { adopted: false });
    return { codes: rows.slice(0, 2).map((row) => row.code), ownerTeam: "Infrastructure" };
  }),
  sample(listLibrary)("compliance_manager", () => ({ framework: "soc2-tsc-2017", domain: "SYS" })),
  sample(readLibraryControl)("compliance_manager", () => ({ code: "SYS.1.03" })),
  sample(attachLink)("compliance_manager", (world) => ({ controlId: world.control.inside, title: "Runbook", url: `https://wiki.example/runbook/${world.next()}` })),
  sample(exportControlFiles)("compliance_manager", nothing),
  sample(exportSheet)("compliance_manager", nothing),
  sample(exportOscal)("compliance_manager", nothing),
  sample(previewControlFiles)("compliance_manager", async (world) => ({ files: [await controlFile(world)] })),
  sample(importControlFiles)("admin", async (world) => {
    const files = [await controlFile(world)];
    const { differ } = await previewControlFiles(world.as("admin"), { files });
    return { files, take: differ.map(({ code, base }) => ({ code, base })) };
  }),
  sample(listControlNames)("control_owner", () => ({})),
  sample(listControls)("control_owner", () => ({ framework: "soc2-tsc-2017" })),
  sample(readControl)("control_owner", (world) => ({ code: world.control.insideCode })),
];

const OF_EVIDENCE: readonly VerbSample[] = [
  sample(assignRequest)("compliance_manager", (world) => ({ requestId: world.request("SYS.2.07 monitoring-description"), ownerMemberId: world.members.control_owner.memberId })),
  sample(listChoices)("control_owner", (world) => ({ kind: "log_segment", recordId: world.segmentId })),
  sample(listEvidence)("control_owner", (world) => ({ controlCode: world.control.insideCode, requestId: world.request("SYS.2.07 monitoring-description") })),
  sample(readControlCoverage)("control_owner", (world) => ({ controlCode: world.control.insideCode, period: { ...days, timeZone: "Europe/Berlin" } })),
  sample(readEvidence)("control_owner", (world) => ({ reference: world.evidence.inside })),
  sample(readEvidenceProof)("control_owner", async (world) => {
    await signedLedger(world);
    return { reference: world.evidence.inside };
  }),
  sample(pushEvidence)("control_owner", (world) => ({
    source: { kind: "note" }, title: `Restored ${world.next()}`, note: "In 41 minutes.", requestIds: [world.request("SYS.2.07 monitoring-description")], idempotencyKey: `run-${world.next()}`,
  })),
  sample(submitEvidence)("control_owner", (world) => ({
    source: { kind: "log_segment", id: world.segmentId }, title: `Logs of web1, read again ${world.next()}`, requestIds: [world.request("SYS.2.07 hosts-monitored"), world.request("SYS.1.01 retention")],
  })),
  sample(submitFiles)("control_owner", async (world) => {
    const sha256 = someHash();
    await keepUpload(world.as("control_owner"), { sha256, byteLength: 12 });
    const file = { sha256, fileName: "policy.pdf", mediaType: "application/pdf", originalPath: `policies/policy-${world.next()}.pdf`, originalModifiedAt: new Date("2026-09-01T00:00:00.000Z") };
    return { files: [file], title: "Policies", requestIds: [world.request("SYS.1.01 logging-policy")] };
  }),
];

const OF_INCIDENTS: readonly VerbSample[] = [
  sample(assignIncident)("security_analyst", async (world) => ({ incidentId: await world.freshIncident(), memberId: world.members.security_analyst.memberId })),
  sample(closeIncident)("compliance_manager", async (world) => ({ incidentId: await world.incidentIn("resolved"), text: "Agreed." })),
  sample(commentIncident)("security_analyst", async (world) => ({ incidentId: await world.freshIncident(), text: "Asked the team.", visibility: "internal" })),
  sample(containIncident)("security_analyst", async (world) => ({ incidentId: await world.freshIncident(), text: "Account locked." })),
  sample(declareIncident)("security_analyst", async (world) => ({
    alertIds: [await world.freshAlert(), await world.freshAlert()], title: "Accounts that nobody asked for", severity: "high", reason, assigneeMemberId: world.members.security_analyst.memberId,
  })),
  sample(listIncidents)("compliance_manager", () => ({ status: ["open", "contained", "resolved", "closed"] })),
  sample(readIncident)("compliance_manager", (world) => ({ incidentId: world.incident.inside })),
  sample(reopenIncident)("security_analyst", async (world) => ({ incidentId: await world.incidentIn("closed"), reason: "It happened again." })),
  sample(resolveIncident)("security_analyst", async (world) => ({ incidentId: await world.incidentIn("contained"), cause: "A restore by hand, without a record.", text: "Account removed." })),
  sample(setSeverity)("security_analyst", async (world) => ({ incidentId: await world.freshIncident(), severity: "critical", reason: "More hosts than one." })),
];

const OF_LOGS: readonly VerbSample[] = [
  sample(claimScan)("system", async (world) => ({ segmentId: await world.freshSegment(), stateHash: "state" }), {
    quiet: { why: "A reader takes a segment; the reading is an act when it ends.", tables: ["log_segment_scan"] },
  }),
  sample(failScan)("system", async (world) => ({ segmentId: await world.freshSegment(), reason: "The blob is gone." })),
  sample(listSegments)("compliance_manager", (world) => ({ sourceId: world.sourceId })),
  sample(listSources)("compliance_manager", nothing),
  sample(locateSegment)("compliance_manager", (world) => ({ segmentId: world.segmentId })),
  sample(readLogHealth)("compliance_manager", nothing),
  sample(segmentsOfDays)("compliance_manager", (world) => ({ sourceId: world.sourceId, firstDay: days.firstDay, lastDay: days.lastDay })),
  sample(readSegment)("compliance_manager", (world) => ({ segmentId: world.segmentId })),
  sample(recordSegment)("security_analyst", async (world) => {
    const body = async function* () {
      yield Buffer.from(`Oct 20 08:00:00 host-${world.next()} sshd[1]: Connection closed\n`);
    };
    const received = await receiveSegment(world.as("security_analyst"), { body: body() });
    return { sourceName: `host-${world.next()}`, fileName: "auth.log", ...received };
  }),
  sample(scanAgain)("security_analyst", async (world) => {
    const segmentId = await world.freshSegment();
    await failScan(world.asSystem(), { segmentId, reason: "The blob store did not answer." });
    return { segmentId };
  }),
];

const OF_POPULATIONS: readonly VerbSample[] = [
  sample(proveQuietDays)("system", () => ({ firstDay: days.firstDay, lastDay: days.lastDay }), {
    quiet: { why: "The logs of these days were not read completely, so nothing is counted.", tables: [] },
  }),
  sample(readDueDays)("system", () => ({ subject: "daily" })),
  sample(endDueDays)("system", () => ({ subject: "daily" }), {
    quiet: { why: "Only says when the dispatcher comes again.", tables: ["due_work"] },
  }),
];

const OF_ENGAGEMENTS: readonly VerbSample[] = [
  sample(addAuditor)("compliance_manager", (world) => ({ engagementId: world.engagement.outside, memberId: world.members.auditor.memberId })),
  sample(removeAuditor)("compliance_manager", async (world) => {
    const chosen = { engagementId: world.engagement.outside, memberId: world.members.auditor.memberId };
    await addAuditor(world.as("compliance_manager"), chosen);
    return chosen;
  }),
  sample(createEngagement)("compliance_manager", (world) => ({
    name: `Engagement ${world.next()}`, type: "type_2", frameworkKey: "soc2-tsc-2017", firstDay: "2027-01-01", lastDay: "2027-03-31", timeZone: "Europe/Berlin",
    auditFirm: "Calder Audit LLP", controlIds: [world.control.inside, world.control.outside], accessUntil: "2027-12-31",
  })),
  sample(listEngagements)("compliance_manager", nothing),
  sample(noteVisit)("auditor", (world) => ({ viewed: "control", subjectId: world.control.inside })),
  sample(readAuditorHome)("auditor", nothing),
  sample(readEngagement)("compliance_manager", (world) => ({ engagementId: world.engagement.inside })),
];

const OF_PEOPLE: readonly VerbSample[] = [
  sample(followAddress)("system", async (world) => {
    const memberId = await world.freshMember();
    const { userId } = await world.inTenant((tx) => tx.member.findFirstOrThrow({ where: { id: memberId } }));
    await world.runtime.database.userAccount.update({ where: { id: userId }, data: { email: `moved-${world.next()}@${world.slug}.example` } });
    return { memberId };
  }),
  sample(invitePeople)("admin", (world) => ({ people: [{ email: `new-${world.next()}@${world.slug}.example`, name: "Nina New", role: "employee" }], sendMail: true })),
  sample(listInvitations)("admin", nothing),
  sample(makeInvitationLink)("admin", async (world) => ({ invitationId: await world.freshInvitation() })),
  sample(prepareInvitationMail)("system", async (world) => ({ invitationId: await world.freshInvitation() })),
  sample(previewInvitations)("admin", (world) => ({ text: `Olga, ${world.members.control_owner.email}\nnew@${world.slug}.example`, role: "employee" })),
  sample(readInvitationRecord)("system", async (world) => ({ invitationId: await world.freshInvitation() })),
  sample(recordAcceptance)("system", async (world) => ({ invitationId: await world.freshInvitation(), person: { kind: "new", name: "Nina New", password: "fifteen letters or more" } })),
  sample(recordInvitationMail)("system", async (world) => ({ invitationId: await world.freshInvitation() })),
  sample(resendInvitation)("admin", async (world) => ({ invitationId: await world.freshInvitation() })),
  sample(revokeInvitation)("admin", async (world) => ({ invitationId: await world.freshInvitation() })),
  sample(changeRole)("admin", async (world) => ({ memberId: await world.freshMember(), role: "control_owner" })),
  sample(createTeam)("admin", (world) => ({ name: `Team ${world.next()}`, memberIds: [world.members.control_owner.memberId] })),
  sample(listPeople)("control_owner", () => ({ text: "Olga" })),
  sample(readMember)("control_owner", (world) => ({ memberId: world.members.employee.memberId })),
  sample(removeMember)("admin", async (world) => ({ memberId: await world.freshMember() })),
  sample(removeSecondFactor)("admin", async (world) => {
    const memberId = await world.freshMember();
    const { userId } = await world.inTenant((tx) => tx.member.findFirstOrThrow({ where: { id: memberId } }));
    const now = world.clock.now();
    await world.runtime.database.totpFactor.create({ data: { userId, wrappedSecret: randomBytes(48), lastStep: 0, confirmedAt: now, createdAt: now } });
    return { memberId, ...(await freshProof(world)) };
  }),
  sample(changeOrganization)("admin", (world) => ({ name: `Renamed ${world.next()}`, timeZone: "Europe/Dublin", region: "IE" })),
  sample(readOrganization)("employee", nothing),
  sample(changeSetting)("admin", (world) => ({ name: "due_soon_days", value: 8 + (world.next() % 80) })),
  sample(listSettings)("compliance_manager", nothing),
  sample(listEntries)("compliance_manager", (world) => ({ subjectId: world.evidence.inside })),
  sample(readMyWork)("employee", nothing),
  sample(readNavigation)("employee", nothing),
  sample(readHelp)("auditor", nothing),
  sample(search)("auditor", () => ({ text: "sys.2" })),
  sample(findTexts)("auditor", () => ({ text: "monitoring -backup", kind: "control" })),
  sample(readOverview)("control_owner", nothing),
];

const ALL = [OF_ALERTS, OF_CONTROLS, OF_DISPOSAL, OF_REDACTION, OF_DRAFTS, OF_DRIFT, OF_FRAMEWORKS, OF_FIRST_WEEK, OF_EVIDENCE, OF_OCCURRENCES, OF_DELEGATION, OF_FINDINGS, OF_INCIDENTS, OF_LOGS, OF_POPULATIONS, OF_NOTIFICATIONS, OF_ENGAGEMENTS, OF_PACKETS, OF_PEOPLE, OF_LEAVING, OF_LEDGER, OF_PROVIDERS, OF_RETIREMENT, OF_API_KEYS, OF_INSPECTION, OF_STORED_FILES, OF_UPLOADS, OF_ACCEPTANCE, OF_RULES, OF_HUNTS, OF_REVIEW, OF_VIEWS, OF_CONNECTIONS, OF_RECONCILIATION, OF_STANDARDS, OF_CHECKS, OF_COMMENTS].flat();

/** By the verb's name. */
export const VERB_SAMPLES: ReadonlyMap<string, VerbSample> = new Map(ALL.map((entry) => [entry.verb.definition.name, entry]));
