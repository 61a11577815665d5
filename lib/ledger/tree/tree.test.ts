import { hash as sha256 } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consistencySteps, foldStep, inclusionSteps, type Node, type ProofStep } from "./proof-path.ts";
import { addLeaves, EMPTY_GROWTH, nodeInTile, packEdge, placeOf, rootOfEdge, splitHashes, unpackEdge, type Growth, type Tile } from "./tiles.ts";
import { treeHash } from "./tree-hash.ts";
import { verifyConsistency, verifyInclusion } from "./verify-proof.ts";

const tree = treeHash((bytes) => sha256("sha256", bytes, "buffer"));
const leafOf = (index: number): Uint8Array => tree.leaf(Buffer.from(`leaf ${index}`));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** RFC 6962, section 2.1, word by word: what the tiles must come to. */
function plainRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return tree.empty();
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return tree.node(plainRoot(leaves.slice(0, split)), plainRoot(leaves.slice(split)));
}

class Kept {
  growth: Growth = EMPTY_GROWTH;
  readonly tiles = new Map<string, Tile>();
  readonly leaves: Uint8Array[] = [];

  grow(count: number): void {
    const more = Array.from({ length: count }, (_, at) => leafOf(this.leaves.length + at));
    const { tree: grown, tiles } = addLeaves(tree, this.growth, more);
    this.leaves.push(...more);
    this.growth = { size: grown.size, edge: unpackEdge(grown.size, packEdge(grown.edge)) };
    for (const tile of tiles) {
      expect(this.tiles.has(`${tile.row}/${tile.index}`), "a tile is written once").toBe(false);
      this.tiles.set(`${tile.row}/${tile.index}`, tile);
    }
  }

  fold(steps: readonly ProofStep[]): Uint8Array[] {
    const hashOf = (node: Node): Uint8Array => {
      const { row, index } = placeOf(node);
      const tile = this.tiles.get(`${row}/${index}`);
      return nodeInTile(tree, node, tile === undefined ? (this.growth.edge[row] ?? []) : splitHashes(tile.hashes));
    };
    return steps.map((step) => foldStep(tree, step, hashOf));
  }
}

/** A tree grown in steps, so that batches end at all kinds of places. */
const batches = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });
function grown(steps: readonly number[]): Kept {
  const kept = new Kept();
  for (const count of steps) kept.grow(count);
  return kept;
}

describe("a tree kept as tiles", () => {
  it("has the root of RFC 6962 at every size, in whatever batches it grew", () => {
    const one = new Kept();
    for (let size = 0; size <= 600; size += 1) {
      expect(hex(rootOfEdge(tree, one.growth.edge)), `size ${size}`).toBe(hex(plainRoot(one.leaves)));
      one.grow(1);
    }
    fc.assert(fc.property(batches, (steps) => {
      const kept = grown(steps);
      expect(hex(rootOfEdge(tree, kept.growth.edge))).toBe(hex(plainRoot(kept.leaves)));
    }));
  });

  it("proves each of its leaves, at its own size and at every earlier one that has the leaf", () => {
    fc.assert(fc.property(batches, fc.nat(), fc.nat(), (steps, pick, older) => {
      const kept = grown(steps);
      const size = 1 + (older % kept.leaves.length);
      const index = pick % size;
      const leafHash = leafOf(index);
      const proof = { index: BigInt(index), size: BigInt(size), leafHash, path: kept.fold(inclusionSteps(index, size)), root: plainRoot(kept.leaves.slice(0, size)) };
      expect(verifyInclusion(tree, proof)).toBeNull();
    }));
  });

  it("proves every earlier state of itself", () => {
    fc.assert(fc.property(batches, fc.nat(), fc.nat(), (steps, one, other) => {
      const kept = grown(steps);
      const [size1, size2] = [1 + (one % kept.leaves.length), 1 + (other % kept.leaves.length)].sort((a, b) => a - b) as [number, number];
      const root = (size: number): Uint8Array => plainRoot(kept.leaves.slice(0, size));
      const path = kept.fold(consistencySteps(size1, size2));
      expect(verifyConsistency(tree, { size1: BigInt(size1), size2: BigInt(size2), path, root1: root(size1), root2: root(size2) })).toBeNull();
    }));
  });
});

describe("what was changed afterwards", () => {
  it("is another leaf, another place or another order: the proof fails", () => {
    fc.assert(fc.property(batches, fc.nat(), fc.nat(), fc.nat(), (steps, pick, other, bit) => {
      const kept = grown(steps);
      const size = kept.leaves.length;
      const index = pick % size;
      const good = { index: BigInt(index), size: BigInt(size), leafHash: leafOf(index), path: kept.fold(inclusionSteps(index, size)), root: plainRoot(kept.leaves) };
      const altered = Uint8Array.from(good.leafHash, (byte, at) => (at === (bit >> 3) % 32 ? byte ^ (1 << (bit & 7)) : byte));
      expect(verifyInclusion(tree, { ...good, leafHash: altered })).not.toBeNull();
      if (size === 1) return;
      const elsewhere = (index + 1 + (other % (size - 1))) % size;
      expect(verifyInclusion(tree, { ...good, index: BigInt(elsewhere) })).not.toBeNull();
      const swapped = kept.leaves.map((leaf, at) => (at === index ? leafOf(elsewhere) : at === elsewhere ? leafOf(index) : leaf));
      expect(verifyInclusion(tree, { ...good, root: plainRoot(swapped) })).not.toBeNull();
    }));
  });

  it("is a rolled back or rewritten tree: no proof leads from the earlier root to it", () => {
    fc.assert(fc.property(batches, fc.nat(), fc.nat(), (steps, pick, changed) => {
      const kept = grown(steps);
      const size2 = kept.leaves.length;
      const size1 = 1 + (pick % size2);
      const at = changed % size1;
      const rewritten = new Kept();
      rewritten.leaves.push(...kept.leaves.map((leaf, index) => (index === at ? leafOf(-1) : leaf)));
      const { tree: growth, tiles } = addLeaves(tree, EMPTY_GROWTH, rewritten.leaves);
      rewritten.growth = growth;
      for (const tile of tiles) rewritten.tiles.set(`${tile.row}/${tile.index}`, tile);
      const proof = { size1: BigInt(size1), size2: BigInt(size2), root1: plainRoot(kept.leaves.slice(0, size1)), root2: plainRoot(rewritten.leaves) };
      for (const from of [kept, rewritten]) expect(verifyConsistency(tree, { ...proof, path: from.fold(consistencySteps(size1, size2)) })).not.toBeNull();
      const earlier = { size1: BigInt(size2 + 1), size2: BigInt(size2), path: [], root1: plainRoot([...kept.leaves, leafOf(size2)]), root2: plainRoot(kept.leaves) };
      expect(verifyConsistency(tree, earlier)).not.toBeNull();
    }));
  });

  it("is an edge of another size: it is refused", () => {
    const bytes = packEdge(grown([37]).growth.edge);
    expect(() => unpackEdge(38, bytes)).toThrow(RangeError);
    expect(() => unpackEdge(37, bytes.subarray(32))).toThrow(RangeError);
  });
});
