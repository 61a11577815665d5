import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/** One step of a check run: a command of the project's own node_modules, and where its runner leaves its counts. */
type Step = { name: string; command: readonly string[]; report?: "vitest" | "playwright"; /** What it prints belongs to the summary. */ forSummary?: true };
/** Steps that need nothing of each other: as many run at once as the machine has cores. */
type Stage = readonly Step[];

const node = process.execPath;
const bin = (name: string): string => path.join("node_modules", ".bin", name);
const vitest = (name: string, ...projects: string[]): Step => ({
  name,
  command: [node, "node_modules/vitest/vitest.mjs", "run", ...projects.flatMap((project) => ["--project", project])],
  report: "vitest",
});

/** What is generated, and what the types of pages are made from. */
const GENERATE: readonly Stage[] = [
  [{ name: "client", command: [node, "lib/cli/main.ts", "generate"] }],
  [{ name: "route types", command: [node, "node_modules/next/dist/bin/next", "typegen"] }],
];

const types: Step = { name: "types", command: [bin("tsc"), "--noEmit", "-p", "."] };
const architecture: Step = { name: "architecture", command: [bin("depcruise"), "--config", ".dependency-cruiser.cjs", "app", "lib", "integrations", "prisma/seed", "e2e", "bench", "proxy.ts", "instrumentation.ts"] };
const deadCode: Step = { name: "dead code", command: [bin("knip")] };
const lint: Step = { name: "lint", command: [bin("eslint"), ".", "--max-warnings", "0"] };
const lintChanged: Step = { name: "lint of changes", command: [node, "lib/testing/lint-changed.ts"] };

/** Once, before whoever starts whole installations: two at a time would write the same folder. */
const build: Step = { name: "build", command: [node, "lib/cli/main.ts", "build"] };

/** What the generated suites run over. */
const parts: Step = { name: "parts", command: [node, "lib/testing/count-parts.ts"], forSummary: true };

const SUITES: Readonly<Record<string, readonly Stage[]>> = {
  verify: [...GENERATE, [vitest("unit", "unit"), types, lintChanged, architecture, deadCode, parts]],
  test: [
    ...GENERATE,
    [lint, types, architecture, deadCode, parts],
    [vitest("unit and database", "unit", "database")],
    [build],
    [{ name: "browser", command: [bin("playwright"), "test", "--retries=1"], report: "playwright" }],
  ],
  oracles: [GENERATE[0] ?? [], [vitest("oracles", "oracles")]],
  systems: [GENERATE[0] ?? [], [build], [vitest("systems", "systems")]],
};

/** @property failures which tests failed and how their messages begin: for a summary that is read without the rest */
type Counts = { passed: number; failed: number; failures: readonly string[] };
type Result = Counts & { step: Step; ok: boolean; seconds: number; output: string };

