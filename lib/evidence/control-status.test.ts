import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STATUS_NAMES, type Status } from "#lib/status/client.ts";
import { controlStatus, countByStatus, isProven } from "./control-status.ts";

const statuses = fc.array(fc.constantFrom(...STATUS_NAMES), { maxLength: 12 });

describe("status of a control", () => {
  it("knows nothing of a control that nothing is asked of", () => {
    expect(controlStatus([])).toEqual({ status: "not_yet_known", proven: 0, total: 0, counts: [] });
  });

  it("is met only when every request that applies is proven", () => {
    fc.assert(fc.property(statuses, (all) => {
      const { status } = controlStatus(all);
      const applying = all.filter((one) => one !== "not_applicable");
      if (isProven(status)) expect(applying.length > 0 && applying.every(isProven)).toBe(true);
      if (status === "met") expect(applying).not.toContain("due_soon");
    }), { numRuns: 500 });
  });

  it("calls a mixture partial, and one failure a failure", () => {
    expect(controlStatus(["met", "met", "due_soon", "partial", "denied", "could_not_run"])).toMatchObject({ status: "partial", proven: 3, total: 6 });
    expect(controlStatus(["met", "fail", "met"])).toMatchObject({ status: "fail", proven: 2, total: 3 });
    expect(controlStatus(["stale", "never_collected"])).toMatchObject({ status: "stale", proven: 0, total: 2 });
  });

  it("does not call a control partial for a risk that somebody answers for", () => {
    expect(controlStatus(["met", "risk_accepted"]).status).toBe("risk_accepted");
    expect(controlStatus(["met", "not_applicable"])).toMatchObject({ status: "met", proven: 1, total: 1 });
  });

  it("counts every request once", () => {
    fc.assert(fc.property(statuses, (all: Status[]) => {
      expect(countByStatus(all).reduce((sum, one) => sum + one.count, 0)).toBe(all.length);
    }));
  });
});
