import { describe, expect, it } from "vitest";
import type { Status } from "#lib/status/index.ts";
import { gapText, requirementStanding, type MappedControl } from "./requirement-status.ts";

const control = (code: string, strength: MappedControl["strength"], status: Status, proven = 6): MappedControl =>
  ({ controlId: code, code, title: code, status, proven, total: 6, strength, origin: "seed", rationale: "" });

describe("status of a requirement", () => {
  it("is a gap when controls only contribute, however good they are", () => {
    const controls = [control("SYS.1.01", "contributes", "met"), control("SYS.2.07", "contributes", "met")];
    expect(requirementStanding(controls)).toEqual({ status: "not_yet_known", gap: "only_contributed" });
    expect(gapText(controls)).toBe("No control satisfies it; SYS.1.01 and SYS.2.07 contribute");
  });

  it("is a gap when nothing is mapped", () => {
    expect(requirementStanding([])).toEqual({ status: "not_yet_known", gap: "unmapped" });
  });

  it("is as bad as the worst control that satisfies it; contributions change nothing", () => {
    const controls = [control("A", "satisfies", "met"), control("B", "satisfies", "partial", 4), control("C", "contributes", "fail")];
    expect(requirementStanding(controls)).toEqual({ status: "partial", gap: null });
    expect(gapText(controls)).toBe("B: 4 of 6 requests proven");
    expect(gapText([control("A", "satisfies", "met")])).toBe("");
  });

  it("is not known while nothing is known of the control that satisfies it", () => {
    expect(requirementStanding([control("A", "satisfies", "not_yet_known", 0)]).status).toBe("not_yet_known");
  });
});
