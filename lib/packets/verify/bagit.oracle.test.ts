import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { directoryEntries } from "./directory-entries.ts";
import { Problems } from "./problems.ts";
import { verifyBag } from "./verify-bag.ts";

const root = join(process.env.TICKMARK_ORACLES ?? "TICKMARK_ORACLES is not set", "packets", "bagit", "v1.0");

async function verify(folder: string): Promise<Problems> {
  const problems = new Problems();
  await verifyBag(await directoryEntries(folder, problems), problems, () => ({ keep: new Set(), needles: new Map() }));
  return problems;
}

describe("the BagIt 1.0 conformance suite of the Library of Congress", () => {
  it("is there", () => expect(existsSync(root), `${root}: set TICKMARK_ORACLES to the folder of published vectors`).toBe(true));

  it("accepts every valid bag", async () => {
    const valid = readdirSync(join(root, "valid"));
    expect(valid).toEqual(["basicBag"]);
    for (const name of valid) expect((await verify(join(root, "valid", name))).kept, name).toEqual([]);
  });

  it("refuses every invalid bag, for the reason that its name gives", async () => {
    const reasons: Record<string, string> = {
      "bagit-with-invalid-whitespace": "invalid_bag", notAllManifestsListAllFiles: "added",
      "same-filename-listed-twice-with-different-hashes": "duplicate", "same-filename-listed-twice-with-the-same-hash": "duplicate",
    };
    const invalid = readdirSync(join(root, "invalid"));
    expect(invalid.sort()).toEqual(Object.keys(reasons).sort());
    for (const name of invalid) expect(Object.keys((await verify(join(root, "invalid", name))).counts), name).toContain(reasons[name]);
  });
});
