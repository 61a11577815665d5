import { evidenceReference, type ControlDossier, type DossierEvidence } from "#lib/evidence/index.ts";
import type { HeldFile } from "#lib/inspection/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { PacketOmission } from "./packet-content.ts";
import type { SnapshotEvidence } from "./packet-snapshot.ts";

/** Words of the kinds of source, as a reader of a packet meets them. */
const KIND_WORDS: Readonly<Record<DossierEvidence["sourceKind"], string>> = {
  upload: "upload", link: "link", note: "note", log_segment: "log segment", alert: "alert", incident: "incident", rule: "detection rule", collection: "collection", population: "population", standard: "configuration standard", check: "check",
};

/** Texts of rule versions, by id. */
export type RuleTexts = ReadonlyMap<string, string>;

export type CollectedEvidence = { evidence: SnapshotEvidence[]; omissions: PacketOmission[] };

/**
 * Each evidence as a file of the packet: an upload as it was sent, a note as text, a link as its address, a record as the text that its recorded
 * hash is of. A log segment stands under `logs/`; its evidence is a record that names it. A file in which the virus scanner found
 * something, and that nobody released, is named and left out.
 */
export function packetEvidence(dossier: Pick<ControlDossier, "evidence" | "requests">, rules: RuleTexts, heldBack: ReadonlyMap<string, HeldFile>): CollectedEvidence {
  const evidence: SnapshotEvidence[] = [];
  const omissions: PacketOmission[] = [];
  for (const item of dossier.evidence) {
    const why = leftOut(item, heldBack);
    const file = why === null ? fileOf(item, rules) : null;
    if (file !== null) evidence.push({ ...describe(item), ...file });
    if (file !== null && item.sourceKind === "link") omissions.push(...omitted(item, dossier.requests, BEHIND_LINK));
    if (file === null) omissions.push(...omitted(item, dossier.requests, why ?? { id: "no-source", cause: "could_not_run", reason: "The record that it refers to could not be found when the packet was made." }));
  }
  return { evidence, omissions };
}

function describe(item: DossierEvidence): Omit<SnapshotEvidence, "fileName" | "mediaType" | "sha256" | "bytes"> {
  return {
    id: evidenceReference(item.number),
    title: item.title,
    sourceKind: KIND_WORDS[item.sourceKind],
    sourceName: item.source?.name ?? item.fileName ?? (item.webAddress === null ? item.title : new URL(item.webAddress).host),
    collectedAt: item.collectedAt,
    collectedBy: item.submitter,
    covers: { from: item.effectiveFrom, to: item.effectiveUntil },
    ...(item.source === null || item.source.restsOn.length === 0 ? {} : { restsOn: item.source.restsOn.map(({ id: _id, ...one }) => one) }),
    ...(item.redaction === null ? {} : { redacted: { removed: item.redaction.removed, at: item.redaction.madeAt, commitment: item.redaction.commitment } }),
  };
}

type File = Pick<SnapshotEvidence, "fileName" | "mediaType" | "sha256" | "bytes">;

function fileOf(item: DossierEvidence, rules: RuleTexts): File | null {
  switch (item.sourceKind) {
    case "upload":
      if (item.blobSha256 === null) return null;
      return { fileName: item.fileName ?? "file", mediaType: item.mediaType ?? "application/octet-stream", sha256: item.sourceHash, bytes: { blob: item.blobSha256 } };
    case "link":
      return item.webAddress === null ? null : text("link.txt", "text/plain", item.webAddress, item.sourceHash);
    case "note":
      return text("note.txt", "text/plain", item.note, item.sourceHash);
    case "alert":
    case "incident":
    case "collection":
    case "population":
    case "check":
    case "standard":
      if (item.source?.canonical == null) return null;
      return text(`${item.sourceKind}.json`, "application/json", item.source.canonical, item.sourceHash);
    case "rule": {
      const rule = rules.get(item.sourceId);
      return rule === undefined ? null : text("rule.yml", "application/yaml", rule, sha256Hex(rule));
    }
    case "log_segment": {
      const record = canonicalJson({ evidence: evidenceReference(item.number), log_segment: item.sourceId, sha256: item.sourceHash, name: item.source?.name ?? null }, 2);
      return text("segment.json", "application/json", `${record}\n`, sha256Hex(`${record}\n`));
    }
  }
}

// The recorded hash goes along: bytes that no longer have it are refused when the packet is made, and named as an omission.
function text(fileName: string, mediaType: string, body: string, sha256: string): File {
  return { fileName, mediaType, sha256, bytes: { text: body } };
}

type Why = Pick<PacketOmission, "id" | "cause" | "reason">;

/** Of a link the address is carried. What a reviewer saw there is nobody's to show again. */
const BEHIND_LINK: Why = { id: "behind-link", cause: "partial", reason: "It is a link: the packet carries its address, and what the address shows was never kept. It may show something else by now, or nothing." };

/** Why evidence whose record is there is named and not carried; null for what is carried. */
function leftOut(item: DossierEvidence, heldBack: ReadonlyMap<string, HeldFile>): Why | null {
  if (item.disposal !== null) return { id: "disposed", cause: "partial", reason: disposedWords(item, item.disposal) };
  const held = item.blobSha256 === null ? undefined : heldBack.get(item.blobSha256);
  return held === undefined ? null : { id: "held-back", cause: "fail", reason: heldBackWords(held) };
}

/** Its content was destroyed on purpose: it was accepted, and nobody can look at it again. What it was is told by its hash. */
function disposedWords(item: DossierEvidence, { at, reason, content }: NonNullable<DossierEvidence["disposal"]>): string {
  const what = content === "note" ? "The note" : content === "address" ? "The address" : `The file${item.byteLength === null ? "" : ` (${item.byteLength} bytes)`}`;
  return `${what} was disposed of on ${at.toISOString().slice(0, 10)} because: ${reason} Its SHA-256 was ${item.sourceHash}.`;
}

/** An omission for each request that the evidence answers, or one for the packet where it answers none. */
function omitted(item: DossierEvidence, requests: ControlDossier["requests"], { id: kind, cause, reason }: Why): PacketOmission[] {
  const id = evidenceReference(item.number);
  const keys = requests.filter((one) => one.evidenceIds.includes(item.id)).map((one) => one.key);
  return (keys.length === 0 ? [null] : keys).map((key) => ({
    id: key === null ? `${kind}-${id}` : `${kind}-${id}-${key}`, requestId: key, subject: `Evidence ${id}, ${item.title}`, cause, reason, from: item.effectiveFrom, to: item.effectiveUntil,
  }));
}

// The hash is told, so that whoever has the file by another way can say that it is this one.
function heldBackWords({ found, scanner, scannedAt, sha256 }: HeldFile): string {
  return `Its file is held back: ${scanner ?? "the virus scanner"} found ${found ?? "something"} in it on ${scannedAt.toISOString().slice(0, 10)}, and nobody had released it when the packet was asked for. Its SHA-256 is ${sha256}.`;
}
