import { describe, expect, it } from "vitest";
import type { Correspondence } from "#lib/frameworks/index.ts";
import { bearingsOn, carriedStrength, implicationOf, type OtherCoverage } from "./implication.ts";

const edge = (fromCode: string, toCode: string, relation: Correspondence["relation"], confidence: Correspondence["confidence"] = "published_table"): Correspondence =>
  ({ fromKey: "old", toKey: "new", fromCode, toCode, relation, confidence, source: "A table", checked: "By eye", note: "", position: 0 });

const covered = (satisfied: string[], contributed: string[] = []): OtherCoverage => (_key, code) => (satisfied.includes(code) ? "satisfies" : contributed.includes(code) ? "contributes" : null);

const outlook = (edges: Correspondence[], coverage: OtherCoverage) => implicationOf(bearingsOn("new", edges).get("N") ?? [], coverage);

describe("what follows through a crosswalk", () => {
  it("is implied only when every item whose place was taken is satisfied", () => {
    const merged = [edge("1", "N", "successor"), edge("2", "N", "successor")];
    expect(outlook(merged, covered(["1", "2"]))).toBe("implied");
    expect(outlook(merged, covered(["1"]))).toBe("to_review");
    expect(outlook(merged, covered(["1"], ["2"]))).toBe("to_review");
    expect(outlook(merged, covered([]))).toBe("none");
  });

  it("is never implied by what is only contributed to, recalled, unverified, new beside, or asks less", () => {
    expect(outlook([edge("1", "N", "successor")], covered([], ["1"]))).toBe("to_review");
    for (const confidence of ["recalled", "unverified"] as const) expect(outlook([edge("1", "N", "equal", confidence)], covered(["1"]))).toBe("to_review");
    expect(outlook([edge("1", "N", "added")], covered(["1"]))).toBe("none");
    for (const relation of ["subset", "intersects"] as const) expect(outlook([edge("1", "N", relation)], covered(["1"]))).toBe("to_review");
  });

  it("follows what asks the same or more, read from either side", () => {
    for (const relation of ["equal", "superset"] as const) expect(outlook([edge("1", "N", relation)], covered(["1"]))).toBe("implied");
    const back = (relation: Correspondence["relation"]) => implicationOf(bearingsOn("old", [edge("O", "9", relation)]).get("O") ?? [], covered(["9"]));
    expect([back("subset"), back("superset"), back("equal"), back("successor")]).toEqual(["implied", "to_review", "implied", "to_review"]);
  });

  it("carries `satisfies` over to one successor of one item, and to nothing that is less certain", () => {
    const [one] = bearingsOn("new", [edge("1", "N", "successor")]).get("N") ?? [];
    expect(carriedStrength(one!, 1, "satisfies")).toBe("satisfies");
    expect(carriedStrength(one!, 2, "satisfies")).toBe("contributes");
    expect(carriedStrength(one!, 1, "contributes")).toBe("contributes");
    expect(carriedStrength({ ...one!, confidence: "recalled" }, 1, "satisfies")).toBe("contributes");
  });
});
