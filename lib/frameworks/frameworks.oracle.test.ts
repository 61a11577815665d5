import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { loadFrameworkContent } from "./content.ts";
import type { FrameworkContent } from "./content.ts";

const titlesSchema = z.record(z.string(), z.string());
const oracleSchema = z.object({
  soc2_tsc_2017_cc: titlesSchema,
  iso27001_2022_annex_a: titlesSchema,
  iso27001_2013_annex_a: titlesSchema,
  pci_dss_4_0_1: titlesSchema,
  iso_2013_to_2022: z.record(z.string(), z.array(z.string())),
  pci_3_2_1_to_4_0_1: z.array(z.object({ from: z.string(), title: z.string(), to: z.array(z.string()), confidence: z.string() })),
});
type Oracle = z.infer<typeof oracleSchema>;

const FOLDER = path.join(import.meta.dirname, "..", "..", "controls");
let oracle: Oracle;
let content: FrameworkContent;
beforeAll(async () => {
  const folder = process.env.TICKMARK_ORACLES;
  if (folder === undefined) throw new Error("TICKMARK_ORACLES must name the folder of oracles");
  oracle = oracleSchema.parse(JSON.parse(readFileSync(path.join(folder, "frameworks.json"), "utf8")));
  content = await loadFrameworkContent(FOLDER);
});

/** Identifiers with titles in the order of the file, new ones marked as the oracle marks them. */
function listed(id: string): [string, string][] | undefined {
  return content.frameworks
    .find(({ value }) => value.id === id)
    ?.value.requirements.map((each) => [each.id, each.newInEdition ? `${each.title} (NEW)` : each.title]);
}

function rowsOf(id: string) {
  return content.crosswalks.find(({ value }) => value.id === id)?.value.rows;
}

describe("frameworks against the oracle", () => {
  it("has exactly the identifiers and titles of every edition", () => {
    const sorted = (titles: Record<string, string>) => Object.entries(titles).sort(([a], [b]) => a.localeCompare(b));
    const byId = (id: string) => listed(id)?.sort(([a], [b]) => a.localeCompare(b));
    expect(byId("soc2-tsc-2017")).toEqual(sorted(oracle.soc2_tsc_2017_cc));
    expect(byId("iso27001-2022")).toEqual(sorted(oracle.iso27001_2022_annex_a));
    expect(byId("iso27001-2013")).toEqual(sorted(oracle.iso27001_2013_annex_a));
    expect(byId("pci-dss-4.0.1")).toEqual(sorted(oracle.pci_dss_4_0_1));
    expect(listed("pci-dss-3.2.1")).toEqual(oracle.pci_3_2_1_to_4_0_1.map(({ from, title }) => [from, title]));
  });

  it("has exactly the rows of the ISO correspondence", () => {
    const rows = rowsOf("iso27001-2013-to-2022");
    expect(rows && Object.fromEntries(rows.map(({ from, to }) => [from, to]))).toEqual(oracle.iso_2013_to_2022);
    expect(rows?.flatMap(({ added }) => added)).toEqual([]);
  });

  it("has exactly the rows of the PCI correspondence, and claims no more confidence than it states", () => {
    const expected = oracle.pci_3_2_1_to_4_0_1.map(({ from, to, confidence }) => ({
      from,
      to: to.filter((id) => !id.includes("(")),
      added: to.filter((id) => id.includes("(")).map((id) => id.replace(/\(.*$/u, "")),
      confidence: (/^[a-z-]+/u.exec(confidence)?.[0] ?? "").replace("-", "_"),
    }));
    const rows = rowsOf("pci-dss-3.2.1-to-4.0.1");
    expect(rows?.map(({ from, to, added, confidence }) => ({ from, to, added, confidence }))).toEqual(expected);
    const withConfidence = (wanted: string) => rows?.filter(({ confidence }) => confidence === wanted).length;
    expect(["title_matched", "recalled", "unverified"].map(withConfidence)).toEqual([23, 17, 1]);
  });
});
