import type { ReadLines } from "#lib/platform/tenant-snapshot.ts";
import { linesOf } from "./json-lines.ts";
import { leafHash } from "./leaf-hash.ts";
import { ledgerOrigin } from "./ledger-keys.ts";
import { parseCheckpoint } from "./note/checkpoint.ts";
import { openNote, type NoteVerifier } from "./note/signed-note.ts";
import { TREE } from "./node-sha256.ts";
import { addLeaves, EMPTY_GROWTH, packEdge, rootOfEdge, type Growth, type Tile } from "./tree/tiles.ts";
import { sameHash } from "./tree/tree-hash.ts";

/** What an audit found: null, or the first difference, with the index of the leaf where it lies if it lies at one. */
export type LedgerFault = { index: number | null; message: string };

/** A signed head, with where it was kept. */
export type SignedHead = { size: number; note: string; kept: "database" | "folder" | "bucket" };

export type AuditedLedger = { size: number; checkpoints: number; fault: LedgerFault | null };

/** Leaves between two readings of the tiles. */
const CHUNK = 16_384;

type Leaf = { index: number; id: string | null; record: string | null; salt: string | null; leaf: string | null };

/**
 * Makes the ledger anew from its records: every leaf from salt and record, every tile from the leaves, every checkpoint's
 * root, and compares each with what is stored. Memory is bounded whatever the size.
 *
 * What it cannot find: a ledger that was rewritten as a whole, with all its checkpoints, by someone who holds the signing
 * key. That shows only against a checkpoint kept elsewhere; `heads` therefore holds those outside the database too.
 *
 * @param read a view of the organization's rows that stands still
 */
export async function auditLedger(read: ReadLines, organizationId: string, known: readonly NoteVerifier[], heads: readonly SignedHead[], progress: (done: number) => Promise<void>): Promise<AuditedLedger> {
  const [head] = await rows<{ size: number; edge: string }>(read, "SELECT json_build_object('size', size, 'edge', encode(edge, 'hex')) FROM ledger_head");
  const size = head?.size ?? 0;
  const audit = new Audit(organizationId, known, heads);
  const done = (): AuditedLedger => ({ size, checkpoints: heads.length, fault: audit.fault });
  for (let from = 0; from < size && audit.fault === null; from += CHUNK) {
    for await (const leaf of linesOf<Leaf>(read, leavesQuery(from, Math.min(from + CHUNK, size)))) audit.takeLeaf(leaf);
    audit.takeTiles(await tilesOf(read, audit.completed));
    await progress(audit.tree.size);
  }
  if (audit.fault === null) audit.end(size, head?.edge ?? "");
  if (audit.fault === null) audit.takeStray(await rows<{ id: string }>(read, STRAY));
  return done();
}

/** Entries that neither have a place nor wait for one. */
const STRAY = `SELECT json_build_object('id', e.id) FROM ledger_pending_entry e
  WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.organization_id = e.organization_id AND l.entry_id = e.id)
    AND NOT EXISTS (SELECT FROM ledger_queue q WHERE q.organization_id = e.organization_id AND q.entry_id = e.id) LIMIT 1`;

const leavesQuery = (from: number, to: number): string => `
  SELECT json_build_object('index', l.index, 'id', e.id, 'record', e.record, 'salt', encode(e.salt, 'hex'), 'leaf', encode(e.leaf_hash, 'hex'))
  FROM ledger_leaf l LEFT JOIN ledger_pending_entry e ON e.organization_id = l.organization_id AND e.id = l.entry_id
  WHERE l.index >= ${from} AND l.index < ${to} ORDER BY l.index`;

class Audit {
  tree: Growth = EMPTY_GROWTH;
  completed: Tile[] = [];
  /** At a leaf or a tile: told before what a checkpoint says, which only knows that something before it was changed. */
  #inTree: LedgerFault | null = null;
  #signed: LedgerFault | null = null;
  readonly #heads: SignedHead[];
  readonly #organizationId: string;
  readonly #known: readonly NoteVerifier[];

  constructor(organizationId: string, known: readonly NoteVerifier[], heads: readonly SignedHead[]) {
    this.#organizationId = organizationId;
    this.#known = known;
    this.#heads = heads.toSorted((a, b) => b.size - a.size);
    this.#compareHeads();
  }

