import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Context } from "#lib/platform/context.ts";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { readFramework, readMatrix, type MatrixPage, type MatrixRow } from "./index.ts";

const KEY = "iso27001-2022";

let world: FurnishedWorld;
let admin: Context;
beforeAll(async () => {
  world = await furnishedWorld();
  admin = world.as("admin");
}, 240_000);
afterAll(async () => {
  await world.close();
});

type Input = Omit<Parameters<typeof readMatrix>[1], "key">;

/** Every row, as somebody who presses Next to the end. */
async function rowsOf(input: Input, key = KEY): Promise<MatrixRow[]> {
  const rows: MatrixRow[] = [];
  let cursor: string | undefined;
  do {
    const page: MatrixPage = await readMatrix(admin, { key, ...input, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.rows);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

describe("the matrix", () => {
  test.each(["soc2-tsc-2017", KEY, "pci-dss-4.0.1"])("judges each requirement of %s as the framework itself is judged, page by page, and counts the same", async (key) => {
    const framework = await readFramework(admin, { key });
    const rows = await rowsOf({ size: 20 }, key);
    expect(rows.map(({ code, status, gap, missing, parentCode }) => ({ code, status, gap, missing, parentCode }))).toEqual(
      framework.groups.flatMap((group) => group.requirements.map(({ code, status, gap, missing, parentCode }) => ({ code, status, gap, missing, parentCode }))));
    const page = await readMatrix(admin, { key });
    expect(page.counts).toEqual(framework.counts);
    expect(page.statuses).toEqual(framework.statuses);
    expect(page.groups.map(({ code, counts }) => ({ code, counts }))).toEqual(framework.groups.map(({ code, counts }) => ({ code, counts })));
  });

  test("gathers controls by domain without losing one, and shows the worst of those that satisfy", async () => {
    const [byControl, byDomain] = [await rowsOf({ columns: "SYS" }), await rowsOf({ columns: "domains" })];
    const sum = (row: MatrixRow): [number, number] => [row.cells.reduce((all, cell) => all + cell.satisfies, 0), row.cells.reduce((all, cell) => all + cell.contributes, 0)];
    for (const [index, row] of byDomain.entries()) {
      expect([row.code, ...sum(row)]).toEqual([row.code, row.satisfies, row.contributes]);
      expect([row.code, ...sum(byControl[index]!)]).toEqual([row.code, row.satisfies, row.contributes]);
    }
    const mapped = byDomain.find((row) => row.satisfies > 0)!;
    expect(mapped.cells.map((cell) => cell.column)).toEqual(["SYS"]);
    expect(mapped.cells[0]!.status).toBe(mapped.status);
    // SYS.2.07 contributes to CC3.3 and does not satisfy it: a gap, however good the control is.
    const contributed = (await rowsOf({ columns: "domains" }, "soc2-tsc-2017")).find((row) => row.code === "CC3.3");
    expect(contributed).toMatchObject({ gap: "only_contributed", status: "not_yet_known", satisfies: 0, contributes: 1 });
  });

  test("counts in each column the requirements that it satisfies, and those that it only contributes to", async () => {
    const { columns } = await readMatrix(admin, { key: KEY, columns: "SYS" });
    const rows = await rowsOf({ columns: "SYS" });
    expect(columns.map((column) => column.key)).toEqual(["SYS.1.01", "SYS.2.07"]);
    for (const column of columns) {
      const cells = rows.flatMap((row) => row.cells.filter((cell) => cell.column === column.key));
      expect(column).toMatchObject({ controls: 1, satisfies: cells.filter((cell) => cell.satisfies > 0).length, contributes: cells.filter((cell) => cell.satisfies === 0).length });
    }
  });

  test("filters rows by gap, status, owner, domain and text, and never judges by what is left", async () => {
    const all = new Map((await rowsOf({})).map((row) => [row.code, row]));
    for (const input of [{ show: "gaps" }, { show: "mapped" }, { show: "unproven" }, { domain: "SYS" }, { text: "A.8.1" }, { ownerTeam: "Infrastructure" }] as const) {
      const rows = await rowsOf(input);
      const page = await readMatrix(admin, { key: KEY, ...input });
      expect(rows.length, JSON.stringify(input)).toBeGreaterThan(0);
      expect(rows.length).toBeLessThan(all.size);
      expect(page.matching).toBe(rows.length);
      expect(page.counts.total).toBe(all.size);
      for (const row of rows) expect(row).toMatchObject({ status: all.get(row.code)!.status, gap: all.get(row.code)!.gap });
    }
    expect((await rowsOf({ show: "gaps" })).every((row) => row.gap !== null)).toBe(true);
    expect((await rowsOf({ domain: "PHY" }))).toEqual([]);
    expect((await rowsOf({ text: "A.8.15" })).map((row) => row.code)).toEqual(["A.8.15"]);
  });

  test("opens a cell and a whole row to their controls, with what was said for each, those that satisfy first", async () => {
    const row = (await rowsOf({ show: "mapped" })).find((one) => one.satisfies > 0)!;
    const open = (await readMatrix(admin, { key: KEY, cell: { requirement: row.code, column: row.cells[0]!.column } })).open!;
    expect(open.controls.every((one) => one.code === row.cells[0]!.column && one.rationale !== "")).toBe(true);
    const whole = (await readMatrix(admin, { key: KEY, cell: { requirement: row.code } })).open!;
    expect(whole.controls.map((one) => one.code).sort()).toEqual(row.controls.map((one) => one.code).sort());
    expect(whole.controls[0]!.strength).toBe("satisfies");
    expect(await reasonOf(readMatrix(admin, { key: KEY, cell: { requirement: "A.99" } }))).toBe("requirement_not_found");
  });
});
