import { describe, expect, test } from "vitest";
import { statementNames } from "./statement-names.ts";

const byKey = (table: string): { sql: string } => ({ sql: `SELECT "public"."${table}"."id" FROM "public"."${table}" WHERE "public"."${table}"."id" = $1 LIMIT $2 OFFSET $3` });

describe("names of statements", () => {
  test("one that finds a row is named from its third use on, always alike", () => {
    const nameOf = statementNames();
    expect([1, 2, 3, 4].map(() => nameOf(byKey("control")))).toEqual(["", "", "s0", "s0"]);
    expect([1, 2, 3].map(() => nameOf(byKey("member")))).toEqual(["", "", "s1"]);
  });

  test.each([
    "SELECT a FROM t WHERE b = $1 ORDER BY c LIMIT $2",
    'SELECT "public"."t"."id" FROM "public"."t" WHERE "public"."t"."id" IN ($1,$2)',
    "SELECT DISTINCT a FROM t WHERE b = $1",
    "SELECT a, count(*) FROM t WHERE b = $1 GROUP BY a",
    "SELECT a FROM t WHERE b = ANY($1::text[])",
    "UPDATE t SET a = $1 WHERE b = $2",
    `SELECT ${"a, ".repeat(700)}b FROM t WHERE c = $1`,
  ])("what is planned for its values stays without a name: %.60s", (sql) => {
    const nameOf = statementNames();
    expect([1, 2, 3, 4].map(() => nameOf({ sql }))).toEqual(["", "", "", ""]);
  });

  test("a connection is given no more than 400, and what came later goes without", () => {
    const nameOf = statementNames();
    const names = Array.from({ length: 500 }, (_, at) => [1, 2, 3].map(() => nameOf(byKey(`t${at}`))).at(-1));
    expect(new Set(names.filter((one) => one !== "")).size).toBe(400);
    expect(names.slice(400)).toEqual(Array.from({ length: 100 }, () => ""));
  });
});
