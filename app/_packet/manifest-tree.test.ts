import { expect, test } from "vitest";
import { cutFolders, treeLines } from "./manifest-tree.ts";

const file = (path: string, bytes = 1) => ({ path, sha256: path.padEnd(64, "0"), bytes });

test("a tree has each folder once, before what lies in it, with its files and bytes counted", () => {
  const lines = treeLines("SYS.2.07_pkt-0001", [file("bagit.txt", 55), file("data/evidence/EV-1/a.txt", 10), file("data/evidence/EV-1/a.txt.meta.json", 2), file("data/report.pdf", 100)]);
  expect(lines.map((line) => `${"  ".repeat(line.depth)}${line.name}${line.kind === "folder" ? `/ ${line.files} ${line.bytes}` : ` ${line.bytes}`}`)).toEqual([
    "SYS.2.07_pkt-0001/ 4 167",
    "  bagit.txt 55",
    "  data/ 3 112",
    "    evidence/ 2 12",
    "      EV-1/ 2 12",
    "        a.txt 10",
    "        a.txt.meta.json 2",
    "    report.pdf 100",
  ]);
});

test("the files of the tree are the files of the ZIP, in its order, hash by hash", () => {
  const files = ["a", "b/c", "b/d/e", "b/f", "g"].map((path) => file(path));
  expect(treeLines("top", files).flatMap((line) => (line.kind === "file" ? [{ path: line.key, sha256: line.sha256, bytes: line.bytes }] : []))).toEqual(files);
});

test("a long folder shows its first items and counts the rest, and nothing outside it is cut", () => {
  const files = ["a.txt", ...["1", "2", "3", "4"].flatMap((id) => [`data/evidence/EV-${id}/x.log`, `data/evidence/EV-${id}/x.log.meta.json`]), "data/report.pdf"].map((path) => ({ path, sha256: "0".repeat(64), bytes: 10 }));
  const lines = cutFolders(treeLines("packet", files), ["data/evidence"], 2);
  expect(lines.filter((line) => line.kind === "file").map((line) => line.key)).toEqual(["a.txt", "data/evidence/EV-1/x.log", "data/evidence/EV-1/x.log.meta.json", "data/evidence/EV-2/x.log", "data/evidence/EV-2/x.log.meta.json", "data/report.pdf"]);
  expect(lines.find((line) => line.kind === "more")).toMatchObject({ files: 4, bytes: 40, name: "2 more, listed in manifest-sha256.txt" });
});
