import type { TreeHash } from "./tree-hash.ts";

/** Root of a perfect subtree: `level` 0 are the leaves; the node covers leaves index·2^level to (index+1)·2^level. */
export type Node = { level: number; index: number };

/** One hash of a proof: the perfect nodes, from left to right, that it folds together. */
export type ProofStep = readonly Node[];

/** Answers the hash of a perfect node. */
export type NodeHashes = (node: Node) => Uint8Array;

/** What an inclusion proof of leaf `index` in a tree of `size` leaves consists of, leaf's sibling first (RFC 6962, 2.1.1). */
export function inclusionSteps(index: number, size: number): ProofStep[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const steps: ProofStep[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      steps.push(perfectNodes(middle, end));
      end = middle;
    } else {
      steps.push(perfectNodes(start, middle));
      start = middle;
    }
  }
  return steps.reverse();
}

/** What proves that the first `size1` leaves of a tree of `size2` were a tree of their own (RFC 6962, 2.1.2). */
export function consistencySteps(size1: number, size2: number): ProofStep[] {
  if (!Number.isSafeInteger(size1) || size1 < 1 || size1 > size2) throw new RangeError(`a tree of ${size1} leaves does not begin one of ${size2}`);
  const steps: ProofStep[] = [];
  let [start, end] = [0, size2];
  // Whether the earlier tree is, in this part, the whole part: then its root is known to whoever asks.
  let whole = true;
  while (size1 !== end) {
    const middle = start + splitOf(end - start);
    if (size1 <= middle) {
      steps.push(perfectNodes(middle, end));
      end = middle;
    } else {
      steps.push(perfectNodes(start, middle));
      start = middle;
      whole = false;
    }
  }
  if (!whole) steps.push(perfectNodes(start, end));
  return steps.reverse();
}

/** The perfect nodes, from left to right, that make up leaves `start` to `end`. */
export function perfectNodes(start: number, end: number): Node[] {
  const nodes: Node[] = [];
  for (let at = start; at < end; ) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= end) [level, width] = [level + 1, width * 2];
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

/** Root over a step's nodes: the rightmost are the smallest, and are folded first. */
export function foldStep(hash: TreeHash, step: ProofStep, hashOf: NodeHashes): Uint8Array {
  const [last, ...others] = step.map(hashOf).reverse();
  if (last === undefined) return hash.empty();
  return others.reduce((folded, left) => hash.node(left, folded), last);
}

/** Largest power of two below `size`: where RFC 6962 divides a tree. */
function splitOf(size: number): number {
  let width = 1;
  while (width * 2 < size) width *= 2;
  return width;
}
