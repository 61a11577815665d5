import { expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { restedOn, restedOnIds } from "./rests-on.ts";

const own = "{\"kind\":\"collection\"}";
const of = (collection: string, number: number, more: object) => ({ collection, number, collector: "repositories", completeness: "complete", sha256: sha256Hex(own), ...more });
const record = JSON.stringify({ kind: "check_run", rests_on: [of("col_1", 9, { rows: 0 }), of("col_2", 10, { rows: 4 }), of("col_3", 2, {})] });

test("what a check looked at comes first, each with the record whose hash the check recorded", () => {
  expect(restedOnIds(record)).toEqual(["col_1", "col_2", "col_3"]);
  const found = restedOn(record, new Map([["col_1", own], ["col_2", own]]));
  expect(found.map(({ name, rows, record: text }) => [name, rows, text])).toEqual([["COL-10", 4, own], ["COL-2", null, null], ["COL-9", 0, own]]);
});

test("a record that is another than it was is not shown as the one that the check rested on", () => {
  expect(restedOn(record, new Map([["col_2", `${own} `]])).map(({ record: text }) => text)).toEqual([null, null, null]);
});

test("what is no record of a check is refused", () => { expect(() => restedOnIds("{\"kind\":\"alert\"}")).toThrow(); });
