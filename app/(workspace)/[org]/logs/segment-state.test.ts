import { describe, expect, test } from "vitest";
import { alertsText, isPartial, linesText, percentOf } from "./segment-state.tsx";

describe("what a list says of a segment", () => {
  test("what was not read yet is unknown, never a clean nought", () => {
    const waiting = { status: "queued", lines: 0, parsedLines: 0, alerts: 0 } as const;
    expect([linesText(waiting), alertsText(waiting)]).toEqual(["–", "–"]);
  });

  test("counts are of what was read so far, and say so", () => {
    expect(alertsText({ status: "running", lines: 1000, alerts: 3 })).toBe("3 so far");
    expect(linesText({ status: "finished", lines: 2000, parsedLines: 1998 })).toBe("1,998 of 2,000");
  });

  test("almost all is not all", () => expect([percentOf(0.9999), percentOf(1)]).toEqual([99, 100]));

  test("a note that limits the reading makes it partial, and so does one that is not known here", () => {
    expect([isPartial({ notes: [] }), isPartial({ notes: ["crlf"] }), isPartial({ notes: ["gzip_cut_off"] }), isPartial({ notes: ["of_tomorrow"] })]).toEqual([false, false, true, true]);
  });
});
