import fc from "fast-check";
import { expect, test } from "vitest";
import { fileTree, type TreeNode } from "./manifest-tree.ts";

const file = (path: string, bytes = 1) => ({ path, sha256: path.padEnd(64, "0"), bytes });

function drawn(node: TreeNode, depth = 0): string[] {
  const line = `${"  ".repeat(depth)}${node.name}${node.kind === "folder" ? `/ ${node.files} ${node.bytes}` : ` ${node.bytes}`}`;
  return [line, ...(node.kind === "folder" ? node.holds.flatMap((one) => drawn(one, depth + 1)) : [])];
}

test("a tree has each folder once, with its files and bytes counted", () => {
  const tree = fileTree("SYS.2.07_PKT-1", [file("bagit.txt", 55), file("data/evidence/EV-1/a.txt", 10), file("data/evidence/EV-1/a.txt.meta.json", 2), file("data/report.pdf", 100)]);
  expect(drawn(tree)).toEqual([
    "SYS.2.07_PKT-1/ 4 167",
    "  bagit.txt 55",
    "  data/ 3 112",
    "    evidence/ 2 12",
    "      EV-1/ 2 12",
    "        a.txt 10",
    "        a.txt.meta.json 2",
    "    report.pdf 100",
  ]);
});

function filesIn(node: TreeNode): { path: string; sha256: string; bytes: number }[] {
  if (node.kind === "folder") return node.holds.flatMap(filesIn);
  return [{ path: node.path, sha256: node.sha256, bytes: node.bytes }];
}

test("the files of the tree are those of the ZIP, in its order, hash by hash", () => {
  const paths = fc.uniqueArray(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join("/")}.txt`), { maxLength: 30 });
  fc.assert(fc.property(paths, (some) => {
    const files = some.sort().map((path) => file(path));
    expect(filesIn(fileTree("top", files)).map((one) => one.path).sort()).toEqual(files.map((one) => one.path).sort());
    expect(fileTree("top", files).files).toBe(files.length);
  }));
});
