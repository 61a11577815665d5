import { evidenceReference, type ControlDossier, type DossierEvidence } from "#lib/evidence/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { PacketOmission } from "./packet-content.ts";
import type { SnapshotEvidence } from "./packet-snapshot.ts";

/** Words of the kinds of source, as a reader of a packet meets them. */
const KIND_WORDS: Readonly<Record<DossierEvidence["sourceKind"], string>> = {
  upload: "upload", note: "note", log_segment: "log segment", alert: "alert", incident: "incident", rule: "detection rule", collection: "collection", population: "population",
};

/** Texts of rule versions, by id. */
export type RuleTexts = ReadonlyMap<string, string>;

export type CollectedEvidence = { evidence: SnapshotEvidence[]; omissions: PacketOmission[] };

/**
 * Each evidence as a file of the packet: an upload as it was sent, a note as text, a record as the text that its recorded
 * hash is of. A log segment stands under `logs/`; its evidence is a record that names it.
 */
export function packetEvidence(dossier: Pick<ControlDossier, "evidence" | "requests">, rules: RuleTexts): CollectedEvidence {
  const evidence: SnapshotEvidence[] = [];
  const omissions: PacketOmission[] = [];
  for (const item of dossier.evidence) {
    const file = fileOf(item, rules);
    if (file === null) omissions.push(...missingSource(item, dossier.requests));
    else evidence.push({ ...describe(item), ...file });
  }
  return { evidence, omissions };
}

function describe(item: DossierEvidence): Omit<SnapshotEvidence, "fileName" | "mediaType" | "sha256" | "bytes"> {
  return {
    id: evidenceReference(item.number),
    title: item.title,
    sourceKind: KIND_WORDS[item.sourceKind],
    sourceName: item.source?.name ?? item.fileName ?? item.title,
    collectedAt: item.collectedAt,
    collectedBy: item.submitter,
    covers: { from: item.effectiveFrom, to: item.effectiveUntil },
  };
}

type File = Pick<SnapshotEvidence, "fileName" | "mediaType" | "sha256" | "bytes">;

function fileOf(item: DossierEvidence, rules: RuleTexts): File | null {
  switch (item.sourceKind) {
    case "upload":
    case "collection":
      if (item.blobSha256 === null) return null;
      return { fileName: item.fileName ?? "file", mediaType: item.mediaType ?? "application/octet-stream", sha256: item.sourceHash, bytes: { blob: item.blobSha256 } };
    case "note":
      return text("note.txt", "text/plain", item.note, item.sourceHash);
    case "alert":
    case "incident":
    case "population":
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

function missingSource(item: DossierEvidence, requests: ControlDossier["requests"]): PacketOmission[] {
  const id = evidenceReference(item.number);
  return requests.filter((one) => one.evidenceIds.includes(item.id)).map((one) => ({
    id: `no-source-${id}-${one.key}`, requestId: one.key, subject: `Evidence ${id}, ${item.title}`, cause: "could_not_run",
    reason: "The record that it refers to could not be found when the packet was made.", from: item.effectiveFrom, to: item.effectiveUntil,
  }));
}
