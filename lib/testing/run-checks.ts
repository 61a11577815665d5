import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** One step of a check run: a command of the project's own node_modules, and where its runner leaves its counts. */
type Step = { name: string; command: readonly string[]; report?: "vitest" | "playwright" };

const node = process.execPath;
const bin = (name: string): string => path.join("node_modules", ".bin", name);
const vitest = (name: string, ...projects: string[]): Step => ({
  name,
  command: [node, "node_modules/vitest/vitest.mjs", "run", ...projects.flatMap((project) => ["--project", project])],
  report: "vitest",
});

const STATIC: readonly Step[] = [
  { name: "client", command: [node, "lib/cli/main.ts", "generate"] },
  { name: "route types", command: [node, "node_modules/next/dist/bin/next", "typegen"] },
  { name: "types", command: [bin("tsc"), "--noEmit", "-p", "."] },
  { name: "lint", command: [bin("eslint"), ".", "--max-warnings", "0", "--cache", "--cache-location", ".next/eslint"] },
  { name: "architecture", command: [bin("depcruise"), "--config", ".dependency-cruiser.cjs", "app", "lib", "prisma/seed", "integrations"] },
  { name: "dead code", command: [bin("knip")] },
];

const SUITES: Readonly<Record<string, readonly Step[]>> = {
  verify: [...STATIC, vitest("unit", "unit")],
  test: [
    ...STATIC,
    vitest("unit and database", "unit", "database"),
    { name: "build", command: [node, "lib/cli/main.ts", "build"] },
    { name: "browser", command: [bin("playwright"), "test"], report: "playwright" },
  ],
  oracles: [{ name: "client", command: [node, "lib/cli/main.ts", "generate"] }, vitest("oracles", "oracles")],
  systems: [{ name: "client", command: [node, "lib/cli/main.ts", "generate"] }, vitest("systems", "systems")],
};

type Counts = { passed: number; failed: number };

function run(step: Step, reportFile: string): Promise<number> {
  const extra = step.report === "vitest" ? ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`] : [];
  const [program = "", ...args] = [...step.command, ...extra];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...(step.report === "playwright" ? { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile } : {}) },
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/** Reads the counts that a runner left; a report that names no test counts as a failure, because nothing was proven. */
async function countsOf(step: Step, reportFile: string): Promise<Counts> {
  if (step.report === undefined) return { passed: 0, failed: 0 };
  const report: unknown = JSON.parse(await readFile(reportFile, "utf8"));
  const numbers = report as { numPassedTests?: number; numFailedTests?: number; stats?: { expected: number; unexpected: number; flaky: number; skipped: number } };
  const counts =
    numbers.stats === undefined
      ? { passed: numbers.numPassedTests ?? 0, failed: numbers.numFailedTests ?? 0 }
      : { passed: numbers.stats.expected, failed: numbers.stats.unexpected + numbers.stats.flaky + numbers.stats.skipped };
  return counts.passed + counts.failed === 0 ? { passed: 0, failed: 1 } : counts;
}

async function runSuite(name: string): Promise<number> {
  const steps = SUITES[name];
  if (steps === undefined) {
    console.error(`There is no suite "${name}". There are: ${Object.keys(SUITES).join(", ")}.`);
    return 2;
  }
  const reports = await mkdtemp(path.join(tmpdir(), "tickmark-checks-"));
  const total: Counts = { passed: 0, failed: 0 };
  const summary: string[] = [];
  try {
    for (const [index, step] of steps.entries()) {
      const started = performance.now();
      const reportFile = path.join(reports, `${index}.json`);
      const code = await run(step, reportFile);
      const counts = code === 0 || step.report !== undefined ? await countsOf(step, reportFile).catch(() => ({ passed: 0, failed: 1 })) : { passed: 0, failed: 0 };
      total.passed += counts.passed;
      total.failed += counts.failed;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const failed = code !== 0 || counts.failed > 0;
      summary.push(`${failed ? "FAILED" : "ok    "}  ${step.name.padEnd(20)} ${seconds.padStart(6)} s${step.report === undefined ? "" : `  ${counts.passed} passed, ${counts.failed} failed`}`);
      if (failed) {
        total.failed = Math.max(1, total.failed);
        break;
      }
    }
  } finally {
    await rm(reports, { recursive: true });
  }
  console.log(`\n${summary.join("\n")}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

process.exitCode = await runSuite(process.argv[2] ?? "test");
