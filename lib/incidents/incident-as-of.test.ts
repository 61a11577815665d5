import { expect, test } from "vitest";
import { incidentAsOf } from "./incident-as-of.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 9, 1, 9, minute));
const entry = (kind: Parameters<typeof incidentAsOf>[0][number]["kind"], minute: number, severity: "low" | "high" | null = null, cause: string | null = null) => ({ kind, at: at(minute), severity, cause });
const entries = [entry("declared", 0, "low"), entry("commented", 1), entry("severity_set", 2, "high"), entry("contained", 5), entry("resolved", 9, null, "a key that leaked"), entry("reopened", 12), entry("resolved", 20, null, "an account left open"), entry("closed", 30)];

test.each([
  [0, { status: "open", severity: "low", containedAt: null, resolvedAt: null, closedAt: null, cause: null }],
  [6, { status: "contained", severity: "high", containedAt: at(5), resolvedAt: null, closedAt: null, cause: null }],
  [10, { status: "resolved", severity: "high", containedAt: at(5), resolvedAt: at(9), closedAt: null, cause: "a key that leaked" }],
  [12, { status: "open", severity: "high", containedAt: null, resolvedAt: null, closedAt: null, cause: null }],
  [60, { status: "closed", severity: "high", containedAt: null, resolvedAt: at(20), closedAt: at(30), cause: "an account left open" }],
])("%d minutes in, an incident stands as its entries up to then tell", (minute, expected) => {
  expect(incidentAsOf(entries, at(minute))).toEqual(expected);
});
