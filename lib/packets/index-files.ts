import { stepName, type TestStep } from "#lib/controls/client.ts";
import { canonicalJson, type JsonInput } from "./canonical-json.ts";
import type { PacketCollection, PacketControl, PacketEvidence, PacketSegment } from "./packet-content.ts";
import type { ReadSource } from "./packet-sources.ts";
import { completenessStatement, type SettledPacket } from "./settled-packet.ts";

/** What a reader may conclude from a redacted file, and what not. */
const REDACTION_PROVES = "Something was taken out of this file after it was collected. The commitment fixes which original it was made from, and shows nothing of it. That the rest of the file is as in the original is management's word until original and salt are shown.";

/** What a reader may conclude from people who are told by pseudonyms. */
export const PEOPLE_ARE = "told by role and pseudonym, nobody by name. One pseudonym is one person in all packets of this engagement, or in this packet where it is for none; two are two, so that who did a thing and who reviewed it can be told apart. Management can tell who they are. Files that hold names, or cannot be searched for them, are left out and named in data/omissions.json. A given name that stands alone is not found.";

const VIEW = "Status is management's view. The opinion is the auditor's and is not part of this packet.";

/** `data/requests.json`: the control, its evidence requests, and the files or omissions each resolves to. */
export function requestsJson(packet: SettledPacket): string {
  const { content } = packet;
  return pretty({
    packet_id: content.packetId, made_at: content.madeAt, organization: content.organizationName, demo_data: content.demo,
    ...(content.people === undefined ? {} : { people_are: PEOPLE_ARE }),
    status_is: VIEW, completeness: completenessStatement(packet),
    control: controlJson(content.control),
    period: { first_day: content.period.firstDay, last_day: content.period.lastDay, time_zone: content.period.timeZone },
    days_proven: content.coverage.summary.provenDays, days_ended: content.coverage.summary.endedDays,
    requests: packet.requests.map((one) => ({
      id: one.id, number: one.number, title: one.title, asks_for: one.asksFor, status: one.status, because: one.because,
      gaps: one.gaps.map((gap) => ({ from: gap.from, to: gap.to, cause: gap.cause, what: gap.what })),
      files: one.files, omissions: one.omissionIds,
    })),
    ledger: {
      pending_entry_ids: [...content.ledger.pendingEntryIds],
      checkpoint: content.ledger.checkpoint === null ? null : { root: content.ledger.checkpoint.root, size: content.ledger.checkpoint.size, note: content.ledger.checkpoint.note },
    },
  });
}

/** `data/omissions.json`: what a reader would expect here and does not find, each with its cause. */
export function omissionsJson(packet: SettledPacket): string {
  return pretty({
    packet_id: packet.content.packetId,
    omissions: packet.omissions.map((one) => ({ id: one.id, request_id: one.requestId, subject: one.subject, cause: one.cause, reason: one.reason, from: one.from, to: one.to })),
  });
}

/** `<file>.meta.json` beside an evidence file. */
export function evidenceMetaJson(read: ReadSource<PacketEvidence>): string {
  const { source } = read;
  return pretty({
    id: source.id, title: source.title, source_kind: source.sourceKind, source_name: source.sourceName,
    collected_at: source.collectedAt, collected_by: source.collectedBy,
    ...(source.restsOn === undefined ? {} : { rests_on: source.restsOn.map(restedOnJson) }),
    ...(source.redacted === undefined ? {} : { redacted: { removed: source.redacted.removed, at: source.redacted.at, commitment_to_original: source.redacted.commitment, proves: REDACTION_PROVES } }),
    ...(source.namesReplaced === undefined ? {} : { names_replaced: "Names in it are told by pseudonyms, so its hash is not the one that was recorded." }),
    covers: source.covers === null ? null : { from: source.covers.from, to_exclusive: source.covers.to },
    original_file_name: source.fileName, media_type: source.mediaType, sha256: read.measure.sha256, bytes: read.measure.bytes,
  });
}

/** Where the record of a collection stands: of whatever checks rest on it, once. */
export const collectionPath = ({ name }: PacketCollection): string => `data/collections/${name}.json`;

function restedOnJson(one: PacketCollection): { [member: string]: JsonInput } {
  return {
    collection: one.name, collector: one.collector, completeness: one.completeness, rows_looked_at: one.rows, sha256: one.sha256, record: one.record === null ? null : collectionPath(one),
    ...(one.record === null ? { missing: "Its record is not there, or is another than the one that the check rested on." } : {}),
    ...(one.namesReplaced === undefined ? {} : { names_replaced: "Names in it are told by pseudonyms, so its hash is not the one that was recorded." }),
  };
}

/** `<segment>.log.meta.json` beside the raw bytes of a segment. */
export function segmentMetaJson(read: ReadSource<PacketSegment>): string {
  const { source } = read;
  return pretty({
    id: source.id, source_name: source.sourceName, from: source.from, to_exclusive: source.to,
    parsed_lines: source.parsedLines, unparsed_lines: source.unparsedLines, packed: source.packed, sha256: read.measure.sha256, bytes: read.measure.bytes,
    raw: "The bytes as they were received. Lines that no parser understood are among them.",
  });
}

function controlJson(control: PacketControl): JsonInput {
  return {
    code: control.code, title: control.title, statement: control.statement, owner: control.owner,
    process_owners: [...control.processOwners], scope: control.scope, guidance: control.guidance, operates: control.operates,
    ...(control.approval === undefined ? {} : { approval: control.approval }),
    retired: control.retired === null ? null : { from: control.retired.day, reason: control.retired.reason },
    test_of_design: control.designTest.map((step) => stepJson(control.code, step)),
    test_of_operating_effectiveness: control.operatingTest.map((step) => stepJson(control.code, step)),
    mappings: control.mappings.map((one) => ({
      framework: one.framework, edition: one.edition, label: one.label, requirement: one.requirement, title: one.title,
      kind: one.kind, rationale: one.rationale,
    })),
  };
}

function stepJson(code: string, step: TestStep): JsonInput {
  return { step: stepName(code, step), does: step.does, population: step.population, sample: step.sample, deviation: step.deviation };
}

function pretty(value: JsonInput): string {
  return `${canonicalJson(value, 2)}\n`;
}
