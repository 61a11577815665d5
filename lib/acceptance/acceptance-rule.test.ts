import { describe, expect, test } from "vitest";
import { acceptingRule, covers, standingOf, type AcceptanceRule, type RuleStep } from "./acceptance-rule.ts";

const day = (count: number): Date => new Date(Date.UTC(2026, 10, count));
const step = (word: RuleStep, at: number) => ({ step: word, alone: false, reason: "", recordedBy: "mem_2", recordedAt: day(at) });
const rule = (changed: Partial<AcceptanceRule> = {}): AcceptanceRule => ({
  id: "arl_1", number: 1, keyId: "key_1", sourceKind: "upload", requestId: "evr_1", reason: "Signed by the build.", expiresAt: day(20), proposedBy: "mem_1", proposedAt: day(1), steps: [step("approved", 2)], ...changed,
});
const handed = (changed: object = {}) => ({ submittedBy: "key_1", sourceKind: "upload" as const, requestIds: ["evr_1"], recordedAt: day(5), ...changed });

describe("an acceptance rule", () => {
  test("is in force from its approval until it expires or is ended, and at no other time", () => {
    expect(standingOf(rule({ steps: [] }), day(1))).toBe("proposed");
    expect([2, 19, 20].map((at) => standingOf(rule(), day(at)))).toEqual(["in_force", "in_force", "expired"]);
    expect(standingOf(rule({ steps: [step("approved", 2), step("ended", 6)] }), day(7))).toBe("ended");
    expect(standingOf(rule({ steps: [step("declined", 2)] }), day(30))).toBe("declined");
  });

  test("that was ended or approved stays so where the clock was set back since, and accepts nothing that is dated before its approval", () => {
    expect(standingOf(rule({ steps: [step("approved", 2), step("ended", 6)] }), day(3))).toBe("ended");
    expect(standingOf(rule(), day(1))).toBe("in_force");
    expect(acceptingRule([rule()], handed({ recordedAt: day(1) }), day(1))).toBeNull();
  });

  test("speaks of its own source, kind and request alone", () => {
    expect(covers(rule(), handed())).toBe(true);
    for (const other of [{ submittedBy: "key_2" }, { sourceKind: "note" }, { requestIds: ["evr_1", "evr_2"] }]) expect(covers(rule(), handed(other))).toBe(false);
    expect(covers(rule({ keyId: null, sourceKind: "population", requestId: null }), handed({ submittedBy: "mem_9", sourceKind: "population", requestIds: ["evr_1", "evr_2"] }))).toBe(true);
  });

  test("accepts only what was handed in while it was in force, and only while it still is", () => {
    expect(acceptingRule([rule({ number: 2 }), rule()], handed(), day(6))?.number).toBe(1);
    expect(acceptingRule([rule()], handed({ recordedAt: day(1) }), day(6))).toBeNull();
    expect(acceptingRule([rule()], handed(), day(21))).toBeNull();
    expect(acceptingRule([rule({ steps: [step("approved", 2), step("ended", 6)] })], handed(), day(7))).toBeNull();
  });
});
