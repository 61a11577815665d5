import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newConnector } from "./new-connector.ts";

const run = promisify(execFile);
let tree: string;

beforeEach(async () => {
  tree = await mkdtemp(path.join(tmpdir(), "tickmark-connector-"));
  for (const name of ["lib", "node_modules", "prisma"]) await symlink(path.resolve(name), path.join(tree, name));
  await cp("package.json", path.join(tree, "package.json"));
  await mkdir(path.join(tree, "integrations"));
  await cp("integrations/README.md", path.join(tree, "integrations", "README.md"));
  await writeFile(path.join(tree, "integrations", "registry.ts"), 'import type { Connector } from "#lib/connector/index.ts";\n\n/** Every connector, by its folder. */\nexport const CONNECTORS: readonly Connector[] = [];\n');
  await cp("integrations/registry.test.ts", path.join(tree, "integrations", "registry.test.ts"));
  await writeFile(path.join(tree, "vitest.config.ts"), 'export default { test: { include: ["integrations/**/*.test.ts"] } };\n');
  await writeFile(path.join(tree, "tsconfig.json"), JSON.stringify({ extends: path.resolve("tsconfig.json"), compilerOptions: { incremental: false, plugins: [], types: ["node"] }, include: ["integrations/**/*.ts"], exclude: [] }));
});
afterEach(() => rm(tree, { recursive: true }));

test("what is written compiles, holds the suite of collectors, and is registered; a second one too", async () => {
  await newConnector("acme", tree);
  await newConnector("acme-cloud", tree);
  const registry = await readFile(path.join(tree, "integrations", "registry.ts"), "utf8");
  expect(registry).toContain('import { acmeCloud } from "./acme-cloud/index.ts";');
  expect(registry).toContain("= [\n  acme,\n  acmeCloud,\n];");
  const [types, suite] = await Promise.all([
    run(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit", "-p", "."], { cwd: tree }).then(() => "compiles", (error: unknown) => String((error as { stdout?: string }).stdout)),
    run(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--root", tree], { cwd: tree }).then(({ stdout }) => stdout, (error: unknown) => String((error as { stdout?: string }).stdout)),
  ]);
  expect([types, /Test Files\s+3 passed/.test(suite.replace(/\[[\d;]*m/g, "").replaceAll("\u001b", "")) ? "passes" : suite]).toEqual(["compiles", "passes"]);
}, 120_000);

test("a name that is none or taken is refused, and nothing is written over", async () => {
  await newConnector("acme", tree);
  await expect(newConnector("acme", tree)).rejects.toThrow(/already/);
  for (const name of ["", "../lib", "Acme", "1a", "a_b", "a-"]) await expect(newConnector(name, tree)).rejects.toThrow(/no name/);
});
