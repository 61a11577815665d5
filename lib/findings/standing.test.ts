import fc from "fast-check";
import { expect, test } from "vitest";
import { statusFacts } from "#lib/status/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { findingStanding } from "./standing.ts";
import { FINDING_STATUSES } from "./words.ts";

const open = { status: "open" as const, dueOn: "2026-11-20", acceptedUntil: null };

test("an open finding is due soon before its day, still in time on it, and late the day after", () => {
  expect(["2026-11-01", "2026-11-13", "2026-11-20", "2026-11-21"].map((today) => findingStanding(open, today, 7).status)).toEqual(["needs_review", "due_soon", "due_soon", "fail"]);
  expect(findingStanding({ ...open, status: "in_remediation" }, "2026-11-21", 7)).toEqual({ status: "fail", word: "In remediation, late", late: true });
});

test("who has remedied it is not late any more; nothing but a closed finding is good", () => {
  expect(findingStanding({ ...open, status: "remediated" }, "2027-01-01", 7).late).toBe(false);
  const good = FINDING_STATUSES.filter((status) => statusFacts(findingStanding({ status, dueOn: "2026-11-20", acceptedUntil: status === "risk_accepted" ? "2027-01-01" : null }, "2026-11-21", 7).status).isGood);
  expect(good).toEqual(["closed"]);
});

test("an accepted risk holds on its last day, and counts as open the day after, whether or not it was opened already", () => {
  const accepted = { status: "risk_accepted" as const, dueOn: "2026-01-01", acceptedUntil: "2026-11-20" };
  expect(findingStanding(accepted, "2026-11-20", 7).status).toBe("risk_accepted");
  expect(findingStanding(accepted, "2026-11-21", 7)).toEqual({ status: "fail", word: "Acceptance ended", late: true });
});

test("as days pass a finding that nobody touches never stands better", () => {
  fc.assert(fc.property(fc.constantFrom(...FINDING_STATUSES), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (status, due, passed) => {
    const facts = { status, dueOn: addDays("2026-01-01", due), acceptedUntil: status === "risk_accepted" ? addDays("2026-01-01", due) : null };
    const orderOn = (days: number): number => statusFacts(findingStanding(facts, addDays("2026-01-01", days), 7).status).order;
    // Signs of what is in time are ordered by what needs a person, not by how good it is: lateness alone is compared.
    expect(Number(orderOn(passed) === 1) <= Number(orderOn(passed + 1) === 1)).toBe(true);
  }));
});
