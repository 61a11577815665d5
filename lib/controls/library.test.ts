import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadFrameworkContent } from "#lib/frameworks/index.ts";
import { loadControlContent } from "./content.ts";
import type { ControlContent, MappingRelation } from "./control.ts";
import { domainOf, DOMAINS } from "./domains.ts";

const FOLDER = path.join(import.meta.dirname, "..", "..", "controls");
let library: ControlContent[];
let requirements: Map<string, string[]>;
beforeAll(async () => {
  library = (await loadControlContent(FOLDER)).controls.map(({ value }) => value);
  const { frameworks } = await loadFrameworkContent(FOLDER);
  requirements = new Map(frameworks.map(({ value }) => [value.id, value.requirements.map(({ id }) => id)]));
});

const reached = (framework: string, relation?: MappingRelation): Set<string> =>
  new Set(library.flatMap(({ mappings }) => mappings.filter((one) => one.framework === framework && (relation === undefined || one.relation === relation)).map((one) => one.requirement)));
const missing = (framework: string, relation?: MappingRelation): string[] => (requirements.get(framework) ?? []).filter((id) => !reached(framework, relation).has(id));

describe("the shipped library", () => {
  it.each([["soc2-tsc-2017", 33], ["iso27001-2022", 93], ["iso27001-2013", 114], ["pci-dss-4.0.1", 43]])("reaches every item of %s that the file holds", (framework, count) => {
    expect(requirements.get(framework)).toHaveLength(count);
    expect(missing(framework)).toEqual([]);
  });

  it("says by name which items no control answers alone: several are needed, and the whole set is the organization's to judge", () => {
    expect(missing("soc2-tsc-2017", "satisfies")).toEqual(["CC6.1", "CC6.8", "CC7.1", "CC9.2"]);
    expect(missing("iso27001-2022", "satisfies")).toEqual(["A.5.18", "A.5.34", "A.8.13"]);
    expect(missing("pci-dss-4.0.1", "satisfies")).toEqual([
      "10.1", "10.1.1", "10.1.2", "10.2", "10.2.1.1", "10.2.1.3", "10.2.1.6", "10.2.1.7", "10.3", "10.3.3", "10.3.4", "10.4", "10.5", "12.10",
    ]);
    for (const framework of ["soc2-tsc-2017", "iso27001-2022"]) {
      for (const item of missing(framework, "satisfies")) {
        const controls = library.filter(({ mappings }) => mappings.some((one) => one.framework === framework && one.requirement === item));
        expect(controls.length, item).toBeGreaterThan(1);
      }
    }
  });

  it("claims of a withdrawn edition only contributions", () => {
    const ours = library.flatMap(({ mappings }) => mappings.filter((one) => one.framework === "iso27001-2013" && one.origin === "ours"));
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter((one) => one.relation !== "contributes")).toEqual([]);
  });

  it("says how much of each edition one control answers alone, and how much several contribute to", () => {
    const counts = ["soc2-tsc-2017", "iso27001-2022", "iso27001-2013", "pci-dss-4.0.1"].map((framework) => [framework, reached(framework, "satisfies").size, (requirements.get(framework) ?? []).length - missing(framework).length]);
    expect(counts).toEqual([["soc2-tsc-2017", 29, 33], ["iso27001-2022", 90, 93], ["iso27001-2013", 0, 114], ["pci-dss-4.0.1", 29, 43]]);
  });

  it("has each code once, of a known domain", () => {
    const codes = library.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThanOrEqual(62);
    expect([...new Set(codes.map(domainOf))].sort()).toEqual(Object.keys(DOMAINS).sort());
  });

  it("names only controls that exist where a rationale or text leads to another", () => {
    const codes = new Set(library.map(({ code }) => code));
    const named = library.flatMap(({ mappings, sections }) => [...mappings.map((one) => one.rationale), ...Object.values<string>({ ...sections })].flatMap((text) => text.match(/\b[A-Z]{3}\.\d+\.\d{2}\b/gu) ?? []));
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
  });

  it("never leads from a rationale back to the control itself", () => {
    const itself = library.flatMap(({ code, mappings }) => mappings.filter((one) => one.rationale.includes(code)).map((one) => `${code} ${one.requirement}`));
    expect(itself).toEqual([]);
  });

  it("says enough to be carried out and tested: lines to act on, steps, and what a deviation is", () => {
    const lines = (text: string, mark: RegExp) => text.split("\n").filter((line) => mark.test(line)).length;
    const within = (count: number, least: number, most: number) => count >= least && count <= most;
    const thin = library.filter(({ sections, tests }) => {
      const { context, scope, guidance, whySufficient, auditorValidates } = sections;
      const words = [context, scope, guidance, whySufficient, auditorValidates].join(" ").split(/\s+/u).length;
      return !within(lines(guidance, /^- /u), 4, 7) || !within(tests.designTest.length, 2, 4) || !within(tests.operatingTest.length, 3, 7) || lines(auditorValidates, /^- /u) < 3 || words < 200;
    });
    expect(thin.map(({ code }) => code)).toEqual([]);
  });

  it("tests each control's design and operation by steps of its own, and operation from complete populations", () => {
    for (const { code, tests } of library) {
      const steps = [...tests.designTest, ...tests.operatingTest];
      expect(new Set(steps.map((step) => step.does)).size, code).toBe(steps.length);
      expect(new Set(steps.map((step) => step.deviation)).size, code).toBe(steps.length);
      expect(tests.operatingTest.filter((step) => step.population !== null).length, code).toBeGreaterThanOrEqual(2);
      for (const step of steps) expect(step.does.split(" ").length + step.deviation.split(" ").length, `${code}-${step.key}`).toBeGreaterThanOrEqual(8);
    }
    const everywhere = Map.groupBy(library.flatMap(({ code, tests }) => tests.designTest.map((step) => ({ code, does: step.does }))), (step) => step.does);
    expect([...everywhere].filter(([, held]) => held.length > 1)).toEqual([]);
  });

  it("asks for two pieces of evidence or more, each going stale within its own time", () => {
    const few = library.filter((one) => one.evidenceRequests.length < 2).map(({ code }) => code);
    expect(few).toEqual([]);
    for (const { code, evidenceRequests } of library) for (const request of evidenceRequests) expect(request.freshnessDays, `${code} ${request.key}`).toBeLessThanOrEqual(365);
  });
});
