import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkExport, EXPORT_COUNTS } from "./export-rules.ts";
import type { HashedEntry } from "./hash-entry.ts";
import { Problems } from "./problems.ts";
import type { ReadBag } from "./verify-bag.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const entry = (text: string): HashedEntry => ({ bytes: text.length, crc32: 0, sha256: sha256(text), sha512: "", content: Buffer.from(text), found: false });
const named = (...texts: string[]): string => texts.map((text) => `${JSON.stringify({ sha256: sha256(text), reason: "held_back" })}\n`).join("");

type Facts = { files: Record<string, string>; heldBack?: string; unreadable?: string; said?: [files: number, unreadable: number, heldBack: number] };

/** What the rules say of an export with these files, lists and counts. */
function problemsOf({ files, heldBack = "", unreadable = "", said }: Facts): string[] {
  const problems = new Problems();
  const info = new Map(said === undefined ? [] : ([[EXPORT_COUNTS.files, said[0]], [EXPORT_COUNTS.unreadable, said[1]], [EXPORT_COUNTS.heldBack, said[2]]] as const).map(([label, count]) => [label.toLowerCase(), String(count)]));
  const bag: ReadBag = {
    files: new Map([...Object.entries(files).map(([path, text]): [string, HashedEntry] => [path, entry(text)]), ["data/held-back-files.ndjson", entry(heldBack)], ["data/unreadable-files.ndjson", entry(unreadable)]]),
    manifests: [], tagManifests: [], info, bytes: 0, signatures: [],
  };
  checkExport(bag, problems);
  return problems.kept.map(({ kind, detail }) => `${kind}: ${detail}`);
}

const at = (text: string, name = "file.txt"): string => `data/files/${sha256(text)}/${name}`;

describe("the verifier of an export", () => {
  test("agrees with what lies here and what is named as left out", () => {
    expect(problemsOf({ files: { [at("one")]: "one", [at("two")]: "two" }, heldBack: named("virus"), unreadable: named("lost"), said: [2, 1, 1] })).toEqual([]);
  });

  test("takes an export from before held back files were named", () => {
    expect(problemsOf({ files: { [at("one")]: "one" } })).toEqual([]);
  });

  test("finds a file that is named as held back and lies here all the same", () => {
    expect(problemsOf({ files: { [at("virus")]: "virus" }, heldBack: named("virus"), said: [1, 0, 1] })).toEqual([`incomplete: names ${sha256("virus")} as left out, and it is here`]);
  });

  test("finds a file that is neither here nor named, and one too many", () => {
    expect(problemsOf({ files: { [at("one")]: "one" }, said: [2, 0, 0] })).toEqual(["incomplete: Tickmark-Files says 2, there are 1"]);
    expect(problemsOf({ files: {}, heldBack: named("a", "b"), said: [0, 0, 1] })).toEqual(["incomplete: Tickmark-Files-Held-Back says 1, there are 2"]);
  });

  test("finds a file under the hash of another, and a line that names none", () => {
    expect(problemsOf({ files: { [at("one")]: "two" }, said: [1, 0, 0] })).toEqual(["changed: lies under the hash of another file"]);
    expect(problemsOf({ files: {}, heldBack: "{}\nnot json\n", said: [0, 0, 0] })).toEqual(["incomplete: line 1 names no file", "incomplete: line 2 names no file"]);
  });
});
