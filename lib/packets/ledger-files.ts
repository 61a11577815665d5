import { bagFile, type BagFile } from "./bag.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { PacketProof } from "./packet-content.ts";
import { safeFileName } from "./safe-names.ts";
import type { SettledPacket } from "./settled-packet.ts";

const FOLDER = "data/ledger";

/** The files under `data/ledger` that the verifier knows by name. */
export const LEDGER_FILES = { folder: `${FOLDER}/`, index: `${FOLDER}/proofs.json`, checkpoint: `${FOLDER}/checkpoint.note`, stamp: `${FOLDER}/checkpoint.tsr`, keys: `${FOLDER}/keys.txt` } as const;

/** Why a record stays closed, in words of the index. */
const CLOSED: Readonly<Record<NonNullable<PacketProof["closed"]>, string>> = {
  redacted: "It would tell of the original from which something was taken out.",
  pseudonyms: "It could tell who people are, whom this packet tells by pseudonyms.",
};

const SAYS = "What the organization's ledger (a Merkle tree as of RFC 6962) commits to of this evidence. Each proof is of the form c2sp.org/tlog-proof and leads to the checkpoint, a signed note (c2sp.org/signed-note) that one of the keys signed. An entry's leaf is SHA-256(0x00, 16 bytes of salt, record); salt and record stand in the proof's extra line. Where a record stays closed its leaf_sha256 is given instead: the proof then shows where it stands, and whoever is shown salt and record can hold them against it. proven: the checkpoint covers it. waiting: it was not covered yet when the packet was made. refused: the ledger did not lead from it to the checkpoint. differs: it commits to another file than the one here, or to other words about it. Times are by the organization's own clock.";

type Numbered = PacketProof & { path: string };

/** The ledger's proofs for the evidence of a packet; none where its content has none. */
export function ledgerFiles(packet: SettledPacket): BagFile[] {
  const { checkpoint, proofs } = packet.content.ledger;
  if (proofs === undefined) return [];
  const ofItem = Map.groupBy(proofs.entries, (one) => one.evidenceId);
  const items = packet.evidence.map(({ source, path }) => ({ id: source.id, path, entries: numbered(source.id, ofItem.get(source.id) ?? []) }));
  const index = {
    packet_id: packet.content.packetId, says: SAYS, keys: LEDGER_FILES.keys,
    checkpoint: checkpoint === null ? null : { file: LEDGER_FILES.checkpoint, size: checkpoint.size, root: checkpoint.root, signed_at: checkpoint.at ?? null, time_stamp: checkpoint.stamp == null ? null : LEDGER_FILES.stamp },
    clock_set_back: proofs.clockSteps.map(({ index, before, after }) => ({ index, before, after })),
    evidence: items.map(({ id, path, entries }) => ({
      id, file: path,
      entries: entries.map((one) => ({ kind: one.kind, recorded_at: one.recordedAt, state: one.state, index: one.index, leaf_sha256: one.leafHash, proof: one.proof === null ? null : one.path, shows: one.shows, closed: one.closed === null ? null : CLOSED[one.closed] })),
    })),
  };
  return [
    bagFile(LEDGER_FILES.index, `${canonicalJson(index, 2)}\n`),
    bagFile(LEDGER_FILES.keys, proofs.keys.map((key) => `${key}\n`).join("")),
    ...(checkpoint === null ? [] : [bagFile(LEDGER_FILES.checkpoint, checkpoint.note)]),
    ...(checkpoint?.stamp == null ? [] : [bagFile(LEDGER_FILES.stamp, Buffer.from(checkpoint.stamp, "base64"))]),
    ...items.flatMap(({ entries }) => entries.flatMap((one) => (one.proof === null ? [] : [bagFile(one.path, one.proof)]))),
  ];
}

function numbered(id: string, entries: readonly PacketProof[]): Numbered[] {
  return entries.map((one, at) => ({ ...one, path: `${FOLDER}/${safeFileName(id)}/${at + 1}-${safeFileName(one.kind)}.tlog-proof` }));
}
