import { sha256Hex } from "#lib/platform/crypto.ts";
import type { PacketCollection } from "./packet-content.ts";
import type { PacketSnapshot, SnapshotEvidence } from "./packet-snapshot.ts";
import { NameSearch, type Pseudonym } from "./pseudonyms.ts";

/**
 * A snapshot in which nobody is named. Who is told how stays in it, for the files that are searched later; it is no part of a
 * packet. The ledger's part holds hashes, ids and times alone, which stay as they are, whatever they happen to spell.
 */
export function withPseudonyms(snapshot: PacketSnapshot, people: readonly Pseudonym[]): PacketSnapshot {
  const search = new NameSearch(people);
  const { head, alerts, incidents, findings } = search.everywhere(snapshot);
  return { alerts, incidents, findings, head: { ...head, people, ledger: snapshot.head.ledger, evidence: head.evidence.map((item, index) => rehashed(item, snapshot.head.evidence[index])) } };
}

/** A text that reads otherwise now has another hash, and says so. */
function rehashed(item: SnapshotEvidence, before: SnapshotEvidence | undefined): SnapshotEvidence {
  return { ...rehashedText(item, before), ...(item.restsOn === undefined ? {} : { restsOn: item.restsOn.map((one, index): PacketCollection => (one.record === before?.restsOn?.[index]?.record ? one : { ...one, namesReplaced: true })) }) };
}

function rehashedText(item: SnapshotEvidence, before: SnapshotEvidence | undefined): SnapshotEvidence {
  if (!("text" in item.bytes) || before === undefined || !("text" in before.bytes) || before.bytes.text === item.bytes.text) return item;
  return { ...item, sha256: sha256Hex(item.bytes.text), namesReplaced: true };
}
