import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { formatCheckpoint } from "#lib/ledger/note/checkpoint.ts";
import { formatVerifier, localSigner, signNote, type NoteSigner } from "#lib/ledger/note/signed-note.ts";
import { formatTlogProof } from "#lib/ledger/note/tlog-proof.ts";
import { TREE } from "#lib/ledger/node-sha256.ts";
import { foldStep, inclusionSteps, type Node } from "#lib/ledger/tree/proof-path.ts";
import { canonicalJson, type Json } from "#lib/platform/canonical-json.ts";
import { timeStampQuestion } from "#lib/platform/timestamp/ask-time-stamp.ts";
import { testAuthority } from "#lib/platform/timestamp/authority.fixtures.ts";
import { formatVerification } from "./format-verification.ts";
import { sampleAlerts, samplePacket } from "./packet.fixtures.ts";
import type { PacketContent, PacketEvidence, PacketLedgerNote, PacketProof } from "./packet-content.ts";
import { sealPacket } from "./seal-packet.ts";
import { verifyPacket, type PacketVerification } from "./verify-packet.ts";
import { writePacketFile } from "./write-packet-file.ts";

// The first report of a process parses the fonts; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ORIGIN = "ledger.tickmark/org_sample";
const KEY = localSigner(ORIGIN, Buffer.alloc(32, 7));
const SIGNED_AT = new Date("2026-11-20T08:00:00Z");
const SALT = Buffer.alloc(16, 3);
const { evidence, alerts } = samplePacket();
const [first, second] = [evidence[0]!, evidence[1]!];

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proofs-"));
});
afterAll(() => rm(folder, { recursive: true }));

const recordOf = ({ id, sha256 }: Pick<PacketEvidence, "id" | "sha256">, more: { [field: string]: Json } = {}): string => canonicalJson({ kind: "evidence", number: Number(id.slice(3)), file_sha256: sha256, source_sha256: sha256, ...more });
const reviewOf = ({ sha256 }: Pick<PacketEvidence, "sha256">): string => canonicalJson({ kind: "evidence_review", decision: "accepted", source_sha256: sha256 });
const RECORDS = [recordOf(first), reviewOf(first), recordOf(second), ...Array.from({ length: 17 }, (_, index) => `{"entry":${index}}`)];

/** A ledger in memory: root and proofs of its first `size` records, computed leaf by leaf. */
function ledgerOf(records: readonly string[]) {
  const leaves = records.map((record) => TREE.leaf(Buffer.concat([SALT, Buffer.from(record)])));
  const nodeHash = ({ level, index }: Node): Uint8Array => (level === 0 ? leaves[index]! : TREE.node(nodeHash({ level: level - 1, index: 2 * index }), nodeHash({ level: level - 1, index: 2 * index + 1 })));
  const size = leaves.length;
  const root = foldStep(TREE, perfect(size), nodeHash);
  const path = (index: number) => inclusionSteps(index, size).map((step) => foldStep(TREE, step, nodeHash));
  const note = (signer: NoteSigner = KEY) => signNote(formatCheckpoint({ origin: ORIGIN, size: BigInt(size), root }), [signer]);
  return { size, root: Buffer.from(root).toString("hex"), leaf: (index: number) => Buffer.from(leaves[index]!).toString("hex"), path, note };
}

function perfect(size: number): Node[] {
  const nodes: Node[] = [];
  for (let at = 0, level = 30; level >= 0; level -= 1) if (size - at >= 2 ** level) { nodes.push({ level, index: at / 2 ** level }); at += 2 ** level; }
  return nodes;
}

type Shape = Partial<PacketProof> & { closedLeaf?: boolean };

