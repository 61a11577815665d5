import { listAlerts, scanSegmentJob } from "#lib/alerts/index.ts";
import { createEngagement } from "#lib/engagements/index.ts";
import { reviewEvidence, submitEvidence, type EvidenceInput } from "#lib/evidence/index.ts";
import { closeIncident, containIncident, declareIncident, resolveIncident } from "#lib/incidents/index.ts";
import { receiveSegment, recordSegment } from "#lib/logs/index.ts";
import { requestPacket, schedulePacket, sendPacket } from "#lib/packets/index.ts";
import { createTeam, invitePeople } from "#lib/people/index.ts";
import type { Context, EngagementScope } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { adoptRulesInForce } from "#lib/rules/index.ts";
import { changeSetting } from "#lib/settings/index.ts";
import { raiseFor } from "./finding-samples.ts";
import { runPacketJobs, tellPacketStory, type PacketStory } from "./packet-story.ts";
import { uploadBytes } from "./source-records.ts";
import { testWorld, type World } from "./world.ts";

/** Ids of records of one kind: one that the auditor's engagement holds, and one that it does not. */
type Sides = { inside: string; outside: string };

/**
 * A world with something of everything in it: a control inside and one outside of an engagement with its auditor, and
 * beside each what belongs to it. The generated suite over all verbs runs in two of them.
 */
export type FurnishedWorld = World & {
  story: PacketStory;
  control: Sides & { insideCode: string; outsideCode: string };
  engagement: Sides;
  evidence: Sides;
  incident: Sides;
  /** Both are shared with auditors. */
  finding: Sides;
  packet: Sides;
  scheduleId: string;
  sourceId: string;
  segmentId: string;
  ruleVersionId: string;
  ruleKey: string;
  teamId: string;
  /** Id of an evidence request by `code key`. */
  request(name: string): string;
  /** The auditor in the engagement `inside`, as the database knows them. */
  auditor(): Promise<Context>;
  auditorScope: EngagementScope;
  /** An alert that nobody has touched yet; each call takes another. */
  freshAlert(): Promise<string>;
  freshIncident(): Promise<string>;
  /** An incident brought to a status by the people who would. */
  incidentIn(status: "contained" | "resolved" | "closed"): Promise<string>;
  /** An evidence that waits for review, submitted by the control's owner. */
  freshEvidence(source?: EvidenceInput["source"], request?: string): Promise<string>;
  /** A packet in line that nobody has made. */
  freshPacket(): Promise<string>;
  freshSchedule(): Promise<string>;
  /** A segment in line that nobody has read. */
  freshSegment(): Promise<string>;
  /** A delivery of the packet `inside` whose mail has not left. */
  freshDelivery(): Promise<string>;
  freshMember(): Promise<string>;
  /** An invitation that nobody has answered, with its mail due. */
  freshInvitation(): Promise<string>;
  /** A number that no other call got: for names that must differ. */
  next(): number;
};

const INSIDE_REQUEST = "SYS.2.07 monitoring-description";

