import { hash } from "node:crypto";
import { z } from "zod";
import { checkCheckpoint, checkInclusion, checkProof, parseVerifier, type NoteVerifier } from "#lib/ledger/index.ts";
import { CmsFault } from "#lib/platform/cms/check-cms.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { checkTimeStamp } from "#lib/platform/timestamp/check-time-stamp.ts";
import { LEDGER_FILES } from "../ledger-files.ts";
import { mainEntry, NO_ENTRY, UNPROVEN_WORDS } from "../ledger-words.ts";
import { PROOF_KINDS, PROOF_SHOWS, PROOF_STATES } from "../packet-content.ts";
import { committedHash } from "../packet-proofs.ts";
import type { Problems } from "./problems.ts";
import type { ReadBag } from "./verify-bag.ts";

const entryShape = z.object({
  kind: z.enum(PROOF_KINDS), state: z.enum(PROOF_STATES), index: z.int().min(0).nullable(), leaf_sha256: z.string().regex(/^[0-9a-f]{64}$/), proof: z.string().nullable(), shows: z.enum(PROOF_SHOWS),
});
const indexShape = z.object({
  checkpoint: z.object({ size: z.int().min(0), root: z.string(), signed_at: z.iso.datetime().nullable(), time_stamp: z.string().nullable() }).nullable(),
  evidence: z.array(z.object({ id: z.string(), file: z.string(), entries: z.array(entryShape) })),
});
type Entry = z.infer<typeof entryShape>;
type Item = z.infer<typeof indexShape>["evidence"][number];
type Head = { size: number; root: string; note: string };

/** What the packet's own index of requests says of the ledger. */
export type ClaimedCheckpoint = Head | null | undefined;

/** What a packet shows of the ledger, in plain words for each item. */
export type LedgerFacts = {
  /** Null: nothing was signed when the packet was made. `signedAt` is by the organization's clock, `stamped` an authority's word. */
  checkpoint: { size: number; origin: string; signedAt: string | null; stamped: { at: string; by: string } | null } | null;
  /** Whose signatures hold: what a reader compares with the key that the organization gave by another way. */
  keys: string[];
  items: { id: string; proven: boolean; words: string }[];
};

class Fault extends Error {}

/**
 * Holds every proof of a packet against the checkpoint that it carries, and every file against the entry that commits to it.
 *
 * @param claimed the checkpoint that data/requests.json names
 * @returns null when the packet carries no proofs
 */
export function checkLedger(bag: ReadBag, claimed: ClaimedCheckpoint, problems: Problems): LedgerFacts | null {
  const text = (path: string): string | null => bag.files.get(path)?.content?.toString("utf8") ?? null;
  const written = text(LEDGER_FILES.index);
  if (written === null) {
    for (const path of bag.files.keys()) if (path.startsWith(LEDGER_FILES.folder)) problems.add("ledger", path, `is here, and ${LEDGER_FILES.index}, which says what it is of, is not`);
    return null;
  }
  try {
    const index = parseIndex(written);
    const keyLines = (text(LEDGER_FILES.keys) ?? "").split("\n").filter((line) => line !== "");
    const known = keyLines.map(parseVerifier);
    const head = index.checkpoint === null ? null : headOf(index.checkpoint, text(LEDGER_FILES.checkpoint), known, claimed);
    if (head === null && claimed != null) throw new Fault("no checkpoint is carried, and data/requests.json names one");
    const stamped = index.checkpoint?.time_stamp == null || head === null ? null : stampOf(bag, index.checkpoint.time_stamp, head.note);
    listed(index.evidence, bag, problems);
    const by = head === null ? "" : `, by checkpoint of ${stamped?.at ?? index.checkpoint?.signed_at ?? "an unknown time"}`;
    const items = index.evidence.map((item) => judge(item, { bag, known, head, by }, problems));
    const checkpoint = head === null ? null : { size: head.size, origin: head.origin, signedAt: index.checkpoint?.signed_at ?? null, stamped };
    return { checkpoint, keys: head === null ? [] : head.signedBy.map((one) => keyLines[known.indexOf(one)] ?? ""), items };
  } catch (error) {
    const words = faultOf(error);
    if (words === null) throw error;
    problems.add("ledger", LEDGER_FILES.index, words);
    return { checkpoint: null, keys: [], items: [] };
  }
}

function faultOf(error: unknown): string | null {
  return error instanceof Fault || error instanceof CmsFault || isAppError(error) ? error.message : null;
}

function parseIndex(text: string): z.infer<typeof indexShape> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new Fault(`is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = indexShape.safeParse(data);
  if (!parsed.success) throw new Fault(`cannot be understood: ${parsed.error.issues[0]?.path.join(".") ?? ""} ${parsed.error.issues[0]?.message ?? ""}`);
  return parsed.data;
}

type SignedHead = Head & { origin: string; signedBy: readonly NoteVerifier[] };

/** The checkpoint, signed by a key of the packet, and the same in all of its files. */
function headOf(says: { size: number; root: string }, note: string | null, known: readonly NoteVerifier[], claimed: ClaimedCheckpoint): SignedHead {
  if (note === null) throw new Fault(`names a checkpoint, and ${LEDGER_FILES.checkpoint} is not here`);
  const { origin, size, root, signedBy } = checkCheckpoint(note, known);
  if (size !== says.size || root !== says.root) throw new Fault(`names a checkpoint at ${says.size} entries, and ${LEDGER_FILES.checkpoint} is another, at ${size}`);
  if (claimed === null || (claimed !== undefined && (claimed.note !== note || claimed.size !== size || claimed.root !== root))) throw new Fault("the checkpoint is another than the one in data/requests.json");
  return { origin, size, root, signedBy, note };
}

function stampOf(bag: ReadBag, path: string, note: string): { at: string; by: string } {
  const reply = bag.files.get(path)?.content;
  if (!reply) throw new Fault(`names the time stamp ${path}, which is not here`);
  const { at, authority } = checkTimeStamp(reply, { sha256: hash("sha256", note, "buffer"), trusted: null });
  return { at: at.toISOString(), by: authority };
}

/** Every evidence file is spoken of, and only those that are here. */
function listed(items: readonly Item[], bag: ReadBag, problems: Problems): void {
  const named = new Set(items.map(({ file }) => file));
  for (const path of bag.files.keys()) {
    const isEvidence = path.startsWith("data/evidence/") && !path.endsWith(".meta.json");
    if (isEvidence && !named.has(path)) problems.add("ledger", path, `${LEDGER_FILES.index} says nothing of it`);
  }
  for (const { id, file } of items) if (!bag.files.has(file)) problems.add("ledger", file, `the ledger's word on ${id} is of a file that is not here`);
}

