import path from "node:path";
import { describe, expect, it } from "vitest";
import { formatProblem } from "#lib/content/index.ts";
import { loadControlContent, mappingsToLint } from "#lib/controls/index.ts";
import { loadFrameworkContent } from "./content.ts";
import { crosswalkEdges } from "./crosswalk.ts";
import { lintContent } from "./lint-content.ts";

const FOLDER = path.join(import.meta.dirname, "..", "..", "controls");

describe("framework content of the product", () => {
  it("holds together: every identifier in frameworks, crosswalks and mappings resolves", async () => {
    const { frameworks, crosswalks, problems } = await loadFrameworkContent(FOLDER);
    const { controls } = await loadControlContent(FOLDER);
    const mappings = mappingsToLint(controls);
    expect(mappings.length).toBeGreaterThan(0);
    expect([...problems, ...lintContent({ frameworks, crosswalks, mappings })].map(formatProblem)).toEqual([]);
  });

  it("has the numbers of requirements, rows and pairs that the editions have", async () => {
    const { frameworks, crosswalks } = await loadFrameworkContent(FOLDER);
    expect(Object.fromEntries(frameworks.map(({ value }) => [value.id, value.requirements.length]))).toMatchObject({
      "iso27001-2013": 114,
      "iso27001-2022": 93,
      "pci-dss-3.2.1": 41,
      "pci-dss-4.0.1": 43,
      "soc2-tsc-2017": 33,
    });
    expect(Object.fromEntries(crosswalks.map(({ value }) => [value.id, [value.rows.length, crosswalkEdges(value).length]]))).toMatchObject({
      "iso27001-2013-to-2022": [114, 115],
      "pci-dss-3.2.1-to-4.0.1": [41, 45],
    });
  });

  it("says what each framework file does not cover", async () => {
    const { frameworks } = await loadFrameworkContent(FOLDER);
    for (const { value } of frameworks) expect(value.notCovered.length, value.id).toBeGreaterThan(0);
  });

  it("marks exactly the 2022 Annex A controls without predecessor as new", async () => {
    const { frameworks, crosswalks } = await loadFrameworkContent(FOLDER);
    const edition = frameworks.find(({ value }) => value.id === "iso27001-2022")?.value;
    const added = edition?.requirements.filter(({ newInEdition }) => newInEdition).map(({ id }) => id);
    expect(added).toHaveLength(11);
    expect(crosswalks.find(({ value }) => value.to === "iso27001-2022")?.value.withoutPredecessor).toEqual(added);
  });

  it("names the bytes it was read from", async () => {
    const { frameworks, crosswalks } = await loadFrameworkContent(FOLDER);
    for (const { sha256 } of [...frameworks, ...crosswalks]) expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
  });
});
