import { describe, expect, it } from "vitest";
import { countByStatus, gravestStatus, isProven, STATUSES } from "./status.ts";

describe("the status vocabulary", () => {
  it("knows nothing proven of nothing", () => {
    expect(gravestStatus([])).toBe("not_yet_known");
    expect(countByStatus([])).toEqual([]);
  });

  it("never answers a proven status while one is not", () => {
    for (const status of STATUSES.filter((one) => !isProven(one) && one !== "not_applicable" && one !== "risk_accepted" && one !== "not_tested_no_occurrence")) {
      expect(gravestStatus(["met", status, "due_soon"])).toBe(status);
    }
  });

  it("counts each status once, gravest first", () => {
    expect(countByStatus(["met", "fail", "met"])).toEqual([{ status: "fail", count: 1 }, { status: "met", count: 2 }]);
  });
});
