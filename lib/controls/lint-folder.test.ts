import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatProblem } from "#lib/content/index.ts";
import { lintFolder } from "./lint-folder.ts";

// Faults are planted into a copy of the product's own content, one at a time, where people would make them.

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "frameworks-lint-"));
});
afterAll(() => rm(folder, { recursive: true }));

const ISO = "crosswalks/iso27001-2013-to-2022.yaml";
const PCI = "crosswalks/pci-dss-3.2.1-to-4.0.1.yaml";

/** Plants a fault, answers what is found, with places, and takes the fault away again. */
async function planted(file: string, from: string, to: string): Promise<string[]> {
  const copy = path.join(folder, "controls");
  await cp("controls", copy, { recursive: true });
  const source = await readFile(path.join(copy, file), "utf8");
  expect(source).toContain(from);
  await writeFile(path.join(copy, file), source.replace(from, to));
  const { problems } = await lintFolder(copy, { alone: true });
  return problems.map(formatProblem);
}

/** Where a text stands in a file of the product. */
async function lineOf(file: string, text: string): Promise<number> {
  return (await readFile(path.join("controls", file), "utf8")).split("\n").findIndex((line) => line.includes(text)) + 1;
}

describe("frameworks lint", () => {
  it("finds nothing in the product's own content", async () => {
    const { problems, ...counts } = await lintFolder("controls");
    expect(problems.map(formatProblem)).toEqual([]);
    expect(counts).toMatchObject({ frameworks: 5, crosswalks: 2 });
    expect(counts.mappings).toBeGreaterThan(300);
  });

  it("locates an unknown identifier", async () => {
    const line = await lineOf(ISO, "from: A.6.1.1,");
    const found = await planted(ISO, "{ from: A.6.1.1, to: [A.5.2]", "{ from: A.6.1.1, to: [A.5.99]");
    expect(found).toContain(`${ISO}:${line}:5 “A.5.99” is not listed by iso27001-2022.`);
  });

  it("locates an orphan: a requirement without a group, and one that no row reaches", async () => {
    const file = "frameworks/iso27001-2022.yaml";
    expect(await planted(file, "{ id: A.5.2, group: A.5,", "{ id: A.5.2,")).toEqual([`${file}:${await lineOf(file, "id: A.5.2,")}:5 “A.5.2” belongs to no group.`]);
    expect(await planted(ISO, "without_predecessor: [A.5.7, ", "without_predecessor: [")).toEqual([`${ISO}:2:1 “A.5.7” of iso27001-2022 is neither in a row nor under without_predecessor.`]);
  });

  it("locates a many-to-many correspondence that lost a member", async () => {
    const line = await lineOf(ISO, "from: A.5.1.2,");
    const found = await planted(ISO, "  - { from: A.5.1.1, to: [A.5.1], relation: successor, shape: merged, confidence: published_table, source: correspondence-table }\n", "");
    expect(found).toContain(`${ISO}:${line - 1}:5 The row of “A.5.1.2” says merged, but the rows make it one_to_one.`);
    expect(found).toContain(`${ISO}:2:1 114 rows are announced and 113 are listed.`);
  });

  it("locates a circle of parents and a circle of editions", async () => {
    const file = "frameworks/pci-dss-4.0.1.yaml";
    const circle = await planted(file, '{ id: "10.2", group: "10",', '{ id: "10.2", group: "10", parent: "10.2.1",');
    expect(circle).toContain(`${file}:${await lineOf(file, 'id: "10.2",')}:5 “10.2” stands below itself.`);
    const editions = await planted(file, "totals:", "superseded_by: pci-dss-3.2.1\ntotals:");
    expect(editions).toEqual([`${file}:${await lineOf(file, "totals:")}:16 “pci-dss-4.0.1” is succeeded, in the end, by itself.`]);
  });

  it("locates a pair without a source", async () => {
    const line = await lineOf(PCI, 'from: "10.2.1",');
    expect(await planted(PCI, '{ from: "10.2.1", to: ["10.2.1.1"], relation: successor, shape: one_to_one, confidence: title_matched, source: titles }', '{ from: "10.2.1", to: ["10.2.1.1"], relation: successor, shape: one_to_one, confidence: title_matched }'))
      .toEqual([`${PCI}:${line}:5 The row of “10.2.1” names no source.`]);
  });

  it("judges a folder of one's own that refers to shipped editions, and says when there is nothing in it", async () => {
    const own = await mkdtemp(path.join(folder, "own-"));
    expect((await lintFolder(own)).problems.map(formatProblem)).toEqual([".:1:1 The folder holds no frameworks/, crosswalks/ or library/ with files in them."]);
    await cp("controls/crosswalks", path.join(own, "crosswalks"), { recursive: true });
    const { problems } = await lintFolder(own);
    expect(problems.map(formatProblem)).toEqual([
      `${ISO}:1:1 The crosswalk “iso27001-2013-to-2022” is already defined in ${ISO}.`,
      `${PCI}:1:1 The crosswalk “pci-dss-3.2.1-to-4.0.1” is already defined in ${PCI}.`,
    ]);
  });
});
