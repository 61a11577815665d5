import type { CommittedRecord, CommittedRows } from "#lib/ledger/index.ts";
import type { Json } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { NewEvidence } from "./evidence.repository.ts";

/** What the ledger's entry of an evidence says of its row: every column, words that may be personal or secret as hashes. */
export function committedEvidence(evidence: Omit<NewEvidence, "id">, requestIds: readonly string[]) {
  return {
    number: evidence.number, source_kind: evidence.sourceKind, source_id: evidence.sourceId, source_sha256: evidence.sourceHash,
    collected_at: evidence.collectedAt.toISOString(), effective_from: evidence.effectiveFrom.toISOString(), effective_until: evidence.effectiveUntil.toISOString(),
    submitted_by: evidence.submittedBy, submitted_at: evidence.recordedAt.toISOString(), requests: [...requestIds],
    file_sha256: evidence.blobSha256, byte_length: evidence.byteLength === null ? null : Number(evidence.byteLength), media_type: evidence.mediaType,
    file_name_sha256: hashOf(evidence.fileName), claimed_path_sha256: hashOf(evidence.originalPath), claimed_modified_at: evidence.originalModifiedAt?.toISOString() ?? null,
    web_address_sha256: hashOf(evidence.webAddress), title_sha256: sha256Hex(evidence.title), note_sha256: sha256Hex(evidence.note),
  };
}

const hashOf = (text: string | null): string | null => (text === null ? null : sha256Hex(text));

type Row = {
  number: number; title: string; source_kind: NewEvidence["sourceKind"]; source_id: string; source_hash: string; note: string; file_name: string | null; media_type: string | null;
  byte_length: number | null; blob_sha256: string | null; original_path: string | null; original_modified_at: string | null; web_address: string | null; collected_at: string; effective_from: string;
  effective_until: string; submitted_by: string; recorded_at: string; requests: string[] | null; disposed: boolean;
  /** What its state says of its review, the reviews that there are, and those that the ledger commits to. */
  standing: string | null; reviews: number; decided: string[] | null;
};

/** Rows of evidence, and of its reviews, against the entries of their recording. */
export const COMMITTED_EVIDENCE: readonly CommittedRows[] = [
  {
    kind: "evidence",
    name: "evidence",
    row: `SELECT to_jsonb(v) || jsonb_build_object(
        'requests', (SELECT jsonb_agg(a.request_id) FROM evidence_answer a WHERE a.organization_id = v.organization_id AND a.evidence_id = v.id),
        'disposed', EXISTS (SELECT FROM ledger_pending_entry d WHERE d.organization_id = v.organization_id AND d.subject_id = v.id AND d.kind = 'evidence.disposed'),
        'standing', (SELECT s.review_state FROM evidence_state s WHERE s.organization_id = v.organization_id AND s.evidence_id = v.id),
        'reviews', (SELECT count(*) FROM evidence_review r WHERE r.organization_id = v.organization_id AND r.evidence_id = v.id),
        'decided', (SELECT jsonb_agg(d.record::jsonb ->> 'decision') FROM ledger_pending_entry d WHERE d.organization_id = v.organization_id AND d.subject_id = v.id AND d.kind = 'evidence_review'))
      FROM evidence v WHERE v.organization_id = e.organization_id AND v.id = e.subject_id`,
    differs: (record, row) => differingField(record, row as unknown as Row),
    stray: "SELECT v.id FROM evidence v WHERE NOT EXISTS (SELECT FROM ledger_pending_entry e WHERE e.organization_id = v.organization_id AND e.subject_id = v.id AND e.kind = 'evidence')",
  },
  {
    kind: "evidence_review",
    name: "review of evidence",
    row: `SELECT jsonb_agg(jsonb_build_object('decision', r.decision, 'reviewed_by', r.reviewed_by, 'reason', r.reason)) FROM evidence_review r WHERE r.organization_id = e.organization_id AND r.evidence_id = e.subject_id`,
    differs: (record, rows) => differingReview(record, rows as unknown as Review[]),
  },
];

/** Fields that an earlier entry does not name are not compared: it does not commit to them. */
function differingField(record: CommittedRecord, row: Row): string | null {
  const answered = new Set(row.requests ?? []);
  // One evidence may come to answer more requests; none that it was recorded for is taken away.
  const requests = (record["requests"] as string[] | undefined) ?? [];
  if (requests.some((id) => !answered.has(id))) return "requests";
  const says: CommittedRecord = committedEvidence(evidenceOf(row), requests);
  // What was destroyed at the end of its time holds no words any more, which an entry of its own commits to.
  const gone = row.disposed ? [...(row.note === "" ? ["note_sha256"] : []), ...(row.web_address === "" ? ["web_address_sha256"] : [])] : [];
  const field = Object.keys(record).find((name) => name in says && name !== "requests" && !gone.includes(name) && says[name] !== record[name]);
  return field === undefined ? judgedPastLedger(row) : field.replace(/_sha256$/, "").replaceAll("_", " ");
}

/** A judgement that nobody gave: more reviews than were committed to, or a state that none of them gives. A review that is gone is told of by its own entry. */
function judgedPastLedger({ standing, reviews, decided }: Row): string | null {
  if (reviews > (decided ?? []).length) return "review";
  return standing === "awaiting" ? (decided === null ? null : "review state") : decided?.includes(standing ?? "") === true ? null : "review state";
}

function evidenceOf(row: Row): Omit<NewEvidence, "id"> {
  return {
    number: row.number, title: row.title, sourceKind: row.source_kind, sourceId: row.source_id, sourceHash: row.source_hash, note: row.note, fileName: row.file_name, mediaType: row.media_type,
    byteLength: row.byte_length === null ? null : BigInt(row.byte_length), blobSha256: row.blob_sha256, originalPath: row.original_path,
    originalModifiedAt: row.original_modified_at === null ? null : new Date(row.original_modified_at), webAddress: row.web_address, collectedAt: new Date(row.collected_at),
    effectiveFrom: new Date(row.effective_from), effectiveUntil: new Date(row.effective_until), submittedBy: row.submitted_by, recordedAt: new Date(row.recorded_at),
  };
}

type Review = { decision: string; reviewed_by: string; reason: string };

/** A row that says what the entry says, or the field in which the nearest differs. */
function differingReview(record: CommittedRecord, reviews: readonly Review[]): string | null {
  const says = (review: Review): { [field: string]: Json } => ({ decision: review.decision, reviewed_by: review.reviewed_by, reason_sha256: sha256Hex(review.reason) });
  const differing = reviews.map((review) => Object.entries(says(review)).filter(([name, value]) => name in record && record[name] !== value).map(([name]) => name)).sort((a, b) => a.length - b.length)[0];
  const [field] = differing ?? ["decision"];
  return field === undefined ? null : field.replace(/_sha256$/, "").replaceAll("_", " ");
}