async function ledgerNote(records: readonly string[] = RECORDS, entries: Record<string, Shape> = {}): Promise<PacketLedgerNote> {
  const ledger = ledgerOf(records);
  const note = await ledger.note();
  const entry = (index: number, evidenceId: string, kind: PacketProof["kind"], { closedLeaf = false, ...more }: Shape = {}): PacketProof => ({
    evidenceId, kind, recordedAt: new Date("2026-11-01T09:00:00Z"), leafHash: ledger.leaf(index), index, state: "proven",
    proof: formatTlogProof({ index: BigInt(index), path: ledger.path(index), checkpoint: note, extra: closedLeaf ? null : Buffer.concat([SALT, Buffer.from(records[index]!)]) }),
    shows: kind === "evidence_review" ? "review" : "file", closed: null, ...more,
  });
  return {
    pendingEntryIds: [], checkpoint: { root: ledger.root, size: ledger.size, note, at: SIGNED_AT, stamp: null },
    proofs: { keys: [formatVerifier(KEY)], clockSteps: [], entries: [entry(0, first.id, "evidence", entries["0"]), entry(1, first.id, "evidence_review", entries["1"]), entry(2, second.id, "evidence", entries["2"])] },
  };
}

async function verified(ledger: PacketLedgerNote, more: Partial<PacketContent> = {}): Promise<Exclude<PacketVerification, { outcome: "unreadable" }>> {
  const { requests } = samplePacket();
  const kept = [first, second];
  const ids = new Set(kept.map(({ id }) => id));
  const content = samplePacket({ ledger, evidence: kept, requests: requests.map((one) => ({ ...one, evidenceIds: one.evidenceIds.filter((id) => ids.has(id)) })), alerts: { ...alerts, rows: () => sampleAlerts(2) }, ...more });
  const path = join(folder, "packet.zip");
  await writePacketFile(await sealPacket(content), path);
  const result = await verifyPacket(path);
  if (result.outcome === "unreadable") throw new Error(result.reason);
  return result;
}

const faults = ({ problems }: { problems: readonly { kind: string; path: string | null; detail: string }[] }): string[] => problems.map(({ kind, detail }) => `${kind}: ${detail}`);
const words = (result: Awaited<ReturnType<typeof verified>>): [string, boolean, string][] => (result.ledger?.items ?? []).map(({ id, proven, words: said }) => [id, proven, said]);
/** The ledger's part with one of its entries changed. */
const changed = (ledger: PacketLedgerNote, at: number, change: (entry: PacketProof) => Partial<PacketProof>): PacketLedgerNote => ({
  ...ledger, proofs: { ...ledger.proofs!, entries: ledger.proofs!.entries.map((entry, index) => (index === at ? { ...entry, ...change(entry) } : entry)) },
});

