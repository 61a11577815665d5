import { costOf, explainEvent, parseLine, readRecord, type RuleCost, type RuleSet } from "#lib/detection/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { CommandContext } from "../command.ts";
import { readDetectArguments, USAGE, type DetectArguments } from "../detect/arguments.ts";
import { compiledRules, sharedImage } from "../detect/compiled-rules.ts";
import { Follower } from "../detect/correlate.ts";
import type { Batch, Finding, InputProblem } from "../detect/finding.ts";
import { headOf, inputBytes, inputFiles, openInput, STANDARD_INPUT } from "../detect/inputs.ts";
import { readRuleFiles, refuseUnusable, shownProblem } from "../detect/load-rules.ts";
import { PieceReaders } from "../detect/pieces.ts";
import { scanInput, shapeOf } from "../detect/scan-input.ts";
import { Tally } from "../detect/tally.ts";
import { unfold } from "../detect/unfold.ts";
import { type ExplainedFinding, findingWriter } from "../detect/writers.ts";

const MATCHED = 3;
const MIN_BYTES_FOR_JOBS = 32 * 1024 * 1024;
/** Lines of an input without a finding of which --explain tells the nearest rule. */
const MISSES_TOLD = 20;

/**
 * `tickmark detect --rules DIR --input FILE...`: judges logs with Sigma rules, without a database. Findings go to standard
 * output, problems and statistics to standard error. Answers 0 when everything was read, 1 when some input or rule could
 * not be, 2 when wrongly called, and with --fail-on-match 3 when something was found.
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
  const tally = new Tally(loaded.ruleSet);
  const report = new Report(wanted, loaded.ruleSet, tally, systemClock.now().getTime());
  await write(report.begin());
  for (const file of files) {
    for await (const batch of batches(file, wanted, loaded.ruleSet, report, readers)) for (const part of report.batch(batch)) await write(part);
  }
  await write(report.end());
  process.stderr.write(tally.shown());
  if (tally.problems > 0 || loaded.problems.some(({ severity }) => severity === "refused")) return 1;
  return wanted.failOnMatch && tally.found > 0 ? MATCHED : 0;
}

/** Threads take some time to start: less than reading a large file takes. */
async function hasWorkForThreads(files: readonly string[], { jobs, reference, explain }: DetectArguments): Promise<boolean> {
  if (jobs === 1 || reference || explain) return false;
  return Math.max(...(await Promise.all(files.map(inputBytes))).map((bytes) => bytes ?? 0)) >= MIN_BYTES_FOR_JOBS;
}

/** A large file of JSON lines is read by several threads; anything else as it comes. */
async function* batches(file: string, wanted: DetectArguments, ruleSet: RuleSet, report: Report, readers: PieceReaders | null): AsyncGenerator<Batch> {
  const size = await inputBytes(file);
  if (readers !== null && size !== null && size >= MIN_BYTES_FOR_JOBS) {
    const head = await headOf(file, 256);
    const { shape, document } = shapeOf(head, file);
    if (shape === "json" && !document && (wanted.format === "auto" || wanted.format === "json")) {
      yield* readers.read(ruleSet, { file, size, keepText: report.keepText, output: report.keepText ? null : wanted.output });
      return;
    }
  }
  const { chunks, ending } = await unfold(openInput(file));
  const shown = file === STANDARD_INPUT ? "standard input" : file;
  yield* scanInput(ruleSet, shown, chunks, { format: wanted.format, reference: wanted.reference, keepText: report.keepText, referenceTimeMs: report.referenceTimeMs, misses: wanted.explain ? MISSES_TOLD : 0 });
  if (ending() === "complete") return;
  const sentence = ending() === "cut_off" ? "The compressed data stop before their end: what came before was read." : "The compressed data are damaged: what came before was read.";
  yield { findings: [], problems: [{ file: shown, line: null, offset: null, sentence }], lines: 0, bytes: 0, candidates: 0, parsed: 0 };
}

/** A pipe that is slow must not make memory grow: what was written is let go before more is found. */
async function write(part: string | Uint8Array<ArrayBuffer>): Promise<void> {
  if (part.length === 0) return;
  await new Promise<void>((resolve, reject) => process.stdout.write(part, (error) => (error ? reject(error) : resolve())));
  if (typeof part !== "string") part.buffer.transfer(0);
}

/** Turns what was found into text. */
class Report {
  readonly keepText: boolean;
  readonly referenceTimeMs: number;
  private readonly wanted: DetectArguments;
  private readonly ruleSet: RuleSet;
  private readonly tally: Tally;
  private readonly follower: Follower | null;
  /** By rule number: what was asked once is told of every finding. */
  private readonly costs = new Map<number, RuleCost | null>();
  private readonly writer: ReturnType<typeof findingWriter>;
  private anythingTold = false;

  constructor(wanted: DetectArguments, ruleSet: RuleSet, tally: Tally, referenceTimeMs: number) {
    this.wanted = wanted;
    this.ruleSet = ruleSet;
    this.tally = tally;
    this.referenceTimeMs = referenceTimeMs;
    this.follower = ruleSet.correlations.length > 0 ? new Follower(ruleSet, referenceTimeMs) : null;
    this.keepText = wanted.explain || this.follower !== null;
    this.writer = findingWriter(wanted.output, ruleSet.rules);
  }

  begin(): string {
    return this.writer.begin();
  }

  /** What a batch gave, in parts to be written one after the other. */
  batch(batch: Batch): (string | Uint8Array<ArrayBuffer>)[] {
    this.tally.add(batch);
    for (const problem of batch.problems) process.stderr.write(shownInputProblem(problem));
    this.follower?.follow(batch.findings);
    if (batch.written !== undefined) return batch.written.rows.length === 0 ? [] : [this.separator(), ...batch.written.rows];
    // A rule that only serves correlations is not told by itself.
    const found = batch.findings.filter(({ rule }) => rule.raisesHits).map((finding) => this.writer.finding(this.explained(finding)));
    return [this.joined([...found, ...(batch.misses ?? []).map((miss) => this.writer.miss(miss))])];
  }

  end(): string {
    const hits = this.follower?.finish() ?? [];
    this.tally.addHits(hits);
    return `${this.joined(hits.map((hit) => this.writer.hit(hit)))}${this.writer.end()}`;
  }

  private joined(told: readonly string[]): string {
    return told.length === 0 ? "" : this.separator() + told.join(this.writer.separator);
  }

  /** What stands before the next that is told. */
  private separator(): string {
    const separator = this.anythingTold ? this.writer.separator : "";
    this.anythingTold = true;
    return separator;
  }

  private explained(finding: Finding): ExplainedFinding {
    if (!this.wanted.explain || finding.text === undefined) return finding;
    const event = readRecord(finding.text) ?? parseLine(finding.text, { referenceTimeMs: this.referenceTimeMs, zoneOffsetMinutes: 0 });
    const explanation = explainEvent(this.ruleSet, finding.number, event);
    const cost = this.costOf(finding.number);
    return explanation === null || cost === null ? finding : { ...finding, explanation, cost };
  }

  private costOf(number: number): RuleCost | null {
    const known = this.costs.get(number);
    if (known !== undefined) return known;
    const cost = costOf(this.ruleSet, number);
    this.costs.set(number, cost);
    return cost;
  }
}

function shownInputProblem({ file, line, offset, sentence }: InputProblem): string {
  return `${file}${line === null ? "" : `:${line}`}${offset === null ? "" : ` (byte ${offset})`}: ${sentence}\n`;
}
