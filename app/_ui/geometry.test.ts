import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialsOf } from "./avatar.tsx";
import { strokesOf } from "./chain.tsx";
import { formatInstant, instantDetails } from "./format-time.ts";
import { hrefWith, parseAsSort, sortText } from "./list-state.ts";
import { sizeText } from "./size-text.ts";
import { stripGeometry } from "./strip-geometry.ts";

describe("a strip of counts", () => {
  it("fills its width exactly, shows whatever was counted, and keeps the order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { maxLength: 12 }), (counts) => {
        const spans = stripGeometry(counts);
        expect(spans.map((span) => span.index)).toEqual(counts.flatMap((count, index) => (count > 0 ? [index] : [])));
        for (const span of spans) expect(span.width).toBeGreaterThanOrEqual(1.5);
        const last = spans.at(-1);
        if (last !== undefined) expect(last.x + last.width).toBeCloseTo(100, 1);
      }),
    );
  });
});

describe("instants", () => {
  it("stand in the given zone with months of three letters", () => {
    expect(formatInstant("2026-09-30T23:30:00Z", "Europe/Dublin", "date")).toBe("1 Oct 2026");
    expect(formatInstant("2026-09-05T08:00:00Z", "UTC", "day")).toBe("5 Sep");
    expect(formatInstant("2026-11-20T09:14:05Z", "America/New_York", "second")).toBe("20 Nov 2026, 04:14:05");
  });

  it("are given three ways", () => {
    expect(instantDetails("2026-06-01T10:00:00Z", "Europe/Dublin")).toEqual({
      local: "1 Jun 2026, 11:00:00 Europe/Dublin",
      utc: "1 Jun 2026, 10:00:00 UTC",
      iso: "2026-06-01T10:00:00.000Z",
    });
  });

  it("elapsed between them gets a stroke for minutes, hours and days", () => {
    expect([5, 60, 3_599, 3_600, 86_399, 86_400].map(strokesOf)).toEqual([0, 1, 1, 2, 2, 3]);
  });
});

describe("the address of a list", () => {
  it("drops the page cursor when a filter or the order changes, since it holds for one of them only", () => {
    expect(hrefWith("/x", { after: "k", state: "open" }, { sort: "-due" })).toBe("/x?sort=-due&state=open");
    expect(hrefWith("/x", { after: "k" }, { after: "m" })).toBe("/x?after=m");
  });

  it("keeps the page while a panel opens and closes", () => {
    expect(hrefWith("/x", { after: "k" }, { panel: "r3" })).toBe("/x?after=k&panel=r3");
    expect(hrefWith("/x", { after: "k", panel: "r3" }, { panel: null })).toBe("/x?after=k");
  });

  it("writes what cannot stand in an address so that it comes back unchanged", () => {
    const href = hrefWith("/x", {}, { q: "a&b=c #ä", tag: ["one", "two"] });
    const query = new URLSearchParams(href.slice(3));
    expect(query.get("q")).toBe("a&b=c #ä");
    expect(query.getAll("tag")).toEqual(["one", "two"]);
  });

  it("can name no column but those that sort", () => {
    const sort = parseAsSort(["due", "name"]);
    expect(sort.parse("-due")).toEqual({ column: "due", direction: "desc" });
    expect(sort.parse("password_hash")).toBeNull();
    expect(sort.serialize({ column: "name", direction: "asc" })).toBe(sortText("name", "asc"));
  });
});

describe("small words", () => {
  it("initials are of the first and the last name", () => {
    expect(["Ines Okafor", "Tomás de la Rivera", "Cher", "", "  élodie  Ångström "].map(initialsOf)).toEqual(["IO", "TR", "C", "", "ÉÅ"]);
  });

  it("sizes are in decimal units", () => {
    expect([0, 1, 999_499, 1_000_000, 25_000_000, 11_621_000_000].map(sizeText)).toEqual(["0 kB", "1 kB", "999 kB", "1.0 MB", "25.0 MB", "11.6 GB"]);
  });
});
