import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Gap } from "./completeness.ts";
import type { Ended } from "./contract.ts";
import { cursorAfter, cursorOfParts, fingerprintOfParts, partsKept, sinceOfPart } from "./part-cursors.ts";

const [OLD, NEW] = ["2026-03-01T00:00:00.000Z", "2026-03-02T00:00:00.000Z"];
const gap = (scope: string | null): Gap => ({ reason: "denied", operation: "GET /x", scope, says: "denied" });
const ended = (names: readonly string[]): Ended => ({ cursor: cursorOfParts({ cursor: null }, { names, kept: partsKept(names, null), visited: new Set(names) }, NEW), announced: null, secondRoute: null });
const after = (names: readonly string[], gaps: readonly Gap[], before: Record<string, string> | null = null) => cursorAfter(before === null ? null : { parts: before }, { ended: ended(names), gaps, completeness: gaps.length === 0 ? "complete" : "partial" });

describe("a run that was partial", () => {
  test("moves on where it was complete; what was denied stays where it was, or is asked for whole", () => {
    expect(after(["a/x", "a/y", "a/z"], [gap("a/y"), gap("a/z#7")], { "a/x": OLD, "a/y": OLD })).toEqual({ cursor: { parts: { "a/x": NEW, "a/y": OLD } } });
  });

  test("moves nothing on where a gap is of no known part, or of all", () => {
    for (const scope of [null, "elsewhere", "a/xylophone"]) expect(after(["a/x", "a/y"], [gap(scope)])).toBeNull();
    expect(after(["a/x", "a/y"], [gap("a")])).toBeNull();
    expect(after(["1/eu", "2/eu"], [gap("1")])).toEqual({ cursor: { parts: { "2/eu": NEW } } });
    expect(after(["1/eu"], [gap("1/eu/stack")])).toBeNull();
  });

  test("without an end, denied or disabled moves nothing on", () => {
    expect(cursorAfter(null, { ended: null, gaps: [], completeness: "failed" })).toBeNull();
    for (const completeness of ["denied", "disabled"] as const) expect(cursorAfter(null, { ended: ended(["a"]), gaps: [gap("a")], completeness })).toBeNull();
  });

  test("with a cursor that has no parts stays where it was; a complete one moves on whole", () => {
    const whole: Ended = { cursor: { until: NEW }, announced: null, secondRoute: null };
    expect(cursorAfter({ until: OLD }, { ended: whole, gaps: [gap("a")], completeness: "partial" })).toBeNull();
    expect(cursorAfter({ until: OLD }, { ended: whole, gaps: [], completeness: "complete" })).toEqual({ cursor: { until: NEW } });
  });
});

test("a part that is new, and a full listing, are asked for everything; a cursor of another shape says nothing", () => {
  const cursor = { parts: { a: OLD } };
  expect([sinceOfPart({ listing: "incremental", cursor }, "a"), sinceOfPart({ listing: "incremental", cursor }, "b"), sinceOfPart({ listing: "full", cursor }, "a"), sinceOfPart({ listing: "incremental", cursor: { since: OLD } }, "a")]).toEqual([OLD, null, null, null]);
});

test("where the parts changed between attempts, only what the last attempt went through moves on", () => {
  const kept = partsKept(["a", "b", "c"], fingerprintOfParts(["a", "c"]));
  expect(kept).toBe("changed");
  expect(partsKept(["a", "c"], kept)).toBe("changed");
  expect(cursorOfParts({ cursor: { parts: { a: OLD } } }, { names: ["a", "b", "c"], kept, visited: new Set(["c"]) }, NEW)).toEqual({ parts: { a: OLD, c: NEW } });
});

test("no gap’s part ever moves on, and every other does", () => {
  const name = fc.stringMatching(/^[ab]{1,3}(?:\/[ab]{1,3})?$/);
  fc.assert(fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }), fc.constantFrom("", "#1", "/stack"), (names, picked, behind) => {
    const denied = new Set(picked.map((index) => names[index % names.length] ?? ""));
    const found = after(names, [...denied].map((one) => gap(`${one}${behind}`)), {});
    const moved = found === null ? [] : Object.keys((found.cursor as { parts: object }).parts);
    expect(moved.filter((one) => denied.has(one))).toEqual([]);
    const touched = (one: string): boolean => [...denied].some((scope) => one === scope || one.startsWith(`${scope}${behind}/`) || `${scope}${behind}`.startsWith(`${one}/`));
    expect(moved.sort()).toEqual(names.filter((one) => !denied.has(one) && !touched(one)).sort());
  }), { numRuns: 300 });
});