describe("a packet's proofs", () => {
  it("are told in plain words for each item, with the key to compare", async () => {
    const result = await verified(await ledgerNote());
    expect([result.outcome, faults(result)]).toEqual(["intact", []]);
    expect(words(result)).toEqual([
      [first.id, true, "committed at index 0, by checkpoint of 2026-11-20T08:00:00.000Z; accepted at index 1"],
      [second.id, true, "committed at index 2, by checkpoint of 2026-11-20T08:00:00.000Z"],
    ]);
    const { text } = formatVerification(result);
    expect(text).toContain("Ledger: 2 of 2 files are proven by its checkpoint at 20 entries, ledger.tickmark/org_sample");
    expect(text).toContain(`key ${formatVerifier(KEY)}`);
    expect(text).toContain("and the ledger's key, with those that its maker gave");
  });

  it("are not there in a packet that carries none, which is said", async () => {
    const result = await verified({ pendingEntryIds: [], checkpoint: null });
    expect([result.outcome, result.ledger]).toEqual(["intact", null]);
    expect(formatVerification(result).text).toContain("carries no proofs of the ledger");
  });

  it.each([
    ["waiting", { state: "waiting", proof: null, index: null }, "not yet committed"],
    ["refused", { state: "refused", proof: null }, "not proven: the ledger did not lead from it to what was signed"],
    ["differs", { state: "differs", proof: null }, "not proven: the ledger commits to another file, or to other words about it"],
  ] as const)("never call an entry committed that is %s", async (_name, entry, said) => {
    const result = await verified(await ledgerNote(RECORDS, { 2: entry }));
    expect(result.outcome).toBe("intact");
    expect(words(result)[1]).toEqual([second.id, false, said]);
  });

  it("never call an item committed of which there is no entry, nor anything before the first checkpoint", async () => {
    const ledger = await ledgerNote();
    const without = await verified({ ...ledger, proofs: { ...ledger.proofs!, entries: ledger.proofs!.entries.slice(0, 2) } });
    expect(words(without)[1]).toEqual([second.id, false, "not proven: no entry of the ledger commits to it"]);
    const { text } = formatVerification(without);
    expect(text.indexOf(`  ${second.id}  not proven`)).toBeGreaterThan(0);
    expect(text.indexOf(`  ${second.id}  `)).toBeLessThan(text.indexOf(`  ${first.id}  `));
    const unsigned = await verified({ pendingEntryIds: [], checkpoint: null, proofs: { keys: [], clockSteps: [], entries: ledger.proofs!.entries.map((entry) => ({ ...entry, state: "waiting" as const, proof: null })) } });
    expect(words(unsigned).map(([, proven]) => proven)).toEqual([false, false]);
    expect(formatVerification(unsigned).text).toContain("nothing was signed");
  });

  it("of a closed record show its place, and that they show no more", async () => {
    const result = await verified(await ledgerNote(RECORDS, { 0: { closedLeaf: true, shows: "place", closed: "redacted" }, 1: { closedLeaf: true, shows: "place", closed: "redacted" } }));
    expect(faults(result)).toEqual([]);
    expect(words(result)[0]).toEqual([first.id, true, "committed at index 0, by checkpoint of 2026-11-20T08:00:00.000Z; its record stays closed, so that it is of this file is not shown; a review, whose record stays closed, at index 1"]);
  });
});

