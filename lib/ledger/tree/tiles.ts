import { HASH_BYTES, type TreeHash } from "./tree-hash.ts";
import type { Node } from "./proof-path.ts";

// The tree is kept as tiles: sixteen hashes of one level side by side, written once when the sixteenth is there. What
// lies within a tile is computed when it is asked for. The incomplete tiles at the right are the edge, kept apart.

/** Levels of the tree that one tile spans. */
const TILE_LEVELS = 4;
export const TILE_WIDTH = 2 ** TILE_LEVELS;

/** `row` 0 holds leaf hashes, row 1 the roots of row 0's tiles, and so on; `hashes` are TILE_WIDTH hashes in sequence. */
export type Tile = { row: number; index: number; hashes: Uint8Array };

/** Place of a tile that holds, or lies above, a node: look for it among the tiles, or in the edge. */
export type TilePlace = { row: number; index: number };

/** The incomplete tile of each row: its hashes, at most TILE_WIDTH - 1. */
export type Edge = readonly (readonly Uint8Array[])[];

/** A tree that can grow: how many leaves it has, and its edge. */
export type Growth = { size: number; edge: Edge };

export const EMPTY_GROWTH: Growth = { size: 0, edge: [] };

/** Adds leaves at the right; answers the grown tree and the tiles that became complete, in the order of their making. */
export function addLeaves(hash: TreeHash, tree: Growth, leaves: readonly Uint8Array[]): { tree: Growth; tiles: Tile[] } {
  const edge = tree.edge.map((row) => [...row]);
  const tiles: Tile[] = [];
  let size = tree.size;
  for (const leaf of leaves) {
    let carried: Uint8Array | null = leaf;
    for (let row = 0; carried !== null; row += 1) {
      const hashes: Uint8Array[] = (edge[row] ??= []);
      hashes.push(carried);
      carried = null;
      if (hashes.length < TILE_WIDTH) continue;
      // Leaves before this one, in tiles of this row.
      tiles.push({ row, index: Math.floor(size / TILE_WIDTH ** (row + 1)), hashes: joinHashes(hashes) });
      carried = rootOf(hash, hashes);
      edge[row] = [];
    }
    size += 1;
  }
  return { tree: { size, edge }, tiles };
}

/** Root of the tree (RFC 6962, 2.1). */
export function rootOfEdge(hash: TreeHash, edge: Edge): Uint8Array {
  let below: Uint8Array | null = null;
  for (const row of edge) {
    const all: readonly Uint8Array[] = below === null ? row : [...row, below];
    if (all.length > 0) below = rootOf(hash, all);
  }
  return below ?? hash.empty();
}

/** The tile whose hashes tell a node's. */
export function placeOf({ level, index }: Node): TilePlace {
  const row = Math.floor(level / TILE_LEVELS);
  return { row, index: Math.floor((index * 2 ** (level % TILE_LEVELS)) / TILE_WIDTH) };
}

/** Hash of a perfect node out of the hashes of its tile. @throws RangeError when the tile does not reach so far yet */
export function nodeInTile(hash: TreeHash, { level, index }: Node, hashes: readonly Uint8Array[]): Uint8Array {
  const width = 2 ** (level % TILE_LEVELS);
  const first = (index * width) % TILE_WIDTH;
  if (first + width > hashes.length) throw new RangeError(`the tree does not reach node ${index} of level ${level}`);
  return rootOf(hash, hashes.slice(first, first + width));
}

/** The edge as bytes: how many hashes each row holds follows from the size. */
export function packEdge(edge: Edge): Uint8Array {
  return joinHashes(edge.flat());
}

/** The inverse of {@link packEdge}. @throws RangeError when the bytes are not those of an edge of this size */
export function unpackEdge(size: number, bytes: Uint8Array): Edge {
  const edge: Uint8Array[][] = [];
  let offset = 0;
  for (let left = size; left > 0; left = Math.floor(left / TILE_WIDTH)) {
    const length = (left % TILE_WIDTH) * HASH_BYTES;
    edge.push(splitHashes(bytes.subarray(offset, offset + length)));
    offset += length;
  }
  if (offset !== bytes.length) throw new RangeError(`the edge of a tree of ${size} leaves has ${offset} bytes, not ${bytes.length}`);
  return edge;
}

export function splitHashes(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

function joinHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((one, at) => bytes.set(one, at * HASH_BYTES));
  return bytes;
}

/** Root over hashes of one level; the last may stand for a smaller tree than the others. */
function rootOf(hash: TreeHash, hashes: readonly Uint8Array[]): Uint8Array {
  let level = [...hashes];
  while (level.length > 1) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, at) => {
      const [left, right] = [level[2 * at], level[2 * at + 1]];
      // An odd one out at the right goes up as it is.
      return left === undefined || right === undefined ? (left ?? hash.empty()) : hash.node(left, right);
    });
  }
  return level[0] ?? hash.empty();
}
