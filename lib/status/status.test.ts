import { describe, expect, it } from "vitest";
import { isStatus, STATUS_NAMES, STATUSES, statusFacts, worstStatus } from "./index.ts";

describe("the status vocabulary", () => {
  it("never calls the unknown good: could not look, never looked, not yet known, partial", () => {
    for (const status of ["could_not_run", "denied", "disabled", "never_collected", "not_yet_known", "partial"] as const) {
      expect(statusFacts(status), status).toMatchObject({ isGood: false });
      expect(STATUSES[status].tone, status).not.toBe("positive");
    }
  });

  it("is green exactly where something was proven", () => {
    for (const status of STATUS_NAMES) {
      const facts = statusFacts(status);
      expect(facts.tone === "positive", status).toBe(facts.isGood);
      expect(facts.glyph === "pass", status).toBe(facts.isGood);
    }
  });

  it("gives every status a word, a sign and a place of its own", () => {
    const facts = STATUS_NAMES.map(statusFacts);
    expect(facts.every((one) => /^[A-Z][a-z ]+$/.test(one.word))).toBe(true);
    expect(new Set(facts.map((one) => one.word)).size).toBe(facts.length);
    expect(facts.map((one) => one.order)).toEqual(facts.map((_, index) => index + 1));
  });

  it("tells what could not be looked at by sign, not by hue alone", () => {
    const faults = STATUS_NAMES.map(statusFacts).filter((one) => one.tone === "fault");
    expect(new Set(faults.map((one) => one.glyph)).size).toBe(faults.length);
  });

  it("takes the worst of several, and of none that nothing is known", () => {
    expect(worstStatus(["met", "due_soon", "could_not_run"])).toBe("could_not_run");
    expect(worstStatus(["pass", "not_yet_known"])).toBe("not_yet_known");
    expect(worstStatus([])).toBe("not_yet_known");
  });

  it("does not take an inherited name for a status", () => {
    expect(isStatus("met")).toBe(true);
    expect(isStatus("toString")).toBe(false);
    expect(isStatus("green")).toBe(false);
  });
});
