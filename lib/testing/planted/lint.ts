import type { Tree } from "./plant-tree.ts";

/** A line of code in a file of its own, and the rule or the sentence that must be said of it; null: it is right there. */
export type PlantedLint = { file: string; code: string; names: string | null };

const CLOCK = "Time comes from the context's clock";
const CHANCE = "Randomness comes from node:crypto";
const ENVIRONMENT = "Only lib/platform/env.ts reads the environment";
const OUTBOUND = "Requests leave through lib/platform only";
const ERASABLE = "Erasable syntax only: Node runs these files directly";
const SWALLOWED = "An error is handled, explained or passed on; never swallowed";
const EXTENSION = "An import of our own names its file with its extension: Node resolves nothing else";
const CONCEPT = "A folder or file is named after its concept";
const SQL = "Values are bound, never pasted into SQL";
const MARKUP = "Markup is written in JSX; what people typed is text";
const ACTIONS = "Server actions stand in a file of their own (actions.ts), where the generated suite finds them";
const COLOURS = "Colours come from the tokens in app/_ui/styles";
const RUNS = "A test runs, always and for everybody, or does not exist";

const lines = (count: number, line: string): string => Array.from({ length: count }, () => line).join("\n");

const CASES: readonly (readonly [folder: string, names: string | null, code: string, extension?: string])[] = [
  ["lib/alerts", CLOCK, "export const now = new Date();"],
  ["lib/alerts", CLOCK, "export const now = Date.now();"],
  ["lib/platform/clock.ts", null, "export const now = () => new Date();"],
  ["lib/platform/other", CLOCK, "export const now = () => new Date();"],
  ["app/shown", null, "export const now = () => new Date();"],
  ["lib/alerts", CHANCE, "export const seed = Math.random();"],
  ["app/shown", CHANCE, "export const seed = Math.random();"],
  ["lib/alerts", ENVIRONMENT, 'export const home = process.env["HOME"];'],
  ["lib/platform/other", ENVIRONMENT, 'export const home = process.env["HOME"];'],
  ["app/shown", ENVIRONMENT, 'export const home = process.env["HOME"];'],
  ["lib/platform/env.ts", null, 'export const home = process.env["HOME"];'],
  ["lib/alerts", OUTBOUND, 'export const page = () => fetch("https://example.com");'],
  ["lib/platform/outbound", null, 'export const page = () => fetch("https://example.com");'],
  ["lib/alerts", ERASABLE, "export enum Colour { Red }"],
  ["lib/alerts", ERASABLE, "export namespace Paint { export const red = 1; }"],
  ["lib/alerts", SWALLOWED, "export function quiet(): void { try { quiet(); } catch {} }"],
  ["lib/alerts", EXTENSION, 'export { thing } from "./standing";'],
  ["lib/alerts", EXTENSION, 'export { thing } from "#lib/alerts/standing";'],
  ["lib/alerts", CONCEPT, 'export { thing } from "./utils/standing.ts";'],
  ["lib/alerts", SQL, "export const rows = (tx: { $queryRawUnsafe(sql: string): number }) => tx.$queryRawUnsafe('SELECT 1');"],
  ["app/shown", MARKUP, 'export const Raw = () => <p dangerouslySetInnerHTML={{ __html: "x" }} />;', "tsx"],
  ["app/shown", ACTIONS, 'export async function act(): Promise<void> { "use server"; await Promise.resolve(); }'],
  ["app/shown", COLOURS, 'export const red = "#ff0000";'],
  ["app/shown", COLOURS, "export const red = `1px solid #f00`;"],
  ["app/shown", COLOURS, 'export const red = "rgb(255 0 0)";'],
  ["lib/packets/report/style.ts", null, 'export const red = "#ff0000";'],
  ["app/shown", null, 'import { thing } from "#lib/alerts/standing.ts"; export const anchor = ["#section", "a/#added", thing];'],
  ["lib/alerts/x.test.ts", RUNS, 'import { test } from "vitest"; test.skip("later", () => undefined);'],
  ["lib/alerts/y.test.ts", RUNS, 'import { describe } from "vitest"; describe.only("mine", () => undefined);'],
  ["lib/alerts/z.test.ts", null, 'import { test } from "vitest"; test.each([1])("%i", () => undefined); console.log(new Date());'],
  ["lib/alerts", "@typescript-eslint/no-explicit-any", "export const value = (given: any): unknown => given;"],
  ["lib/alerts", "@typescript-eslint/no-unsafe-argument", 'export const used = "".concat(JSON.parse("1"));'],
  ["lib/alerts", "@typescript-eslint/no-unsafe-assignment", 'export const value = JSON.parse("1");'],
  ["lib/alerts", "@typescript-eslint/no-unsafe-call", 'export function call(): void { JSON.parse("1")(); }'],
  ["lib/alerts", "@typescript-eslint/no-unsafe-member-access", 'export function read(): void { void JSON.parse("1").name; }'],
  ["lib/alerts", "@typescript-eslint/no-unsafe-return", 'export const give = () => JSON.parse("1");'],
  ["lib/alerts", "@typescript-eslint/no-floating-promises", "export function start(): void { Promise.resolve(1); }"],
  ["lib/alerts", "@typescript-eslint/no-misused-promises", "export const wrong = [1].filter(async () => Promise.resolve(true));"],
  ["lib/alerts", "@typescript-eslint/await-thenable", "export async function wait(): Promise<void> { await 1; }"],
  ["lib/alerts", "@typescript-eslint/only-throw-error", 'export function fail(): never { throw "no"; }'],
  ["lib/alerts", "@typescript-eslint/switch-exhaustiveness-check", 'export function say(word: "a" | "b"): void { switch (word) { case "a": break; } }'],
  ["lib/alerts", "@typescript-eslint/ban-ts-comment", "// @ts-expect-error: it is late\nexport const one: string = 1;"],
  ["lib/alerts", "@typescript-eslint/consistent-type-imports", 'import { Shape } from "./standing.ts"; export type Used = Shape;'],
  ["lib/alerts", "no-warning-comments", "// TODO later\nexport const one = 1;"],
  ["lib/alerts", "no-console", 'console.log("here");'],
  ["lib/cli", null, 'console.log("here");'],
  ["lib/alerts", "no-eval", 'eval("1");'],
  ["lib/alerts", "@typescript-eslint/no-implied-eval", 'setTimeout("1", 10);'],
  ["lib/alerts", "@typescript-eslint/no-implied-eval", 'export const made = new Function("return 1");'],
  ["lib/alerts", "eqeqeq", "export const same = (left: number, right: number) => left == right;"],
  ["lib/alerts", null, "export const absent = (left: number | null | undefined) => left == null;"],
  ["lib/alerts", "prefer-const", "let one = 1; export const two = one;"],
  ["lib/alerts", "max-lines", lines(301, "export {};")],
  ["lib/alerts", "max-lines-per-function", `export function long(): void {\n${lines(60, "  void 0;")}\n}`],
  ["lib/alerts", "no-console", "/* eslint-disable no-console */\nconsole.log(1);"],
];

