import { constants } from "node:os";
import type { RuleSet } from "#lib/detection/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { CommandContext } from "../command.ts";
import { readDetectArguments, USAGE, type DetectArguments } from "../detect/arguments.ts";
import { compiledRules, sharedImage } from "../detect/compiled-rules.ts";
import type { Batch } from "../detect/finding.ts";
import { bytesOf, headOf, inputBytes, inputFiles, openInput, STANDARD_INPUT } from "../detect/inputs.ts";
import { readRuleFiles, refuseUnusable, shownProblem } from "../detect/load-rules.ts";
import { PieceReaders } from "../detect/pieces.ts";
import { Report } from "../detect/report.ts";
import { scanInput, shapeOf } from "../detect/scan-input.ts";
import { Tally } from "../detect/tally.ts";
import { unfold } from "../detect/unfold.ts";

const MATCHED = 3;
const INTERRUPTED = 128 + constants.signals.SIGINT;
const MIN_BYTES_FOR_JOBS = 32 * 1024 * 1024;
/** Lines of an input without a finding of which --explain tells the nearest rule. */
const MISSES_TOLD = 20;

/**
 * `tickmark detect --rules DIR --input FILE...`: judges logs with Sigma rules, without a database. Findings go to standard
 * output, problems and statistics to standard error. Answers 0 when everything was read, 1 when some input or rule could
 * not be, 2 when wrongly called, and with --fail-on-match 3 when something was found. Ctrl-C ends the reading: what was
 * found until then is told whole, and the answer is 130.
 */
export async function run(args: string[], caller: CommandContext): Promise<number> {
  const wanted = readDetectArguments(args);
  if (typeof wanted === "string") {
    process.stderr.write(`${wanted}\nUsage: tickmark ${USAGE}\n`);
    return 2;
  }
  process.chdir(caller.callerDirectory);
  const files = await inputFiles(wanted.inputs, caller.callerDirectory);
  const readers = (await hasWorkForThreads(files, wanted)) ? new PieceReaders(wanted.jobs - 1) : null;
  try {
    return await detect(files, wanted, readers);
  } finally {
    await readers?.close();
  }
}

async function detect(files: readonly string[], wanted: DetectArguments, readers: PieceReaders | null): Promise<number> {
  const ruleFiles = await readRuleFiles(wanted.rules, wanted.pipelines);
  const loaded = await compiledRules(ruleFiles, (sentence) => process.stderr.write(`${sentence}\n`));
  refuseUnusable(ruleFiles, loaded.problems);
  readers?.give(sharedImage(loaded));
  for (const problem of loaded.problems) process.stderr.write(shownProblem(problem));
  const refused = loaded.problems.filter(({ severity }) => severity === "refused");
  const stop = stopOnInterrupt();
  const tally = new Tally(loaded.ruleSet, await bytesOf(files));
  const report = new Report(wanted, loaded.ruleSet, tally, systemClock.now().getTime());
  await write(tally, report.begin());
  const reading: Reading = { wanted, ruleSet: loaded.ruleSet, report, tally, readers, stop };
  for (const file of files) if (!stop.aborted) await readFile(file, reading);
  await write(tally, report.end(refused, stop.aborted));
  process.stderr.write(tally.shown());
  if (stop.aborted) process.stderr.write("Stopped: what is told is of what was read until then.\n");
  if (stop.aborted) return INTERRUPTED;
  if (tally.problems > 0 || refused.length > 0) return 1;
  return wanted.failOnMatch && tally.found > 0 ? MATCHED : 0;
}

type Reading = { wanted: DetectArguments; ruleSet: RuleSet; report: Report; tally: Tally; readers: PieceReaders | null; stop: AbortSignal };

async function readFile(file: string, reading: Reading): Promise<void> {
  const { report, tally, stop } = reading;
  for await (const batch of batches(file, reading)) {
    for (const part of report.batch(batch)) await write(tally, part);
    tally.showProgress();
    if (stop.aborted) return;
  }
}

/** The first Ctrl-C asks for the end; another one ends the process, as without this. */
function stopOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort());
  return controller.signal;
}

/** Threads take some time to start: less than reading a large file takes. */
async function hasWorkForThreads(files: readonly string[], { jobs, reference, explain }: DetectArguments): Promise<boolean> {
  if (jobs === 1 || reference || explain) return false;
  return Math.max(...(await Promise.all(files.map(inputBytes))).map((bytes) => bytes ?? 0)) >= MIN_BYTES_FOR_JOBS;
}

/** A large file of JSON lines is read by several threads; anything else as it comes. */
async function* batches(file: string, { wanted, ruleSet, report, tally, readers, stop }: Reading): AsyncGenerator<Batch> {
  const size = await inputBytes(file);
  if (readers !== null && size !== null && size >= MIN_BYTES_FOR_JOBS) {
    const head = await headOf(file, 256);
    const { shape, document } = shapeOf(head, file);
    if (shape === "json" && !document && (wanted.format === "auto" || wanted.format === "json")) {
      for await (const batch of readers.read(ruleSet, { file, size, keepText: report.keepText, output: report.keepText ? null : wanted.output })) {
        tally.taken(batch.bytes);
        yield batch;
      }
      return;
    }
  }
  const { chunks, ending } = await unfold(tally.counting(openInput(file, stop)));
  const shown = file === STANDARD_INPUT ? "standard input" : file;
  yield* scanInput(ruleSet, shown, chunks, { format: wanted.format, reference: wanted.reference, keepText: report.keepText, referenceTimeMs: report.referenceTimeMs, misses: wanted.explain ? MISSES_TOLD : 0 });
  if (ending() === "complete") return;
  const sentence = ending() === "cut_off" ? "The compressed data stop before their end: what came before was read." : "The compressed data are damaged: what came before was read.";
  yield { findings: [], problems: [{ file: shown, line: null, offset: null, sentence }], lines: 0, bytes: 0, candidates: 0, parsed: 0 };
}

/** A pipe that is slow must not make memory grow: what was written is let go before more is found. What is wrong with the stream is told to whoever listens for its errors. */
async function write(tally: Tally, part: string | Uint8Array<ArrayBuffer>): Promise<void> {
  if (part.length === 0) return;
  tally.hideProgress();
  await new Promise<void>((resolve) => process.stdout.write(part, (error) => (error ? undefined : resolve())));
  if (typeof part !== "string") part.buffer.transfer(0);
}
