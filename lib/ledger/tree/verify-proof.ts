import { HASH_BYTES, sameHash, type TreeHash } from "./tree-hash.ts";

// Sizes and indexes are bigint here: a proof of somebody else's may name any of 64 bits, and must be judged, not rounded.

/** Why a proof does not hold, as a sentence; null when it holds. */
export type ProofFault = string | null;

/** Leaves `start` to `end` (not included) of a tree. */
export type Subtree = { start: bigint; end: bigint };

/** Whether the leaf at `index` of a tree of `size` leaves hashes to `root` along `path` (RFC 9162, 2.1.3.2). */
export function verifyInclusion(hash: TreeHash, proof: { index: bigint; size: bigint; leafHash: Uint8Array; path: readonly Uint8Array[]; root: Uint8Array }): ProofFault {
  const { size, ...rest } = proof;
  return verifySubtreeInclusion(hash, { ...rest, subtree: { start: 0n, end: size } });
}

/** As {@link verifyInclusion}, for a subtree whose root is known (draft-ietf-plants-merkle-tree-certs, section 4). */
export function verifySubtreeInclusion(
  hash: TreeHash,
  { index, subtree, leafHash, path, root }: { index: bigint; subtree: Subtree; leafHash: Uint8Array; path: readonly Uint8Array[]; root: Uint8Array },
): ProofFault {
  const fault = badSubtree(subtree) ?? badHashes([leafHash, root, ...path]);
  if (fault !== null) return fault;
  if (index < subtree.start || index >= subtree.end) return `The index ${index} lies outside the tree.`;
  let at = index - subtree.start;
  let last = subtree.end - subtree.start - 1n;
  let found = leafHash;
  for (const sibling of path) {
    if (last === 0n) return "The proof is longer than the tree is high.";
    if (odd(at) || at === last) {
      found = hash.node(sibling, found);
      while (!odd(at) && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else found = hash.node(found, sibling);
    [at, last] = [at >> 1n, last >> 1n];
  }
  if (last !== 0n) return "The proof is shorter than the tree is high.";
  return sameHash(found, root) ? null : "The proof leads to another root.";
}

/** Whether the tree of `size1` leaves with `root1` is the beginning of the tree of `size2` with `root2` (RFC 9162, 2.1.4.2). */
export function verifyConsistency(hash: TreeHash, proof: { size1: bigint; size2: bigint; path: readonly Uint8Array[]; root1: Uint8Array; root2: Uint8Array }): ProofFault {
  const { size1, size2, path, root1, root2 } = proof;
  if (size1 === 0n) return "Nothing can be said of an empty tree: every tree begins with it.";
  return verifySubtreeConsistency(hash, { subtree: { start: 0n, end: size1 }, size: size2, path, root1, root2 });
}

/** Whether a subtree with `root1` is part of the tree of `size` leaves with `root2`; no leaves at all are part of every tree. */
export function verifySubtreeConsistency(
  hash: TreeHash,
  { subtree, size, path, root1, root2 }: { subtree: Subtree; size: bigint; path: readonly Uint8Array[]; root1: Uint8Array; root2: Uint8Array },
): ProofFault {
  if (subtree.start === subtree.end && path.length === 0) return sameHash(root1, hash.empty()) ? null : "The root of no leaves is another.";
  if (subtree.start === 0n && subtree.end === size && size > 0n && path.length === 0) return sameHash(root1, root2) ? null : "Two trees of one size have different roots.";
  const fault = badSubtree(subtree) ?? badHashes([root1, root2, ...path]);
  if (fault !== null) return fault;
  if (subtree.end > size) return "The earlier tree is the larger one.";
  const walk = { first: subtree.start, last: subtree.end - 1n, top: size - 1n };
  const up = (): void => void Object.assign(walk, { first: walk.first >> 1n, last: walk.last >> 1n, top: walk.top >> 1n });
  // Climb to the largest node that both trees share at the right edge of the earlier one.
  const atEdge = walk.last === walk.top;
  while (walk.first !== walk.last && (atEdge || odd(walk.last))) up();
  const given = [...path];
  const begin = walk.first === walk.last ? root1 : given.shift();
  if (begin === undefined) return "The proof is empty.";
  let [earlier, later] = [begin, begin];
  for (const sibling of given) {
    if (walk.top === 0n) return "The proof is longer than the tree is high.";
    if (odd(walk.last) || walk.last === walk.top) {
      if (walk.first < walk.last) earlier = hash.node(sibling, earlier);
      later = hash.node(sibling, later);
      while (!odd(walk.last) && walk.last !== 0n) up();
    } else later = hash.node(later, sibling);
    up();
  }
  if (walk.top !== 0n) return "The proof is shorter than the tree is high.";
  if (!sameHash(earlier, root1)) return "The proof leads to another earlier root.";
  return sameHash(later, root2) ? null : "The proof leads to another later root.";
}

function badSubtree({ start, end }: Subtree): ProofFault {
  if (start < 0n || end <= start) return "The tree has no leaves.";
  let width = 1n;
  while (width < end - start) width <<= 1n;
  return start % width === 0n ? null : "These leaves are no subtree.";
}

function badHashes(hashes: readonly Uint8Array[]): ProofFault {
  return hashes.every(({ length }) => length === HASH_BYTES) ? null : `A hash is not ${HASH_BYTES} bytes long.`;
}

function odd(value: bigint): boolean {
  return (value & 1n) === 1n;
}
