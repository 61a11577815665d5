/** SHA-256 of some bytes, which are written over afterwards. Handed in, so that the tree needs nothing of the machine it runs on. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const HASH_BYTES = 32;

/** The hashes of a Merkle tree of RFC 6962, section 2.1. The prefixes keep a leaf from being passed off as a node. */
export type TreeHash = {
  /** SHA-256(0x00 ‖ data) */
  leaf(data: Uint8Array): Uint8Array;
  /** SHA-256(0x01 ‖ left ‖ right) */
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
  /** Root of the tree without leaves: SHA-256 of nothing. */
  empty(): Uint8Array;
};

export function treeHash(sha256: Sha256): TreeHash {
  // The same for every node: bytes of more than 64 are memory of their own each time.
  const pair = new Uint8Array(1 + 2 * HASH_BYTES);
  pair[0] = 1;
  return {
    leaf(data) {
      const bytes = new Uint8Array(1 + data.length);
      bytes.set(data, 1);
      return sha256(bytes);
    },
    node(left, right) {
      pair.set(left, 1);
      pair.set(right, 1 + HASH_BYTES);
      return sha256(pair);
    },
    empty: () => sha256(new Uint8Array(0)),
  };
}

export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
