import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentChanges } from "#lib/control-files/index.ts";
import { anyControl } from "#lib/testing/any-control.ts";
import { withFields } from "./take-fields.ts";

describe("fields taken from another text of a control", () => {
  test("are as there, all others as here, whichever are taken", () => {
    fc.assert(fc.property(anyControl, anyControl, fc.func(fc.boolean()), (here, theirs, isTaken) => {
      const changes = contentChanges(here, theirs).map(({ field }) => field).filter((field) => field !== "Order of evidence requests");
      const taken = new Set(changes.filter(isTaken));
      const left = contentChanges(withFields(here, theirs, taken), theirs).map(({ field }) => field).filter((field) => field !== "Order of evidence requests");
      expect(left).toEqual(changes.filter((field) => !taken.has(field)));
      expect(contentChanges(here, withFields(here, theirs, taken)).map(({ field }) => field)).toEqual(changes.filter((field) => taken.has(field)));
    }), { numRuns: 200 });
  });

  test("all of them make the two say the same, and none changes nothing", () => {
    fc.assert(fc.property(anyControl, anyControl, (here, theirs) => {
      const all = new Set(contentChanges(here, theirs).map(({ field }) => field));
      expect(contentChanges(withFields(here, theirs, all), theirs)).toEqual([]);
      expect(withFields(here, theirs, new Set())).toEqual({ ...here });
    }), { numRuns: 200 });
  });
});
