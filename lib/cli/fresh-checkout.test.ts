import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { childEnvironment } from "#lib/platform/env.ts";

// What a customer has after `npm install`: the files of the project and its packages, and nothing that was generated.
const ROOT = path.resolve(import.meta.dirname, "..", "..");
let checkout: string;

beforeAll(() => {
  checkout = mkdtempSync(path.join(tmpdir(), "tickmark-checkout-"));
  for (const part of ["lib", "prisma", "controls", "integrations", "package.json", "prisma.config.ts"]) {
    cpSync(path.join(ROOT, part), path.join(checkout, part), { recursive: true, filter: (source) => path.relative(ROOT, source) !== path.join("prisma", "generated") });
  }
  symlinkSync(path.join(ROOT, "node_modules"), path.join(checkout, "node_modules"));
}, 60_000);
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

function tickmark(...args: string[]): { code: number | null; err: string } {
  const { status, stderr } = spawnSync(process.execPath, ["lib/cli/main.ts", ...args], {
    cwd: checkout, encoding: "utf8", env: childEnvironment({ TICKMARK_DATA: path.join(checkout, "data"), TICKMARK_PORT: "not a port" }),
  });
  return { code: status, err: stderr };
}

test("a command makes the Prisma client before it loads what rests on it, once", () => {
  // `start` loads everything that set-up needs; the wrong setting ends it before it does anything.
  const first = tickmark("start");
  expect(first.err).toContain("Making the Prisma client");
  expect(first.err).toContain("TICKMARK_PORT");
  expect(first.code).toBe(1);
  const second = tickmark("start");
  expect(second.err).not.toContain("Making the Prisma client");
  expect(second.code).toBe(1);
}, 60_000);
