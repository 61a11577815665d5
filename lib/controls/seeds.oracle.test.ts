import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadControlContent } from "./content.ts";
import type { ControlContent } from "./control.ts";

/** The documents that the two first controls descend from, beside the folder of oracles. Lists are read out of their text. */
const SEEDS = { sys207: "000_a2ce43ccc59a5af4.txt", sys101: "003_b0b7b24b64af74e7.txt", cc7: "004_8ad8502e624d111f.txt" } as const;
/** The editions whose numbers the documents use. */
const FRAMEWORKS: Readonly<Record<string, string>> = { "ISO": "iso27001-2013", "SOC2 CC": "soc2-tsc-2017", "PCI": "pci-dss-3.2.1" };

let seeds: Record<keyof typeof SEEDS, string>;
let library: ReadonlyMap<string, ControlContent>;
beforeAll(async () => {
  const oracles = process.env.TICKMARK_ORACLES;
  if (oracles === undefined) throw new Error("TICKMARK_ORACLES must name the folder of oracles");
  const read = (name: string) => readFileSync(path.join(oracles, "..", "seeds", name), "utf8");
  seeds = { sys207: read(SEEDS.sys207), sys101: read(SEEDS.sys101), cc7: read(SEEDS.cc7) };
  const { controls } = await loadControlContent(path.join(import.meta.dirname, "..", "..", "controls"));
  library = new Map(controls.map(({ value }) => [value.code, value]));
});

const control = (code: string): ControlContent => {
  const found = library.get(code);
  if (found === undefined) throw new Error(`${code} is not in the library`);
  return found;
};
/** The part of a text between two of its lines. */
const between = (text: string, from: string, to: string): string => text.split(from)[1]?.split(to)[0] ?? "";
const items = (text: string): string[] => text.split("\n").flatMap((line) => /^\s*[*•]\s+(\S.*)$/u.exec(line)?.[1] ?? []);
const bare = (item: string): string => item.replaceAll("`", "").trim();
const mapped = ({ mappings }: ControlContent, framework: string, origin?: string) =>
  mappings.filter((one) => one.framework === framework && (origin === undefined || one.origin === origin)).map((one) => one.requirement).sort();

const COMMON = new Set("the and that for with are which this from each been have will your such not was what when where who their them all our can any used being also more must upon these those".split(" "));
const stems = (text: string): Set<string> => new Set((text.toLowerCase().match(/[a-z]{3,}/gu) ?? []).filter((word) => !COMMON.has(word)).map((word) => word.slice(0, 5)));

/** Each demand of a document is answered by the request named for it, which speaks of the same things. */
function expectAnswered(demands: readonly string[], requests: readonly `${string} ${string}`[]): void {
  expect(requests).toHaveLength(demands.length);
  for (const [at, demand] of demands.entries()) {
    const [code = "", key] = requests[at]!.split(" ");
    const request = control(code).evidenceRequests.find((one) => one.key === key);
    const words = stems(demand);
    const shared = [...stems(`${request?.title} ${request?.asks} ${control(code).title}`)].filter((word) => words.has(word));
    expect(shared.length, `${requests[at]}: ${demand}`).toBeGreaterThanOrEqual(2);
  }
}

describe("SYS.2.07 as its document has it", () => {
  it("names every requirement of every edition, and no other of them", () => {
    const lists = between(seeds.sys207, "###  Framework Mapping", "\u0000").split(/^\* /mu).slice(1);
    expect(lists.map((list) => list.split("\n")[0])).toEqual(Object.keys(FRAMEWORKS));
    for (const list of lists) {
      const [name = ""] = list.split("\n");
      const wanted = items(list);
      expect(wanted.length).toBeGreaterThan(0);
      expect(mapped(control("SYS.2.07"), FRAMEWORKS[name]!, "seed"), name).toEqual(wanted.sort());
    }
  });

  it("contributes to the risk of fraud and does not satisfy it", () => {
    const fraud = control("SYS.2.07").mappings.filter((one) => one.requirement === "CC3.3");
    expect(fraud.map((one) => one.relation)).toEqual(["contributes"]);
  });

  it("has its owner, process owners and every part of its text", () => {
    const ownership = between(seeds.sys207, "###  Ownership", "###");
    const [owner = "", , ...processOwners] = items(ownership).map(bare);
    const { ownerTeam, processOwners: ours, sections, tests } = control("SYS.2.07");
    expect(ownerTeam).toBe(owner.replace("Control Owner: ", ""));
    expect([...ours].sort()).toEqual(processOwners.sort());
    for (const part of ["statement", "context", "scope", "guidance", "privateLinks"] as const) expect(sections[part], part).not.toBe("");
    // "To test this control, review relevant issues in the Security Operations issue tracker."
    expect(between(seeds.sys207, "To test this control, review relevant issues in the ", " issue tracker")).toBe("Security Operations");
    expect(tests.operatingTest.some((step) => /tracker of Security Operations/u.test(step.does))).toBe(true);
  });

  it("asks for each evidence that an auditor might request", () => {
    expectAnswered(items(between(seeds.sys207, "Examples of evidence an auditor might request", "###")), [
      "SYS.2.07 monitoring-description", "SYS.2.07 monitoring-criteria", "SYS.2.07 alerts-reach-people", "SYS.2.07 incidents-to-closure",
    ]);
  });
});

