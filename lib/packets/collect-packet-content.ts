import { z } from "zod";
import { defineVerb, idInput, memberNames, type Scope } from "#lib/access/index.ts";
import { APPROVAL_WORDS } from "#lib/controls/index.ts";
import { collectControl, COMMITTED_EVIDENCE, evidenceReference, type ControlDossier } from "#lib/evidence/index.ts";
import { readEngagementFacts, type EngagementFacts } from "#lib/engagements/index.ts";
import { filesHeldAt } from "#lib/inspection/index.ts";
import { carriedLedger, rowDifferences } from "#lib/ledger/index.ts";
import { findScannedSegments } from "#lib/logs/index.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { findRuleVersion } from "#lib/rules/index.ts";
import { collectAlerts } from "./collect-alerts.ts";
import { packetEvidence, type RuleTexts } from "./collect-evidence.ts";
import { collectFindings } from "./collect-findings.ts";
import { collectIncidents } from "./collect-incidents.ts";
import { packetSegments } from "./collect-segments.ts";
import type { PacketControl, PacketLedgerNote, PacketRequest, PopulationName } from "./packet-content.ts";
import { closedBecause, isCarried, packetLedger, type Openness } from "./packet-proofs.ts";
import { packetName } from "./packet-record.ts";
import type { PacketSnapshot, SnapshotEvidence } from "./packet-snapshot.ts";
import { findPseudonyms } from "./people.repository.ts";
import { withPseudonyms } from "./with-pseudonyms.ts";
import { authorName, requirePacket, senderOf, type PacketRow } from "./packet.repository.ts";
import { periodStanding } from "./period-standing.ts";

/**
 * Reads everything that goes into a packet, as it was known when the packet was asked for, in one view of the database. A
 * packet made for an engagement is read with its auditors' eyes: it holds nothing that they may not see.
 *
 * @throws AppError not_found; limit_exceeded; precondition_failed when there are too many alerts, incidents or findings
 */
export const collectPacketContent = defineVerb({
  name: "packets.collect_content",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ packetId: idInput }),
  async run({ tx, scope, context, input }): Promise<PacketSnapshot> {
    const { organizationId } = context;
    const packet = await requirePacket(tx, scope, input.packetId);
    const engagement = packet.engagementId === null ? null : await readEngagementFacts(tx, scope, packet.engagementId);
    const { firstDay, lastDay, timeZone, asOf } = packet;
    const period = { firstDay, lastDay, timeZone };
    const eyes = eyesOf(scope, engagement);
    const dossier = await collectControl(tx, eyes, { controlId: packet.controlId, period, asOf });
    const populationPeriod = { controlCode: dossier.control.code, ...periodInstants(period), asOf };
    const alerts = await collectAlerts(tx, organizationId, populationPeriod);
    const incidents = await collectIncidents(tx, organizationId, populationPeriod);
    const findings = await collectFindings(tx, eyes, { ...populationPeriod, controlId: packet.controlId, timeZone });
    const ofEvidence = dossier.evidence.filter((item) => item.sourceKind === "log_segment").map((item) => item.sourceId);
    const segmentIds = [...new Set([...ofEvidence, ...alerts.segmentIds])].sort();
    const segments = packetSegments(await findScannedSegments(tx, organizationId, segmentIds), segmentIds);
    const held = await filesHeldAt(tx, organizationId, dossier.evidence.flatMap(({ blobSha256 }) => blobSha256 ?? []), asOf);
    const evidence = packetEvidence(dossier, await ruleTexts(tx, organizationId, dossier), held);
    const subjects = [...dossier.evidence.map((item) => item.id), ...segmentIds, ...incidents.ids, ...findings.ids];
    const sender = await senderOf(tx, organizationId);
    const snapshot: PacketSnapshot = {
      alerts: alerts.rows,
      incidents: incidents.rows,
      findings: findings.rows,
      head: {
        version: 2, packetId: packetName(packet.number), madeAt: asOf, software: SOFTWARE,
        requestedBy: authorName(packet.requestedBy, await memberNames(tx, organizationId, [packet.requestedBy])),
        purpose: purposeOf(packet, engagement), organizationName: sender.name, demo: sender.demo,
        control: controlOf(dossier), period,
        requests: requestsOf(dossier, new Set(evidence.evidence.map((item) => item.id)), new Set(segments.segments.map((one) => one.id))),
        evidence: evidence.evidence, evidenceIds: dossier.evidence.filter(({ blobSha256 }) => blobSha256 === null || !held.has(blobSha256)).map((item) => item.id), evidenceRows: Object.fromEntries(dossier.evidence.map((item) => [evidenceReference(item.number), item.id])), segments: segments.segments,
        alertsIpe: alerts.ipe, incidentsIpe: incidents.ipe, findingsIpe: findings.ipe, coverage: dossier.coverage,
        ledger: await ledgerOf(tx, packet, { dossier, evidence: evidence.evidence, subjects }),
        omissions: [...evidence.omissions, ...segments.omissions],
      },
    };
    return packet.people === "pseudonyms" ? withPseudonyms(snapshot, await findPseudonyms(tx, organizationId, packet.engagementId ?? packet.id)) : snapshot;
  },
});