type Held = { bag: ReadBag; known: readonly NoteVerifier[]; head: SignedHead | null; by: string };
type Judged = { entry: Entry; fault: string | null; record: string | null };

function judge({ id, file, entries }: Item, held: Held, problems: Problems): LedgerFacts["items"][number] {
  const judged = entries.map((entry) => judgeEntry(entry, id, file, held));
  const source = judged.find(({ entry, record }) => entry.kind === "evidence" && record !== null)?.record ?? null;
  for (const one of judged) {
    if (one.fault === null && one.record !== null && one.entry.kind === "evidence_review" && source !== null && sourceOf(one.record) !== sourceOf(source)) one.fault = "the review is of something else";
    if (one.fault !== null) problems.add("ledger", one.entry.proof ?? file, `${id}: ${one.fault}`);
  }
  const main = mainEntry(entries);
  const faulty = judged.find(({ fault }) => fault !== null);
  if (faulty !== undefined) return { id, proven: false, words: `NOT PROVEN: ${faulty.fault ?? ""}` };
  if (main === undefined) return { id, proven: false, words: NO_ENTRY };
  if (main.state !== "proven") return { id, proven: false, words: UNPROVEN_WORDS[main.state] };
  if (main.shows === "log" && !hasLog(source, held.bag)) return { id, proven: false, words: "not proven: the log that the ledger commits to is not under data/logs" };
  const reviews = judged.filter(({ entry }) => entry.kind === "evidence_review" && entry.state === "proven");
  return { id, proven: true, words: [`${main.kind === "evidence.redacted" ? "this redacted version is " : ""}committed at index ${main.index ?? ""}${held.by}`, SHOWN_WORDS[main.shows], ...reviews.map(reviewWords)].filter((part) => part !== "").join("; ") };
}

const SHOWN_WORDS: Readonly<Record<Entry["shows"], string>> = {
  file: "", review: "", log: "it names the log under data/logs by its hash",
  rule: "it names the rule by a hash over all that the rule is built of",
  place: "its record stays closed, so that it is of this file is not shown",
};

function reviewWords({ entry, record }: Judged): string {
  const decision = record === null ? "a review, whose record stays closed," : (JSON.parse(record) as { decision?: string }).decision ?? "reviewed";
  return `${decision} at index ${entry.index ?? ""}`;
}

function judgeEntry(entry: Entry, id: string, file: string, held: Held): Judged {
  if (entry.state !== "proven") return { entry, record: null, fault: entry.proof === null ? null : "a proof is carried of what is said not to be proven" };
  try {
    return { entry, fault: null, record: provenRecord(entry, id, file, held) };
  } catch (error) {
    const fault = faultOf(error);
    if (fault === null) throw error;
    return { entry, record: null, fault };
  }
}

function provenRecord(entry: Entry, id: string, file: string, { bag, known, head }: Held): string | null {
  const text = entry.proof === null ? undefined : bag.files.get(entry.proof)?.content?.toString("utf8");
  if (text === undefined) throw new Fault("it is said to be proven, and its proof is not here");
  const opened = entry.shows === "place" ? null : checkProof(text, known);
  const place = opened ?? checkInclusion(text, known, Buffer.from(entry.leaf_sha256, "hex"));
  if (head === null || place.checkpoint !== head.note) throw new Fault("its proof leads to another checkpoint than the packet's");
  if (place.index !== BigInt(entry.index ?? -1)) throw new Fault(`its proof is of index ${place.index}`);
  if (opened === null) return null;
  if (Buffer.from(opened.leafHash).toString("hex") !== entry.leaf_sha256) throw new Fault("its proof is of another leaf");
  checkRecord(opened.record, entry, id, file, bag);
  return opened.record;
}

/** Whether the record is of this item, and commits to the bytes that are here. */
function checkRecord(record: string, entry: Entry, id: string, file: string, bag: ReadBag): void {
  const says = JSON.parse(record) as { kind?: unknown; number?: unknown };
  if (says.kind !== entry.kind) throw new Fault("its proof is of an entry of another kind");
  if (entry.kind !== "evidence_review" && id !== `EV-${String(says.number)}`) throw new Fault("its proof is of another evidence");
  if (entry.shows === "file" && committedHash(record) !== bag.files.get(file)?.sha256) throw new Fault("the file is not the one that the ledger commits to");
}

/** Whether the log that a record names stands in the packet; one that was left out is named among the omissions. */
function hasLog(record: string | null, bag: ReadBag): boolean {
  const hash = record === null ? null : committedHash(record);
  return [...bag.files].some(([path, { sha256 }]) => path.startsWith("data/logs/") && !path.endsWith(".meta.json") && sha256 === hash);
}

function sourceOf(record: string): unknown {
  return (JSON.parse(record) as { source_sha256?: unknown }).source_sha256;
}