  get fault(): LedgerFault | null {
    return this.#inTree ?? this.#signed;
  }

  takeLeaf({ index, id, record, salt, leaf }: Leaf): void {
    const { size } = this.tree;
    if (this.#inTree !== null) return;
    if (index !== size) return this.#fail(size, "the leaf is missing");
    if (id === null || record === null || salt === null || leaf === null) return this.#fail(size, "its entry is missing");
    const made = leafHash(Buffer.from(salt, "hex"), record);
    if (Buffer.from(made).toString("hex") !== leaf) return this.#fail(size, `its record is not the one that was committed to (entry ${id})`);
    const grown = addLeaves(TREE, this.tree, [made]);
    this.tree = grown.tree;
    this.completed.push(...grown.tiles);
    this.#compareHeads();
  }

  takeTiles(stored: ReadonlyMap<string, string>): void {
    for (const { row, index, hashes } of this.completed) {
      const found = stored.get(`${row}/${index}`);
      if (found !== Buffer.from(hashes).toString("hex")) this.#fail(index * 16 ** (row + 1), `tile ${index} of row ${row}, which begins there, is ${found === undefined ? "missing" : "another than its leaves make"}`);
    }
    this.completed = [];
  }

  end(size: number, edge: string): void {
    if (this.tree.size !== size) return this.#fail(this.tree.size, `the tree should have ${size} leaves, and ends here`);
    if (Buffer.from(packEdge(this.tree.edge)).toString("hex") !== edge) return this.#fail(null, "the head of the tree is not that of its leaves");
    const beyond = this.#heads.at(-1);
    if (beyond !== undefined) this.#fail(size, `${place(beyond)} was signed at ${beyond.size} entries, and there are ${size}: it was rolled back`);
  }

  takeStray([stray]: readonly { id: string }[]): void {
    if (stray !== undefined) this.#fail(null, `entry ${stray.id} has no place and does not wait for one`);
  }

  #compareHeads(): void {
    for (let head = this.#heads.at(-1); head !== undefined && head.size <= this.tree.size && this.#signed === null; head = this.#heads.at(-1)) {
      this.#heads.pop();
      const wrong = this.#headFault(head);
      if (wrong !== null) this.#signed = { index: head.size, message: wrong };
    }
  }

  #headFault(head: SignedHead): string | null {
    try {
      const { origin, size, root } = parseCheckpoint(openNote(head.note, this.#known).text);
      if (origin !== ledgerOrigin(this.#organizationId) || size !== BigInt(head.size)) return `${place(head)} at ${head.size} entries is another's`;
      return sameHash(root, rootOfEdge(TREE, this.tree.edge)) ? null : `${place(head)} signed another root at ${head.size} entries: something before it was changed`;
    } catch (error) {
      return `${place(head)} at ${head.size} entries cannot be relied on: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  #fail(index: number | null, message: string): void {
    this.#inTree ??= { index, message };
  }
}

const NAMES: Readonly<Record<SignedHead["kept"], string>> = { database: "The checkpoint", folder: "The checkpoint kept outside the database", bucket: "The checkpoint locked in the bucket" };
const place = ({ kept }: SignedHead): string => NAMES[kept];

/** The stored tiles among those that became complete, which of each row are neighbours. */
async function tilesOf(read: ReadLines, completed: readonly Tile[]): Promise<Map<string, string>> {
  const tiles = new Map<string, string>();
  for (const [row, ofRow] of Map.groupBy(completed, (tile) => tile.row)) {
    const indexes = ofRow.map(({ index }) => index);
    const query = `SELECT json_build_object('index', index, 'hashes', encode(hashes, 'hex')) FROM ledger_tile WHERE row = ${row} AND index BETWEEN ${Math.min(...indexes)} AND ${Math.max(...indexes)}`;
    for await (const { index, hashes } of linesOf<{ index: number; hashes: string }>(read, query)) tiles.set(`${row}/${index}`, hashes);
  }
  return tiles;
}

async function rows<Row>(read: ReadLines, query: string): Promise<Row[]> {
  const all: Row[] = [];
  for await (const row of linesOf<Row>(read, query)) all.push(row);
  return all;
}
