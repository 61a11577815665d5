import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { CONNECTORS } from "./registry.ts";

const HERE = import.meta.dirname;
const suite = readFileSync(path.join(HERE, "../lib/testing/connector-suite.ts"), "utf8");
const [, part = ""] = readFileSync(path.join(HERE, "README.md"), "utf8").split("## What every collector is held against");
const table = part.split("\n").filter((line) => line.startsWith("| ")).map((line) => line.split("|").map((cell) => cell.trim())).filter((cells) => cells.length === 5 && !["test", "---"].includes(cells[2] ?? ""));

/** The tests of a connector that run the suite. */
const suitesOf = (id: string): string[] =>
  readdirSync(path.join(HERE, id), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts")).map((name) => readFileSync(path.join(HERE, id, name), "utf8")).filter((text) => text.includes("connectorSuite("));

test("every test of the suite stands in the table, by its name", () => {
  const names = [...suite.matchAll(/test(?:\.each\(.*?\))?\("([^"]+)"/g)].map(([, name = ""]) => name);
  const listed = table.map((cells) => cells[2] ?? "");
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !listed.includes(name) && name !== "nothing secret is in what is recorded")).toEqual([]);
  expect(listed.filter((name) => !names.includes(name))).toEqual([]);
});

test("every collector is held against the suite", () => {
  const missing = CONNECTORS.flatMap(({ manifest: { id }, collectors }) => collectors.filter((one) => !suitesOf(id).some((text) => text.includes(`"${one.id}"`))).map((one) => `${id} ${one.id}`));
  expect(missing).toEqual([]);
});

test("the connectors whose pages move while they are read are those that the table names", () => {
  const moving = CONNECTORS.map(({ manifest: { id } }) => id).filter((id) => suitesOf(id).some((text) => /connectorSuite\(\{[^\n]*\bmoving\b/.test(text))).sort();
  expect(table.find((cells) => cells[2]?.startsWith("things that move"))?.[3]).toBe(moving.join(", "));
});