/** The scope of the auditors for whom the packet is made; the organization's own when it is for none. */
function eyesOf(scope: Scope, engagement: EngagementFacts | null): Scope {
  if (engagement === null) return scope;
  return { ...scope, engagement: { id: engagement.id, controlIds: engagement.controlIds, ...periodInstants(engagement.period) } };
}

function purposeOf(packet: PacketRow, engagement: EngagementFacts | null): string | null {
  if (engagement === null) return null;
  const whole = packet.firstDay === engagement.period.firstDay && packet.lastDay === engagement.period.lastDay;
  const ended = packet.asOf >= periodInstants(engagement.period).until;
  return `${whole && ended ? "Whole period" : "Interim"}, for the auditor of ${engagement.label}, ${engagement.auditFirm}`;
}

async function ledgerOf(tx: TenantTransaction, { organizationId, asOf, people }: PacketRow, { dossier, evidence, subjects }: { dossier: ControlDossier; evidence: readonly SnapshotEvidence[]; subjects: string[] }): Promise<PacketLedgerNote> {
  const openness: Openness = { pseudonyms: people === "pseudonyms", redacted: new Set(dossier.evidence.filter((item) => item.redaction !== null).map((item) => item.id)) };
  const carriedAs = new Map(evidence.map((item) => [item.id, item]));
  const items = new Map(dossier.evidence.flatMap(({ id, number, sourceKind }) => {
    const item = carriedAs.get(`EV-${number}`);
    return item === undefined ? [] : [[id, { ...item, names: sourceKind }] as const];
  }));
  const carried = await carriedLedger(tx, organizationId, { subjectIds: subjects, asOf, provenIds: [...items.keys()], isCarried: isCarried(asOf), isOpen: (entry) => closedBecause(openness, entry) === null });
  const changed = new Set((await rowDifferences(tx, organizationId, COMMITTED_EVIDENCE, [...items.keys()])).keys());
  return packetLedger(carried, items, openness, changed);
}

async function ruleTexts(tx: TenantTransaction, organizationId: string, dossier: ControlDossier): Promise<RuleTexts> {
  const texts = new Map<string, string>();
  for (const id of new Set(dossier.evidence.filter((item) => item.sourceKind === "rule").map((item) => item.sourceId))) {
    const rule = await findRuleVersion(tx, organizationId, id);
    if (rule !== null) texts.set(id, rule.text);
  }
  return texts;
}

function controlOf({ control, version, mappings, period }: ControlDossier): PacketControl {
  return {
    code: control.code, title: version.title, statement: version.statement, owner: version.ownerTeam, processOwners: version.processOwners,
    scope: version.scope, guidance: version.guidance, operates: version.operates, retired: version.retirement === null ? null : { day: dayOf(version.retirement.from, period.timeZone), reason: version.retirement.reason }, designTest: version.designTest, operatingTest: version.operatingTest,
    mappings: mappings.flatMap(({ framework, items }) => items.map((item) => ({
      framework: framework.name, edition: framework.edition, label: framework.itemLabel, requirement: item.requirementCode,
      title: item.title, kind: item.strength, rationale: item.rationale,
    }))),
    ...approvalOf(version, mappings),
  };
}

function approvalOf({ approval }: ControlDossier["version"], mappings: ControlDossier["mappings"]): Pick<PacketControl, "approval"> {
  const alone = mappings.flatMap(({ framework, items }) => items.filter((item) => item.alone).map((item) => `${framework.name} ${item.requirementCode}`));
  const parts = [
    ...(approval === null ? [] : [`Statement and scope ${APPROVAL_WORDS[approval.kind]}`]),
    ...(alone.length === 0 ? [] : [`Mapped without a second person: ${alone.join(", ")}`]),
  ];
  return parts.length === 0 ? {} : { approval: `${parts.join(". ")}.` };
}

function requestsOf(dossier: ControlDossier, evidence: ReadonlySet<string>, segments: ReadonlySet<string>): PacketRequest[] {
  const byId = new Map(dossier.evidence.map((item) => [item.id, item]));
  const over = dossier.asOf >= dossier.period.until;
  return dossier.requests.map((request) => {
    const items = request.evidenceIds.flatMap((id) => byId.get(id) ?? []);
    const lane = dossier.coverage.lanes.find((one) => one.key === request.id);
    const populations: PopulationName[] = [...(request.sourceKinds.includes("alert") ? ["alerts" as const] : []), ...(request.sourceKinds.includes("incident") ? ["incidents" as const] : [])];
    return {
      id: request.key, number: request.number, title: request.title, asksFor: request.guidance,
      ...periodStanding(request, lane, over, dossier.period.timeZone),
      evidenceIds: items.map((item) => `EV-${item.number}`).filter((id) => evidence.has(id)),
      segmentIds: [...new Set(items.filter((item) => item.sourceKind === "log_segment").map((item) => item.sourceId))].filter((id) => segments.has(id)),
      populations,
    };
  });
}
