import type { PacketLedgerNote, PacketProof, ProofState } from "./packet-content.ts";

type Told = Pick<PacketProof, "kind" | "state" | "shows" | "index">;

/** What an entry that does not prove its file is called. */
export const UNPROVEN_WORDS: Readonly<Record<Exclude<ProofState, "proven">, string>> = {
  waiting: "not yet committed",
  refused: "not proven: the ledger did not lead from it to what was signed",
  differs: "not proven: the ledger commits to another file, or to other words about it",
};

/** Said of evidence of which the ledger holds nothing. */
export const NO_ENTRY = "not proven: no entry of the ledger commits to it";

/** The entry that speaks of an item's file: of the redacted version where there is one, else of its recording. */
export function mainEntry<Entry extends Told>(entries: readonly Entry[]): Entry | undefined {
  return entries.find(({ kind }) => kind === "evidence.redacted") ?? entries.find(({ kind }) => kind === "evidence");
}

/** What the ledger says of each item in one line, for the report and its index in HTML; empty where the packet holds no proofs. */
export function ledgerLines({ proofs }: PacketLedgerNote): (evidenceId: string) => string {
  if (proofs === undefined) return () => "";
  const entries = Map.groupBy(proofs.entries, (one) => one.evidenceId);
  return (evidenceId) => {
    const words = wordsOf(mainEntry(entries.get(evidenceId) ?? []));
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  };
}

function wordsOf(entry: Told | undefined): string {
  if (entry === undefined) return NO_ENTRY;
  if (entry.state !== "proven") return UNPROVEN_WORDS[entry.state];
  return `committed at index ${entry.index ?? ""}${entry.shows === "place" ? ", record closed" : ""}`;
}
