import { hash as sha256 } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { addLeaves, EMPTY_GROWTH, rootOfEdge } from "./tiles.ts";
import { treeHash } from "./tree-hash.ts";
import { verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion, type ProofFault } from "./verify-proof.ts";

// Vectors of transparency-dev/merkle: proofs that hold, and proofs mangled in each way that their authors thought of.

const FOLDER = path.join(process.env.TICKMARK_ORACLES ?? "TICKMARK_ORACLES is not set", "packets", "merkle-proofs");
const tree = treeHash((bytes) => sha256("sha256", bytes, "buffer"));

const bytes = z.string().nullable().transform((text) => Buffer.from(text ?? "", "base64"));
const path64 = z.array(bytes).nullable().transform((all) => all ?? []);
const integer = z.bigint();
const common = { desc: z.string(), wantErr: z.boolean(), proof: path64 };
const inclusion = z.object({ ...common, leafIdx: integer, treeSize: integer, root: bytes, leafHash: bytes });
const consistency = z.object({ ...common, size1: integer, size2: integer, root1: bytes, root2: bytes });
const subtreeInclusion = z.object({ ...common, leafIdx: integer, start: integer, end: integer, root: bytes, leafHash: bytes });
const subtreeConsistency = z.object({ ...common, start: integer, end: integer, size: integer, root1: bytes, root2: bytes });

/** Whole numbers are read from the text itself: two of the cases name 2^64 - 1. */
function parse(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => (typeof value === "number" ? BigInt(context?.source ?? "") : value));
}

function cases(kind: string): { name: string; value: unknown }[] {
  return readdirSync(path.join(FOLDER, kind), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, value: parse(readFileSync(path.join(FOLDER, kind, name), "utf8")) }));
}

function judged<Case extends { wantErr: boolean }>(kind: string, schema: z.ZodType<Case>, verify: (one: Case) => ProofFault): { count: number; wrong: string[] } {
  const all = cases(kind);
  const wrong = all.flatMap(({ name, value }) => {
    const one = schema.parse(value);
    const fault = verify(one);
    return (fault !== null) === one.wantErr ? [] : [`${kind}/${name}: ${fault ?? "holds"}`];
  });
  return { count: all.length, wrong };
}

describe("the published proofs", () => {
  it("of inclusion are judged as their authors say", () => {
    const result = judged("inclusion", inclusion, (one) => verifyInclusion(tree, { index: one.leafIdx, size: one.treeSize, leafHash: one.leafHash, path: one.proof, root: one.root }));
    expect(result).toEqual({ count: 98, wrong: [] });
  });

  it("of consistency", () => {
    const result = judged("consistency", consistency, (one) => verifyConsistency(tree, { ...one, path: one.proof }));
    expect(result).toEqual({ count: 98, wrong: [] });
  });

  it("of inclusion in a subtree", () => {
    const result = judged("subtreeinclusion", subtreeInclusion, (one) => verifySubtreeInclusion(tree, { index: one.leafIdx, subtree: one, leafHash: one.leafHash, path: one.proof, root: one.root }));
    expect(result).toEqual({ count: 204, wrong: [] });
  });

  it("of a subtree's consistency", () => {
    const result = judged("subtreeconsistency", subtreeConsistency, (one) => verifySubtreeConsistency(tree, { ...one, subtree: one, path: one.proof }));
    expect(result).toEqual({ count: 118, wrong: [] });
  });
});

describe("the published roots", () => {
  it("come out at every size", () => {
    const vectors = z.object({ leaf_inputs_hex: z.array(z.string()), roots_by_size_hex: z.array(z.string()) }).parse(JSON.parse(readFileSync(path.join(FOLDER, "rfc6962-tree-vectors.json"), "utf8")));
    const leaves = vectors.leaf_inputs_hex.map((hex) => tree.leaf(Buffer.from(hex, "hex")));
    const roots = Array.from({ length: leaves.length + 1 }, (_, size) => Buffer.from(rootOfEdge(tree, addLeaves(tree, EMPTY_GROWTH, leaves.slice(0, size)).tree.edge)).toString("hex"));
    expect(roots).toEqual(vectors.roots_by_size_hex);
    expect(roots).toHaveLength(9);
  });
});
