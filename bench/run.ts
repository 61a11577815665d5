import { spawnSync } from "node:child_process";
import { WEB_MEMORY } from "#lib/cli/start/web-arguments.ts";

// Runs every question, or those named: `npm run bench`, `npm run bench -- detection lists`.
// Each prints JSON; what was measured on which machine stands in BENCHMARKS.md.

const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  detection: ["bench/detection/run.ts"],
  "detection-lanes": ["bench/detection/lanes.ts"],
  "detection-jobs": ["bench/detection/jobs.ts"],
  "detection-text": ["bench/detection/text.ts"],
  "detection-parsers": ["bench/detection/parsers.ts"],
  "detection-correlation": ["--expose-gc", "bench/detection/correlation.ts"],
  "log-scan": ["bench/log-scan/run.ts"],
  lists: ["bench/lists/run.ts"],
  search: ["bench/search/run.ts"],
  ledger: [...WEB_MEMORY, "bench/ledger/run.ts"],
  pages: ["bench/pages/run.ts"],
  upload: ["bench/upload/run.ts"],
  collect: ["bench/collect/run.ts"],
  "vendor-alerts": ["bench/vendor-alerts/run.ts"],
  "packets-segment": ["--max-semi-space-size=8", "bench/packets/run.ts", "segment"],
  "packets-evidence": ["--max-semi-space-size=8", "bench/packets/run.ts", "evidence"],
  "packets-whole": ["bench/packets/whole.ts"],
  "packets-alerts": ["--max-semi-space-size=8", "bench/packets/run.ts", "alerts"],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => QUESTIONS[name] === undefined);
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${Object.keys(QUESTIONS).join(", ")}.`);
  process.exit(2);
}
let failed = 0;
for (const [name, args] of Object.entries(QUESTIONS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