/** Makes a furnished world. Several stand side by side in one test file. */
export async function furnishedWorld(): Promise<FurnishedWorld> {
  const world = await testWorld({ timeZone: "Europe/Berlin" });
  const story = await tellPacketStory(world);
  const now = "2026-10-20T09:00:00Z";
  world.clock.set("2026-09-20T09:00:00Z");
  const alerts = await importAlerts(world);
  const outsideIncident = await declare(world, alerts.take());
  world.clock.set(now);
  const fresh = freshRecords(world, story, alerts);
  const manager = world.as("compliance_manager");
  const control = { inside: story.controlId, outside: story.otherControlId, insideCode: "SYS.2.07", outsideCode: "SYS.1.01" };
  const otherEngagement = await createEngagement(manager, {
    name: "ISO surveillance", type: "certification", frameworkKey: "iso27001-2022", firstDay: "2026-06-01", lastDay: "2026-08-31", timeZone: "Europe/Berlin",
    auditFirm: "Other Audit", controlIds: [control.outside], accessUntil: "2026-12-31",
  });
  await everyKindOfEvidence(world, fresh);
  const outsidePacket = await requestPacket(manager, { controlId: control.outside, firstDay: "2026-10-01", lastDay: "2026-10-10", timeZone: "Europe/Berlin" });
  const insidePacket = await requestPacket(manager, { controlId: control.inside, engagementId: story.engagementId, firstDay: "2026-10-01", lastDay: "2026-10-10" });
  await runPacketJobs(world);
  await sendPacket(manager, { packetId: insidePacket.id, recipients: [{ name: "Ruth Adeyemi", email: "ruth@calder.example" }] });
  await runPacketJobs(world);
  await changeSetting(world.as("admin"), { name: "packet_link_days", value: 30 });
  const rule = await world.inTenant((tx) => tx.ruleVersion.findFirstOrThrow({ orderBy: { id: "asc" } }));
  const segment = await world.inTenant((tx) => tx.logSegment.findUniqueOrThrow({ where: { organizationId_id: { organizationId: world.organizationId, id: story.segmentId } } }));
  const auditor = (): Promise<Context> => world.enter("auditor", story.engagementId);
  const { actor } = await auditor();
  if (actor.kind !== "member" || actor.engagement === null) throw new Error("the auditor has no engagement");
  return {
    ...world,
    ...fresh,
    story,
    control,
    engagement: { inside: story.engagementId, outside: otherEngagement.id },
    evidence: { inside: story.inside.id, outside: story.ofOtherControl.id },
    incident: { inside: story.incidentId, outside: outsideIncident },
    finding: {
      inside: await raiseFor(world, [control.inside], "Hosts of the engagement without logs", { shared: true }),
      outside: await raiseFor(world, [control.outside], "Hosts of nobody without logs", { shared: true }),
    },
    packet: { inside: insidePacket.id, outside: outsidePacket.id },
    scheduleId: await fresh.freshSchedule(),
    sourceId: segment.sourceId,
    segmentId: story.segmentId,
    ruleVersionId: rule.id,
    ruleKey: rule.ruleKey,
    teamId: await createTeam(world.as("admin"), { name: "Infrastructure", memberIds: [world.members.control_owner.memberId] }),
    auditor,
    auditorScope: actor.engagement,
  };
}

type Alerts = { take(): string };

