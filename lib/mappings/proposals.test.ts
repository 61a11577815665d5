import { describe, expect, it } from "vitest";
import { proposalsFor, type ProposalFacts } from "./proposals.ts";

const controls = [
  { controlId: "c1", code: "LOG.1", title: "Audit logging", statement: "Events of production systems are logged and kept a year." },
  { controlId: "c2", code: "BAK.1", title: "Backups", statement: "Databases are copied every night and restored once a quarter." },
  { controlId: "c3", code: "ACC.1", title: "Access", statement: "Rights are granted on approval." },
];
const FACTS: ProposalFacts = {
  frameworkKey: "new", requirements: [{ code: "N1", title: "Events are logged" }, { code: "N2", title: "Databases are restored" }, { code: "N3", title: "Suppliers" }], controls,
  mappings: [], bearings: new Map(), library: [], nameOf: (key) => key.toUpperCase(),
};
const found = (facts: Partial<ProposalFacts>) => proposalsFor({ ...FACTS, ...facts }).map(({ requirementCode, controlCode, strength, origin, reason }) => [requirementCode, controlCode, strength, origin, reason]);

describe("proposals", () => {
  it("rest on words only where enough of them are shared, and then only contribute", () => {
    expect(found({})).toEqual([
      ["N1", "LOG.1", "contributes", "words", "Both speak of events, logged."],
      ["N2", "BAK.1", "contributes", "words", "Both speak of databases, restored."],
    ]);
  });

  it("tell one reason for each pair, the strongest: crosswalk before library before words; what is mapped is not proposed", () => {
    const mapping = { controlId: "c1", controlCode: "LOG.1", frameworkKey: "old", requirementCode: "O1", strength: "satisfies" as const, origin: "ours" as const, rationale: "", effectiveFrom: new Date(0), recordedAt: new Date(0), alone: false };
    const bearings = new Map([["N1", [{ otherKey: "old", otherCode: "O1", relation: "predecessor" as const, confidence: "published_table" as const, source: "", note: "" }]]]);
    const library = [{ code: "LOG.1", requirement: "N1", relation: "contributes" as const, rationale: "It logs." }, { code: "BAK.1", requirement: "N1", relation: "contributes" as const, rationale: "It copies logs." }, { code: "GONE.1", requirement: "N1", relation: "satisfies" as const, rationale: "Not a control of theirs." }];
    const facts = { mappings: [mapping], bearings, library };
    expect(found(facts).filter(([code]) => code === "N1")).toEqual([
      ["N1", "BAK.1", "contributes", "library", "It copies logs."],
      ["N1", "LOG.1", "satisfies", "crosswalk", "It satisfies OLD O1, whose place this took (a published table)."],
    ]);
    const mapped = { ...mapping, frameworkKey: "new", requirementCode: "N1" };
    expect(found({ ...facts, mappings: [mapping, mapped] }).filter(([code, control]) => code === "N1" && control === "LOG.1")).toEqual([]);
  });
});
