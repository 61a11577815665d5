import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatProblem } from "#lib/content/index.ts";
import { loadControlContent } from "./content.ts";
import type { LoadedControls } from "./content.ts";

const FOLDER = path.join(import.meta.dirname, "..", "..", "controls");
let loaded: LoadedControls;
beforeAll(async () => {
  loaded = await loadControlContent(FOLDER);
});

const control = (code: string) => loaded.controls.find(({ value }) => value.code === code)?.value;
const mapped = (code: string, framework: string, relation: string, origins = ["seed", "ours", "published"]) =>
  control(code)
    ?.mappings.filter((each) => each.framework === framework && each.relation === relation && origins.includes(each.origin))
    .map(({ requirement }) => requirement);

describe("control content of the product", () => {
  it("is read without a problem", () => {
    expect(loaded.problems.map(formatProblem)).toEqual([]);
    expect(loaded.controls.map(({ file }) => file)).toEqual(expect.arrayContaining(["library/SYS.1.01.md", "library/SYS.2.07.md"]));
  });

  it("keeps every mapping that SYS.2.07 came with, on the edition that it names", () => {
    const all = (framework: string) => [...(mapped("SYS.2.07", framework, "satisfies", ["seed"]) ?? []), ...(mapped("SYS.2.07", framework, "contributes", ["seed"]) ?? [])].sort();
    expect(mapped("SYS.2.07", "soc2-tsc-2017", "satisfies")).toEqual(["CC7.2", "CC7.3"]);
    expect(mapped("SYS.2.07", "soc2-tsc-2017", "contributes")).toEqual(["CC3.2", "CC3.3", "CC3.4", "CC4.2", "CC5.1", "CC5.2", "CC6.1"]);
    expect(all("iso27001-2013")).toEqual(["A.12.4.3"]);
    expect(all("pci-dss-3.2.1")).toEqual(["10.2", "10.2.4", "10.5.5", "10.6", "10.6.1", "10.6.2", "10.6.3", "10.8.1", "12.10.5"]);
  });

  it("maps SYS.2.07 to the editions in force", () => {
    expect(mapped("SYS.2.07", "iso27001-2022", "satisfies")).toEqual(["A.8.16"]);
    expect(mapped("SYS.2.07", "iso27001-2022", "contributes")).toEqual(["A.8.15"]);
    expect(mapped("SYS.2.07", "pci-dss-4.0.1", "satisfies")).toEqual(["10.4.1", "10.4.3", "12.10.5"]);
    expect(mapped("SYS.2.07", "pci-dss-4.0.1", "contributes")).toEqual(["10.2.1", "10.2.1.4", "10.3.4", "10.4.2", "10.7.3"]);
  });

  it("maps SYS.1.01 to CC7.2 as it came, and to logging in the edition in force", () => {
    expect(mapped("SYS.1.01", "soc2-tsc-2017", "contributes", ["seed"])).toEqual(["CC7.2"]);
    expect(mapped("SYS.1.01", "iso27001-2022", "satisfies")).toEqual(["A.8.15"]);
  });

  it("asks for the six and eight pieces of evidence that auditors ask for", () => {
    expect(control("SYS.2.07")?.evidenceRequests.map(({ key }) => key)).toEqual([
      "monitoring-description", "monitoring-criteria", "hosts-monitored", "alerts-reach-people", "alerts-judged", "incidents-to-closure",
    ]);
    expect(control("SYS.1.01")?.evidenceRequests.map(({ key }) => key)).toEqual([
      "logging-policy", "event-review", "required-against-collected", "production-definition", "log-validation", "asset-list", "collection-process", "retention",
    ]);
  });

  it("states the retention of one year with 90 days at hand", () => {
    expect(control("SYS.1.01")?.sections.guidance).toContain("one year, with the last 90 days ready");
  });

  it("says who owns each control", () => {
    expect([control("SYS.1.01")?.ownerTeam, control("SYS.1.01")?.processOwners]).toEqual(["Infrastructure", ["Security Compliance", "Infrastructure", "Security Operations"]]);
    expect([control("SYS.2.07")?.ownerTeam, control("SYS.2.07")?.processOwners]).toEqual(["Security Operations", ["Security Operations", "Infrastructure"]]);
  });

  it("lists the 25 rows of the audit logging matrix in their six groups", () => {
    const rows = loaded.logMatrix?.value.rows ?? [];
    const perGroup = loaded.logMatrix?.value.groups.map(({ id }) => [id, rows.filter(({ group }) => group === id).length]);
    expect(perGroup).toEqual([["general", 6], ["os", 4], ["audit-records", 6], ["database", 2], ["app-accounts", 3], ["app-operations", 4]]);
    expect(rows.flatMap(({ examples }) => examples).filter(({ origin }) => origin === "seed")).toHaveLength(53);
  });

  it("explains the words of the product", () => {
    expect(loaded.glossary?.value.map(({ word }) => word)).toEqual(expect.arrayContaining(["control", "mapping", "evidence", "packet", "ledger"]));
  });
});

describe("a content folder with a fault", () => {
  let copy = "";
  beforeAll(async () => {
    copy = await mkdtemp(path.join(tmpdir(), "controls-"));
    await cp(FOLDER, copy, { recursive: true });
  });
  afterAll(() => rm(copy, { recursive: true }));

  it("gives what is good, leaves out what is not, and says where the fault is", async () => {
    await writeFile(path.join(copy, "library", "SYS.2.07.md"), "no front matter\n");
    await writeFile(path.join(copy, "glossary.yaml"), "words: 1\n");
    const faulty = await loadControlContent(copy);
    expect(faulty.controls.map(({ value }) => value.code)).not.toContain("SYS.2.07");
    expect(faulty.glossary).toBeNull();
    expect(faulty.problems.map(formatProblem)).toEqual([
      "library/SYS.2.07.md:1:1 The front matter is missing; the file must begin with a line ---.",
      "glossary.yaml:1:8 “words” must be a list; text was found.",
    ]);
  });

  it("notices a matrix row that names a control nobody has", async () => {
    await rm(path.join(copy, "library", "SYS.2.07.md"));
    const { problems } = await loadControlContent(copy);
    expect(problems.map(({ sentence }) => sentence)).toContain("“os-network” names the unknown control “SYS.2.07”.");
  });
});