/** One file per case; a folder gets numbered files, a name of a file is taken as it is. */
export const PLANTED_LINT: readonly PlantedLint[] = CASES.map(([place, names, code, extension], index) => ({
  file: place.endsWith(".ts") ? place : `${place}/case-${index}.${extension ?? "ts"}`,
  code,
  names,
}));

/** The planted project. */
export function lintProject(): Tree {
  const compilerOptions = { target: "ES2024", module: "ESNext", moduleResolution: "bundler", jsx: "react-jsx", strict: true, noEmit: true, allowImportingTsExtensions: true, skipLibCheck: true, types: ["node"] };
  return {
    "package.json": JSON.stringify({ name: "planted", type: "module", imports: { "#lib/*": "./lib/*" } }),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["**/*.ts", "**/*.tsx"] }),
    "lib/alerts/standing.ts": "export const thing = 1;\nexport type Shape = number;\n",
    ...Object.fromEntries(PLANTED_LINT.map(({ file, code }) => [file, `${code}\n`])),
  };
}

/** What of a configuration's rules must be planted: each rule by its name, each restricted syntax by its sentence. */
export function lintRulesNeeded(rules: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(rules).flatMap(([name, setting]) => {
    if (setting === "off") return [];
    if (name !== "no-restricted-syntax") return [name];
    return (setting as [string, ...{ message: string }[]]).slice(1).map((entry) => (entry as { message: string }).message.replace(/\.$/, ""));
  });
}
