import { hash } from "node:crypto";
import { treeHash } from "./tree/tree-hash.ts";

/**
 * The tree's hashes by the SHA-256 of Node. As a string and from there into the pool of small buffers: a buffer of its own for each
 * took twice the time, and a proof's eighty of them made the garbage collector's pauses.
 */
export const TREE = treeHash((bytes) => Buffer.from(hash("sha256", bytes, "binary"), "binary"));
