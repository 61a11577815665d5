import { acknowledgeAlert, commentAlert, judgeAlert, listAlerts, scanSegmentJob } from "#lib/alerts/index.ts";
import { reviewEvidence, submitEvidence } from "#lib/evidence/index.ts";
import { addAuditor, createEngagement } from "#lib/engagements/index.ts";
import { commentIncident, containIncident, declareIncident, resolveIncident } from "#lib/incidents/index.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { adoptedLibrary, type AdoptedLibrary } from "./adopted-library.ts";
import { uploadBytes } from "./source-records.ts";
import type { World } from "./world.ts";
import { deliverPacketJob, makePacketJob } from "#lib/packets/index.ts";

/** A month of a company that watches its logs: for the tests of packets and of the auditor portal. */
export type PacketStory = {
  library: AdoptedLibrary;
  controlId: string;
  otherControlId: string;
  engagementId: string;
  /** Evidence of SYS.2.07 inside the engagement's period, and what must not reach its auditor. */
  inside: { id: string; number: number };
  before: { id: string; number: number };
  ofOtherControl: { id: string; number: number };
  incidentId: string;
  segmentId: string;
};

export const INTERNAL_REMARK = "INTERNAL-REMARK: we suspect a colleague";
export const INTERNAL_COMMENT = "INTERNAL-COMMENT: ask legal first";
export const SHARED_REMARK = "The source address was blocked at the edge.";

const JOBS = [scanSegmentJob, makePacketJob, deliverPacketJob];

/** Runs what is queued of this world. */
export const runPacketJobs = (world: World): Promise<string[]> => world.runJobs(JOBS);

/** The auditor of the story's engagement, as the database knows them. */
export const asAuditor = (world: World, story: Pick<PacketStory, "engagementId">): Promise<Context> => world.enter("auditor", story.engagementId);

export async function tellPacketStory(world: World): Promise<PacketStory> {
  world.clock.set("2026-09-01T08:00:00Z");
  const library = await adoptedLibrary(world, new Date("2026-08-01T00:00:00Z"));
  const [controlId, otherControlId] = [library.controls.get("SYS.2.07")!, library.controls.get("SYS.1.01")!];
  const engagementId = await openEngagement(world, controlId);
  const before = await accepted(world, library, "SYS.2.07 monitoring-description", "Description of last year", "2026-08-01", "2026-08-31");
  world.clock.set("2026-10-05T08:00:00Z");
  const inside = await accepted(world, library, "SYS.2.07 monitoring-description", "Description of the monitoring, version 4", "2026-10-01", "2026-10-31");
  const ofOtherControl = await accepted(world, library, "SYS.1.01 logging-policy", "Logging policy of the other control", "2026-10-01", "2026-10-31");
  const { segmentId, incidentId } = await attack(world, library);
  world.clock.set("2026-10-20T09:00:00Z");
  return { library, controlId, otherControlId, engagementId, inside, before, ofOtherControl, incidentId, segmentId };
}

/** SOC 2 of October to December, over SYS.2.07 alone. */
async function openEngagement(world: World, controlId: string): Promise<string> {
  const manager = world.as("compliance_manager");
  const { id } = await createEngagement(manager, {
    name: "SOC 2 2026", type: "type_2", frameworkKey: "soc2-tsc-2017", firstDay: "2026-10-01", lastDay: "2026-12-31", timeZone: "Europe/Berlin",
    auditFirm: "Calder Audit LLP", controlIds: [controlId], accessUntil: "2027-03-31",
  });
  await addAuditor(manager, { engagementId: id, memberId: world.members.auditor.memberId });
  return id;
}

async function accepted(world: World, library: AdoptedLibrary, request: string, title: string, firstDay: string, lastDay: string): Promise<{ id: string; number: number }> {
  const owner = world.as("control_owner");
  const { sha256 } = await uploadBytes(world, owner, `${title}\n`);
  const sent = await submitEvidence(owner, {
    source: { kind: "upload", sha256, fileName: `${title}.txt`, mediaType: "text/plain" }, title, period: { firstDay, lastDay }, requestIds: [library.requests.get(request)!],
    ...(new Date(`${lastDay}T00:00:00Z`) < world.clock.now() ? { collectedAt: lastDay } : {}),
  });
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: sent.id, decision: "accepted" });
  return { id: sent.id, number: sent.number };
}

/** A brute force in a log: alerts, one of them an incident with a shared and an internal remark. */
async function attack(world: World, library: AdoptedLibrary): Promise<{ segmentId: string; incidentId: string }> {
  const analyst = world.as("security_analyst");
  world.clock.set("2026-10-06T09:00:00Z");
  const received = await receiveSegment(analyst, { body: linesOf(200) });
  const { segmentId } = await recordSegment(analyst, { sourceName: "web1", fileName: "auth.log", ...received });
  await runPacketJobs(world);
  const alerts = (await listAlerts(analyst, {})).rows;
  if (alerts.length < 2) throw new Error(`the story needs two alerts, the rules raised ${alerts.length}`);
  world.clock.advance(5 * 60_000);
  await acknowledgeAlert(analyst, { alertId: alerts[0]!.id });
  await commentAlert(analyst, { alertId: alerts[0]!.id, text: INTERNAL_COMMENT });
  world.clock.advance(5 * 60_000);
  await judgeAlert(analyst, { alertId: alerts[1]!.id, verdict: "false_positive", reason: "A scanner of our own, announced for that morning." });
  const incident = await declareIncident(analyst, { alertIds: [alerts[0]!.id], title: "Brute force from one address", severity: "high", reason: "Somebody got in after many attempts." });
  world.clock.advance(10 * 60_000);
  await commentIncident(analyst, { incidentId: incident.id, text: INTERNAL_REMARK, visibility: "internal" });
  await containIncident(analyst, { incidentId: incident.id, text: SHARED_REMARK });
  world.clock.advance(60 * 60_000);
  await resolveIncident(analyst, { incidentId: incident.id, cause: "A password that had leaked elsewhere.", text: "Password changed, second factor required." });
  const segment = await submitEvidence(analyst, { source: { kind: "log_segment", id: segmentId }, title: "Logs of web1", requestIds: [library.requests.get("SYS.2.07 hosts-monitored")!] });
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: segment.id, decision: "accepted" });
  return { segmentId, incidentId: incident.id };
}

async function* linesOf(count: number): AsyncGenerator<Uint8Array> {
  const lines = Array.from({ length: count }, (_, second) => {
    const time = `08:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}`;
    if (second === count - 1) return `Oct  6 ${time} web1 sshd[99]: Accepted password for deploy from 203.0.113.7 port 4100 ssh2`;
    return `Oct  6 ${time} web1 sshd[${1000 + second}]: Failed password for deploy from 203.0.113.7 port ${4000 + second} ssh2`;
  });
  yield Buffer.from(`${lines.join("\n")}\n`);
}
