import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressOf } from "./discover.ts";
import { plantTree } from "./planted/plant-tree.ts";
import { calledThrough, exportedValues, hasDirective, readSource, resolveOwn, valueImports, type Source } from "./source-files.ts";

let planted: Awaited<ReturnType<typeof plantTree>>;
const source = (name: string): Source => readSource(path.join(planted.folder, name));
const namesOf = (name: string): [string, boolean][] => exportedValues(source(name)).map((value) => [value.name, value.made !== null]);

beforeAll(async () => {
  planted = await plantTree(
    {
      "imports.ts": [
        'import type { A } from "./types.ts";',
        'import { type B, c as d } from "./mixed.ts";',
        'import { type E } from "./inline.ts";',
        'import F, * as G from "./both.ts";',
        'import "./effect.ts";',
        'export type { H } from "./passed-types.ts";',
        'export { type I, j } from "./passed.ts";',
        'export * from "./all.ts";',
        "export const k: [A, B, E] | number = [d, F, G].length;",
      ].join("\n"),
      "exports.ts": [
        '"use server";',
        "async function handle() { return inner(); }",
        "function inner() { return outer.deep(1); }",
        "export const act = handleRoute(inner);",
        "export async function plain() { await handle(); }",
        'export { handle as GET, inner }; export { other } from "./other.ts"; export type { T } from "./t.ts";',
        "export default function page() {}",
        "export class Thing {}",
      ].join("\n"),
    },
    false,
  );
});
afterAll(() => planted.remove());

test("imports for values are told from imports of types", () => {
  expect(valueImports(source("imports.ts")).map(({ from, names }) => [from, Object.fromEntries(names)])).toEqual([
    ["./mixed.ts", { d: "c" }],
    ["./both.ts", { F: "default", G: "*" }],
    ["./effect.ts", {}],
    ["./passed.ts", {}],
    ["./all.ts", {}],
  ]);
});

test("exports are found however they are written, and what is made elsewhere has no body here", () => {
  expect(namesOf("exports.ts")).toEqual([["act", true], ["plain", true], ["GET", true], ["inner", true], ["other", false], ["default", true], ["Thing", false]]);
  expect(namesOf("imports.ts")).toEqual([["j", false], ["*", false], ["k", true]]);
  expect([hasDirective(source("exports.ts"), "use server"), hasDirective(source("imports.ts"), "use server")]).toEqual([true, false]);
});

test("calls are followed through functions of the same file", () => {
  const exported = exportedValues(source("exports.ts"));
  const calls = (name: string) => [...calledThrough(source("exports.ts"), exported.find((value) => value.name === name)?.made ?? source("exports.ts").tree)].sort();
  expect(calls("plain")).toEqual(["handle", "inner", "outer.deep"]);
  expect(calls("act")).toEqual(["handleRoute"]);
});

test("addresses leave groups out, and specifiers name files of the project", () => {
  expect(addressOf("app/(workspace)/[org]/alerts/page.tsx")).toBe("/[org]/alerts");
  expect(addressOf("app/page.tsx")).toBe("/");
  expect([resolveOwn("#lib/a/b.ts", "app/x.ts"), resolveOwn("../c.ts", "app/x/y.ts"), resolveOwn("zod", "app/x.ts")]).toEqual(["lib/a/b.ts", "app/c.ts", null]);
});
