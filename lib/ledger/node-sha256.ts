import { hash } from "node:crypto";
import { treeHash } from "./tree/tree-hash.ts";

/** The tree's hashes by the SHA-256 of Node. */
export const TREE = treeHash((bytes) => hash("sha256", bytes, "buffer"));
