import { describe, expect, test } from "vitest";
import { columnsOf } from "#app/_ui/data-table.tsx";
import { arrangeColumns, columnChoices } from "./arrange-columns.ts";
import { columnId } from "./list-columns.ts";
import { arrangementIn, viewContentIn } from "./list-forms.ts";
import { asksForNothing, brokenFilters, columnsIn, differsFrom, viewHref } from "./view-address.ts";

const list = {
  key: "controls", page: "controls", title: "Controls",
  filters: { status: { label: "Status", word: (value: string) => (value === "stale" ? "Stale" : undefined) }, owner: { label: "Owner" } },
  everyRow: () => Promise.reject(new Error("not read")),
};
const view = { id: "viw_1", filters: [{ name: "status", value: "stale" }, { name: "owner", value: "A & B" }], columns: ["title", "code"] };

const column = columnsOf<{ code: string; title: string; owner: string }>();
const columns = column.columns([
  column.accessor("code", { header: "Code" }),
  column.accessor("title", { header: "Title", meta: { rowHeader: true } }),
  column.accessor("owner", { header: "Owner" }),
  column.display({ id: "act", header: "Act", cell: () => null }),
]);
const ids = (chosen: readonly string[] | null): string[] => arrangeColumns(columns, chosen).map((one) => columnId(one));

describe("the address of a view", () => {
  test("holds its filters and columns, so that it can be sent and changed from there", () => {
    const query = Object.fromEntries(new URL(viewHref("/calder/controls", view), "http://tickmark.test").searchParams);
    expect(query).toEqual({ view: "viw_1", status: "stale", owner: "A & B", columns: "title,code" });
    expect(differsFrom(view, list, query)).toBe(false);
    expect(differsFrom(view, list, { ...query, after: "page 2", panel: "x" })).toBe(false);
    expect(differsFrom(view, list, { ...query, status: "" })).toBe(true);
    expect(differsFrom(view, list, { ...query, columns: "code,title" })).toBe(true);
    expect(columnsIn({ columns: "" })).toBeNull();
  });

  test("of nothing leads to the view that a list opens with; anything asked for does not", () => {
    expect(asksForNothing({})).toBe(true);
    expect(asksForNothing({ view: "all" })).toBe(false);
    expect(asksForNothing({ panel: "SYS.1" })).toBe(false);
  });
});

test("a view that filters by what no longer exists is broken, and says by what", () => {
  expect(brokenFilters(view, list)).toEqual([]);
  expect(brokenFilters({ filters: [{ name: "status", value: "rotten" }, { name: "team", value: "x" }] }, list)).toEqual([{ name: "status", value: "rotten" }, { name: "team", value: "x" }]);
});

describe("columns as somebody chose them", () => {
  test("come in that order, with what names the row in any case and buttons last", () => {
    expect(ids(null)).toEqual(["code", "title", "owner", "act"]);
    expect(ids(["owner", "title", "owner", "gone"])).toEqual(["owner", "title", "act"]);
    expect(ids(["owner"])).toEqual(["title", "owner", "act"]);
    expect(ids([])).toEqual(["title", "act"]);
  });

  test("are offered first, then the others", () => {
    expect(columnChoices(columns, arrangeColumns(columns, ["owner", "title"]))).toEqual([
      { id: "owner", label: "Owner", shown: true, fixed: false },
      { id: "title", label: "Title", shown: true, fixed: true },
      { id: "code", label: "Code", shown: false, fixed: false },
    ]);
  });
});

describe("what the forms of lists send", () => {
  const form = (fields: [string, string][]): FormData => {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    return data;
  };

  test("columns in their order; none of them while the address has its own", () => {
    const fields: [string, string][] = [["list", "controls"], ["columns", "title"], ["columns", "code"], ["density", "compact"]];
    expect(arrangementIn(form(fields))).toEqual({ list: "controls", columns: ["title", "code"], density: "compact" });
    expect(arrangementIn(form([...fields, ["keep", "yes"]]))).toEqual({ list: "controls", density: "compact" });
    expect(arrangementIn(form([...fields, ["reset", "yes"]]))).toEqual({ list: "controls", columns: null, density: "normal" });
  });

  test("filters with whatever their values hold", () => {
    expect(viewContentIn(form([["filter", "q=a=b"], ["filter", "owner=A & B"]]))).toEqual({ filters: [{ name: "q", value: "a=b" }, { name: "owner", value: "A & B" }], columns: null });
  });
});