/** Accounts that were created on a host, each an alert of its own. */
async function importAlerts(world: World): Promise<Alerts> {
  const analyst = world.as("security_analyst");
  await adoptRulesInForce(world.asSystem("set-up"));
  const lines = Array.from({ length: 80 }, (_, index) => `Sep 20 08:${String(Math.floor(index / 60)).padStart(2, "0")}:${String(index % 60).padStart(2, "0")} db1 useradd[${2000 + index}]: new user: name=person${index}, UID=${1001 + index}, GID=${1001 + index}, home=/home/person${index}, shell=/bin/bash`);
  await importLines(world, "db1", lines);
  await world.runJobs([scanSegmentJob]);
  const open: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listAlerts(analyst, { pageSize: 100, ...(cursor === undefined ? {} : { cursor }) });
    open.push(...page.rows.filter((row) => row.status === "open" && row.entity.startsWith("person")).map((row) => row.id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return {
    take() {
      const id = open.pop();
      if (id === undefined) throw new Error("the furnished world has no fresh alert left: import more lines");
      return id;
    },
  };
}

async function importLines(world: World, sourceName: string, lines: readonly string[]): Promise<string> {
  const analyst = world.as("security_analyst");
  const body = async function* () {
    yield Buffer.from(`${lines.join("\n")}\n`);
  };
  const received = await receiveSegment(analyst, { body: body() });
  return (await recordSegment(analyst, { sourceName, fileName: `${sourceName}.log`, ...received })).segmentId;
}

async function declare(world: World, alertId: string): Promise<string> {
  const declared = await declareIncident(world.as("security_analyst"), { alertIds: [alertId], title: "An account that nobody asked for", severity: "medium", reason: "No change record names it." });
  return declared.id;
}

type Fresh = Pick<FurnishedWorld, "request" | "freshAlert" | "freshIncident" | "incidentIn" | "freshEvidence" | "freshPacket" | "freshSchedule" | "freshSegment" | "freshDelivery" | "freshMember" | "freshInvitation" | "next">;

function freshRecords(world: World, story: PacketStory, alerts: Alerts): Fresh {
  let counter = 0;
  const next = (): number => (counter += 1);
  const manager = world.as("compliance_manager");
  const request = (name: string): string => {
    const id = story.library.requests.get(name);
    if (id === undefined) throw new Error(`the library has no request ${name}`);
    return id;
  };
  const freshIncident = (): Promise<string> => declare(world, alerts.take());
  return {
    next,
    request,
    freshAlert: () => Promise.resolve(alerts.take()),
    freshIncident,
    incidentIn: async (status) => followIncident(world, await freshIncident(), status),
    async freshEvidence(source = { kind: "note" }, answers = INSIDE_REQUEST) {
      const sent = await submitEvidence(world.as("control_owner"), { source, title: `Evidence ${next()}`, note: `Text ${next()}.`, requestIds: [request(answers)] });
      return sent.id;
    },
    async freshPacket() {
      const day = String((next() % 28) + 1).padStart(2, "0");
      const month = String(1 + (counter % 9)).padStart(2, "0");
      return (await requestPacket(manager, { controlId: story.controlId, firstDay: `2026-${month}-${day}`, lastDay: "2026-10-19", timeZone: "Europe/Berlin" })).id;
    },
    async freshSchedule() {
      const recipients = [{ name: "Ruth Adeyemi", email: `ruth-${next()}@calder.example` }];
      return (await schedulePacket(manager, { controlId: story.controlId, frequency: "monthly", timeZone: "Europe/Berlin", hour: 7, recipients })).id;
    },
    freshSegment: () => importLines(world, `host-${next()}`, [`Oct 20 08:00:00 host-${counter} sshd[1]: Accepted publickey for deploy from 192.0.2.1 port 4001 ssh2`]),
    freshDelivery: () => unsentDelivery(world, next()),
    freshMember: () => memberRow(world, next()),
    async freshInvitation() {
      const { invited } = await invitePeople(world.as("admin"), { people: [{ email: `guest-${next()}@${world.slug}.example`, role: "employee" }], sendMail: true });
      return invited[0]!.invitationId;
    },
  };
}

async function followIncident(world: World, incidentId: string, status: "contained" | "resolved" | "closed"): Promise<string> {
  const analyst = world.as("security_analyst");
  await containIncident(analyst, { incidentId, text: "Account locked." });
  if (status === "contained") return incidentId;
  await resolveIncident(analyst, { incidentId, cause: "Made by hand for a restore.", text: "Account removed." });
  if (status === "closed") await closeIncident(world.as("compliance_manager"), { incidentId, text: "Agreed." });
  return incidentId;
}

/** One accepted evidence of each kind of source that this product can have. */
async function everyKindOfEvidence(world: World, fresh: Fresh): Promise<void> {
  const owner = world.as("control_owner");
  const { sha256 } = await uploadBytes(world, owner, "Criteria, version 2\n");
  const rule = await world.inTenant((tx) => tx.ruleVersion.findFirstOrThrow());
  const ids = [
    await fresh.freshEvidence({ kind: "upload", sha256, fileName: "criteria.txt", mediaType: "text/plain" }),
    await fresh.freshEvidence({ kind: "note" }),
    await fresh.freshEvidence({ kind: "alert", id: await fresh.freshAlert() }, "SYS.2.07 alerts-judged"),
    await fresh.freshEvidence({ kind: "incident", id: await fresh.incidentIn("closed") }, "SYS.2.07 incidents-to-closure"),
    await fresh.freshEvidence({ kind: "rule", id: rule.id }, "SYS.2.07 monitoring-criteria"),
  ];
  for (const evidenceId of ids) {
    const unfinished = ids.indexOf(evidenceId) === 2;
    if (!unfinished) await reviewEvidence(world.as("compliance_manager"), { evidenceId, decision: "accepted" });
  }
}

async function unsentDelivery(world: World, number: number): Promise<string> {
  const packet = await world.inTenant((tx) => tx.packet.findFirstOrThrow({ where: { state: { status: "sealed" }, engagementId: { not: null } } }));
  const email = `person-${number}@calder.example`;
  await sendPacket(world.as("compliance_manager"), { packetId: packet.id, recipients: [{ name: `Person ${number}`, email }] });
  const row = await world.inTenant((tx) => tx.packetDelivery.findFirstOrThrow({ where: { packetId: packet.id, recipientEmail: email } }));
  return row.id;
}

async function memberRow(world: World, number: number): Promise<string> {
  const { organizationId, slug, clock } = world;
  const createdAt = clock.now();
  const [userId, id] = [newId("usr", createdAt.getTime()), newId("mem", createdAt.getTime())];
  const email = `person-${number}@${slug}.example`;
  await world.inTenant(async (tx) => {
    await tx.userAccount.create({ data: { id: userId, email, name: `Person ${number}`, passwordHash: "none", createdAt } });
    await tx.member.create({ data: { organizationId, id, userId, name: `Person ${number}`, email, role: "employee", createdAt } });
    await tx.$executeRaw`SELECT directory_add_membership(${userId}, ${id})`;
  });
  return id;
}