describe("verify finds", () => {
  it("an altered proof, at every hash of its path", async () => {
    const ledger = await ledgerNote();
    const lines = ledger.proofs!.entries[2]!.proof!.split("\n");
    const hashes = lines.flatMap((_, at) => (at > 2 && at < lines.indexOf("") ? [at] : []));
    expect(hashes.length).toBeGreaterThan(3);
    for (const at of hashes) {
      const result = await verified(changed(ledger, 2, () => ({ proof: lines.with(at, Buffer.alloc(32, at).toString("base64")).join("\n") })));
      expect(faults(result)).toEqual([`ledger: ${second.id}: The proof does not hold. The proof leads to another root.`]);
      expect(words(result)[1]?.[1]).toBe(false);
    }
  });

  it("an altered record, another place and another item's proof", async () => {
    const ledger = await ledgerNote();
    const [entry] = [ledger.proofs!.entries[2]!];
    const forged = Buffer.concat([SALT, Buffer.from(recordOf(second, { collected_at: "2020-01-01" }))]).toString("base64");
    expect(faults(await verified(changed(ledger, 2, () => ({ proof: entry.proof!.replace(/^extra .*$/m, `extra ${forged}`) }))))).toEqual([`ledger: ${second.id}: The proof does not hold. The proof leads to another root.`]);
    expect(faults(await verified(changed(ledger, 2, () => ({ index: 5 }))))).toEqual([`ledger: ${second.id}: its proof is of index 2`]);
    const { proof, index, leafHash } = ledger.proofs!.entries[0]!;
    expect(faults(await verified(changed(ledger, 2, () => ({ proof, index, leafHash }))))).toEqual([`ledger: ${second.id}: its proof is of another evidence`]);
    expect(faults(await verified(changed(ledger, 2, () => ({ leafHash }))))).toEqual([`ledger: ${second.id}: its proof is of another leaf`]);
  });

  it("an altered item, though every manifest and the report were made anew", async () => {
    const other = Buffer.from("We watched nothing.\n");
    const sha256 = createHash("sha256").update(other).digest("hex");
    const result = await verified(await ledgerNote(), { evidence: [{ ...first, sha256, open: async function* () { yield await Promise.resolve(other); } }, second] });
    expect(faults(result)).toEqual([`ledger: ${first.id}: the file is not the one that the ledger commits to`]);
    expect(words(result)[0]).toEqual([first.id, false, "NOT PROVEN: the file is not the one that the ledger commits to"]);
    expect(formatVerification(result).exitCode).toBe(1);
  });

  it("a review that is of something else", async () => {
    const records = RECORDS.with(1, reviewOf(second));
    expect(faults(await verified(await ledgerNote(records)))).toEqual([`ledger: ${first.id}: the review is of something else`]);
  });

  it("another checkpoint: of another history, of another key, or beside the proofs", async () => {
    const ledger = await ledgerNote();
    const rewritten = await ledgerNote(RECORDS.with(9, '{"entry":"rewritten"}'));
    expect(faults(await verified({ ...ledger, checkpoint: rewritten.checkpoint }))).toEqual([first.id, first.id, second.id].map((id) => `ledger: ${id}: its proof leads to another checkpoint than the packet's`));
    const stranger = localSigner(ORIGIN, Buffer.alloc(32, 9));
    const foreign = { ...ledger.checkpoint!, note: await ledgerOf(RECORDS).note(stranger) };
    expect(faults(await verified({ ...ledger, checkpoint: foreign }))).toEqual(["ledger: None of the known keys signed the note."]);
    expect(faults(await verified({ ...ledger, checkpoint: { ...ledger.checkpoint!, root: rewritten.checkpoint!.root } }))[0]).toMatch(/names a checkpoint at 20 entries, and .* is another/);
  });

  it("a ledger that was rolled back to an earlier checkpoint", async () => {
    const ledger = await ledgerNote();
    const earlier = ledgerOf(RECORDS.slice(0, 2));
    const note = await earlier.note();
    const back = { ...ledger, checkpoint: { root: earlier.root, size: earlier.size, note, at: SIGNED_AT, stamp: null } };
    expect(faults(await verified(back))).toHaveLength(3);
    const rebuilt = { ...back, proofs: { ...ledger.proofs!, entries: ledger.proofs!.entries.map((entry) => ({ ...entry, proof: entry.proof!.replace(ledger.checkpoint!.note, note) })) } };
    expect(faults(await verified(rebuilt)).at(-1)).toBe(`ledger: ${second.id}: The proof does not hold. The index 2 lies outside the tree.`);
  });

  it("a time stamp of another checkpoint; the right one is told with its authority", async () => {
    const ledger = await ledgerNote();
    const authority = await testAuthority({ now: SIGNED_AT });
    const stampOf = async (note: string): Promise<string> => (await authority.answer(timeStampQuestion(createHash("sha256").update(note).digest()).bytes)).toString("base64");
    const stamped = await verified({ ...ledger, checkpoint: { ...ledger.checkpoint!, stamp: await stampOf(ledger.checkpoint!.note) } });
    expect([faults(stamped), stamped.ledger?.checkpoint?.stamped]).toEqual([[], { at: SIGNED_AT.toISOString(), by: expect.stringContaining("Test authority") as string }]);
    expect(formatVerification(stamped).text).toContain("whether to trust that authority is for you to judge");
    const wrong = await verified({ ...ledger, checkpoint: { ...ledger.checkpoint!, stamp: await stampOf("another note\n") } });
    expect(faults(wrong)).toEqual(["ledger: it stamps something else"]);
    expect(wrong.ledger?.items).toEqual([]);
  });

  it("a proof that is missing, and one that is carried of what is not proven", async () => {
    const ledger = await ledgerNote();
    expect(faults(await verified(changed(ledger, 2, () => ({ proof: null }))))).toEqual([`ledger: ${second.id}: it is said to be proven, and its proof is not here`]);
    expect(faults(await verified(changed(ledger, 2, () => ({ state: "waiting" }))))).toEqual([`ledger: ${second.id}: a proof is carried of what is said not to be proven`]);
  });
});