describe("SYS.1.01 as its document has it", () => {
  it("names the requirement, the owner and the process owners", () => {
    const mapping = between(seeds.sys101, "Framework Mapping", "“System Operations”");
    expect(mapped(control("SYS.1.01"), "soc2-tsc-2017", "seed")).toEqual([...mapping.matchAll(/CC\d\.\d/gu)].map(([code]) => code));
    const [owner, ...processOwners] = items(between(seeds.sys101, "Control Owner:", "Server configuration standards"));
    expect(control("SYS.1.01").ownerTeam).toBe(owner);
    expect([...control("SYS.1.01").processOwners].sort()).toEqual(processOwners.sort());
  });

  it("asks for each item that an auditor should require", () => {
    expectAnswered(items(between(seeds.sys101, "Those information items include:", "This control applies")).slice(0, 6), [
      "SYS.1.01 logging-policy", "SYS.1.01 event-review", "SYS.1.01 required-against-collected", "SYS.1.01 production-definition", "SYS.1.01 log-validation", "SYS.1.01 asset-list",
    ]);
    expect(items(between(seeds.sys101, "Those information items include:", "This control applies"))[6]).toMatch(/^Log collection process/u);
    expect(control("SYS.1.01").evidenceRequests.find((one) => one.key === "collection-process")?.title).toMatch(/logs are collected/u);
  });

  it("keeps logs as long as it says", () => {
    const [, years, days] = /retained for (\w+) year with (\d+) days of data immediately available/u.exec(seeds.sys101) ?? [];
    expect(years).toBe("one");
    expect(control("SYS.1.01").sections.guidance).toContain(`for ${years} year, with the last ${days} days`);
  });
});

describe("CC7.1 to CC7.5 as their document has them", () => {
  it("are all answered by controls", () => {
    const criteria = [...new Set([...seeds.cc7.matchAll(/\bCC7\.\d/gu)].map(([code]) => code))].sort();
    const reached = new Set([...library.values()].flatMap((one) => mapped(one, "soc2-tsc-2017")));
    // CC7.0 is the document's own name for all of them.
    expect(criteria.filter((code) => !reached.has(code))).toEqual(["CC7.0"]);
  });

  it("ask for each typical evidence, and of a period without incidents for the proof of that", () => {
    // A concept with all that is said of it: of buckets the document says what its authors check, since auditors ask nothing.
    const demands = [...seeds.cc7.matchAll(/([^\n]+)\n+Typical evidence requests:?([\s\S]*?)(?=\n[^\n]+\n+Typical evidence|\nCC7\.)/gu)].map(([, concept, text]) => `${concept} ${text}`);
    expectAnswered(demands, [
      "SYS.4.01 scan-coverage", "SYS.1.01 required-against-collected", "AST.2.04 public-stores", "CHG.1.01 changes", "SYS.2.07 hosts-monitored", "INC.1.01 incident-plan", "SYS.2.07 incidents-to-closure",
    ]);
    expect(seeds.cc7).toContain("If there was no identified security incident, the controls and tests here will not be tested");
    for (const code of ["SYS.2.07", "INC.1.03"]) expect(control(code).tests.operatingTest.some((step) => /When (no incident|none) occurred/u.test(step.does)), code).toBe(true);
  });
});
