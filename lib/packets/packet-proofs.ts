import type { CarriedEntry, CarriedLedger } from "#lib/ledger/index.ts";
import { PROOF_KINDS, type PacketLedgerNote, type PacketProof, type ProofState } from "./packet-content.ts";
import type { SnapshotEvidence } from "./packet-snapshot.ts";

type CarriedKind = PacketProof["kind"];

/** What decides whether others may read what an entry says. */
export type Openness = { pseudonyms: boolean; redacted: ReadonlySet<string> };

const isCarriedKind = (kind: string): kind is CarriedKind => (PROOF_KINDS as readonly string[]).includes(kind);

/** Whether an entry travels with a packet of this instant. A redacted version is what the packet carries, whenever it was made. */
export const isCarried = (asOf: Date) => ({ kind, recordedAt }: Pick<CarriedEntry, "kind" | "recordedAt">): boolean =>
  isCarriedKind(kind) && (kind === "evidence.redacted" || recordedAt <= asOf);

/**
 * Why an entry's record stays closed; null when it is opened. Records hold hashes of titles and file names without a salt of their
 * own, and who submitted as an id that is the same in every packet: where people are told by pseudonyms, both would tell of
 * them. Of a redacted file, they hold length and hash of the original; what says which redacted version there is may be read.
 */
export function closedBecause({ pseudonyms, redacted }: Openness, { kind, subjectId }: Pick<CarriedEntry, "kind" | "subjectId">): PacketProof["closed"] {
  if (pseudonyms) return "pseudonyms";
  return redacted.has(subjectId) && kind !== "evidence.redacted" ? "redacted" : null;
}

/**
 * The ledger's word on a packet's evidence: for each entry where it stands, and whether it commits to the very file that is carried.
 *
 * @param items evidence by the id of its row; `names` is the kind of its source
 * @param changed ids of those that are not what the ledger commits to, or whose review is not: they were changed past Tickmark
 */
export function packetLedger(carried: CarriedLedger, items: ReadonlyMap<string, SnapshotEvidence & { names: string }>, openness: Openness, changed: ReadonlySet<string>): PacketLedgerNote {
  const { checkpoint, pendingEntryIds, keys, clockSteps, entries } = carried;
  const newestRedaction = new Map(entries.filter(({ kind }) => kind === "evidence.redacted").map((entry) => [entry.subjectId, entry]));
  const proofs = entries.flatMap((entry): PacketProof[] => {
    const item = items.get(entry.subjectId);
    if (item === undefined || !isCarriedKind(entry.kind)) return [];
    // An earlier redacted version is not what is carried.
    if (entry.kind === "evidence.redacted" && newestRedaction.get(entry.subjectId) !== entry) return [];
    const shows = shownBy(entry, item);
    const { kind, recordedAt, leafHash, index } = entry;
    const isOther = changed.has(entry.subjectId) || (shows === "file" && hashIn(entry) !== item.sha256);
    const state: ProofState = entry.state === "proven" && isOther ? "differs" : entry.state;
    return [{ evidenceId: item.id, kind, recordedAt, leafHash, index, state, proof: state === "proven" ? entry.proof : null, shows, closed: closedBecause(openness, entry) }];
  });
  return { pendingEntryIds, checkpoint, proofs: { keys, clockSteps, entries: proofs.sort((one, other) => PROOF_KINDS.indexOf(one.kind) - PROOF_KINDS.indexOf(other.kind)) } };
}

function shownBy({ kind, record }: CarriedEntry, { names, sha256 }: { names: string; sha256: string }): PacketProof["shows"] {
  if (record === null) return "place";
  if (kind !== "evidence") return kind === "evidence_review" ? "review" : "file";
  if (names === "log_segment") return "log";
  // A rule that builds on others has a hash over all of them.
  return names === "rule" && committedHash(record) !== sha256 ? "rule" : "file";
}

function hashIn({ record }: CarriedEntry): string | null {
  return record === null ? null : committedHash(record);
}

/** The SHA-256 of the file to which a record commits; null when it names none. */
export function committedHash(record: string): string | null {
  const says = JSON.parse(record) as { redacted_sha256?: unknown; file_sha256?: unknown; source_sha256?: unknown };
  const hash = says.redacted_sha256 ?? says.file_sha256 ?? says.source_sha256;
  return typeof hash === "string" ? hash : null;
}