/** Runs a step. Beside others its output is kept and printed whole when it ends; alone it is seen as it comes. */
function run(step: Step, reportFile: string, alone: boolean): Promise<{ code: number; output: string }> {
  const extra = step.report === "vitest" ? ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`] : [];
  const [program = "", ...args] = [...step.command, ...extra];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ["ignore", alone ? "inherit" : "pipe", alone ? "inherit" : "pipe"],
      env: { ...process.env, ...(step.report === "playwright" ? { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile } : {}) },
    });
    const output: Buffer[] = [];
    child.stdout?.on("data", (part: Buffer) => output.push(part));
    child.stderr?.on("data", (part: Buffer) => output.push(part));
    child.on("error", reject);
    child.on("close", (code) => {
      const printed = Buffer.concat(output).toString();
      if (!alone && !(step.forSummary === true && code === 0)) process.stdout.write(`\n── ${step.name}\n${printed}`);
      resolve({ code: code ?? 1, output: printed });
    });
  });
}

const MESSAGE_LENGTH = 1500;

type VitestFile = { name: string; status: string; message: string; assertionResults: readonly { status: string; fullName: string; failureMessages: readonly string[] | null }[] };
type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number; testResults: readonly VitestFile[] };
type PlaywrightSuite = { suites?: readonly PlaywrightSuite[]; specs: readonly { title: string; tests: readonly { status: string; results: readonly { errors: readonly { message?: string }[] }[] }[] }[] };
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number }; suites: readonly PlaywrightSuite[] };

/** Reads the counts that a runner left. A test that did not run proves nothing, so it counts as failed; so does a report without tests. */
async function countsOf(reportFile: string): Promise<Counts> {
  const report = JSON.parse(await readFile(reportFile, "utf8")) as VitestReport | PlaywrightReport;
  const counts =
    "stats" in report
      ? { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected + report.stats.skipped, failures: report.suites.flatMap(browserFailuresOf) }
      : { passed: report.numPassedTests, failed: report.numFailedTests + report.numPendingTests + report.numTodoTests, failures: report.testResults.flatMap(failuresOf) };
  return counts.passed + counts.failed === 0 ? { passed: 0, failed: 1, failures: ["no test ran"] } : counts;
}

/** What a browser test failed with, without the colours of a terminal; a test that did not run has no error, and is only counted. */
function browserFailuresOf({ suites = [], specs }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, tests }) =>
    tests.flatMap(({ status, results }) => results.flatMap(({ errors }) => errors.map(({ message = "" }) => `${title}${status === "flaky" ? ", which passed when it was tried again" : ""}: ${stripVTControlCharacters(message).slice(0, MESSAGE_LENGTH)}`))),
  );
  return [...own, ...suites.flatMap(browserFailuresOf)];
}

/** A file that failed before or beside its tests (a hook, an import) says so itself. */
function failuresOf({ name, status, message, assertionResults }: VitestFile): string[] {
  const tests = assertionResults.filter((test) => test.status === "failed").map((test) => `${test.fullName}: ${(test.failureMessages ?? []).join("\n").slice(0, MESSAGE_LENGTH)}`);
  const own = tests.length === 0 && status === "failed" ? [message.slice(0, MESSAGE_LENGTH)] : tests;
  return own.map((text) => `${path.relative(process.cwd(), name)}: ${text}`);
}

async function runStep(step: Step, reportFile: string, alone: boolean): Promise<Result> {
  const started = performance.now();
  const { code, output } = await run(step, reportFile, alone);
  const counts = step.report === undefined ? { passed: 0, failed: 0, failures: [] } : await countsOf(reportFile).catch(() => ({ passed: 0, failed: 1, failures: ["no report was left"] }));
  return { step, ...counts, ok: code === 0 && counts.failed === 0, seconds: (performance.now() - started) / 1000, output };
}

async function runStage(stage: Stage, folder: string): Promise<Result[]> {
  const waiting = [...stage];
  const results: Result[] = [];
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      results.push(await runStep(step, path.join(folder, `${step.name.replaceAll(" ", "-")}.json`), stage.length === 1));
    }
  };
  await Promise.all(Array.from({ length: Math.min(stage.length, availableParallelism()) }, lane));
  return results;
}

function line({ step, ok, seconds, passed, failed }: Result): string {
  return `${ok ? "ok    " : "FAILED"}  ${step.name.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s${step.report === undefined ? "" : `  ${passed} passed, ${failed} failed`}`;
}

async function runSuite(name: string): Promise<number> {
  const stages = SUITES[name];
  if (stages === undefined) {
    console.error(`There is no suite "${name}". There are: ${Object.keys(SUITES).join(", ")}.`);
    return 2;
  }
  const started = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-checks-"));
  const results: Result[] = [];
  try {
    for (const stage of stages) {
      results.push(...(await runStage(stage, folder)));
      if (results.some((result) => !result.ok)) break;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const broken = results.filter((result) => !result.ok);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${results.map(line).join("\n")}\n${((performance.now() - started) / 1000).toFixed(1)} s in all`);
  for (const { step, ok, output } of results) if (ok && step.forSummary === true) console.log(output.trimEnd());
  for (const failure of results.flatMap(({ failures }) => failures)) console.log(`FAILED  ${failure}`);
  console.log(`${passed} passed, ${broken.length === 0 ? 0 : Math.max(1, failed)} failed`);
  return broken.length === 0 ? 0 : 1;
}

process.exitCode = await runSuite(process.argv[2] ?? "test");
