import type { Hit, RuleInfo, RuleSet } from "#lib/detection/index.ts";
import type { Batch } from "./finding.ts";

const SHOW_EVERY_MS = 500;
const RULES_SHOWN = 10;
const MEGABYTE = 1_000_000;
const BAR_CELLS = 20;

/** Counts what was read and found, shows it on a terminal meanwhile and at the end. */
export class Tally {
  found = 0;
  problems = 0;
  private readonly ruleSet: RuleSet;
  private readonly rules: ReadonlyMap<number, RuleInfo>;
  private readonly startedAt = performance.now();
  private shownAt = performance.now();
  private lines = 0;
  private bytes = 0;
  private candidates = 0;
  private parsed = 0;
  private unknown = 0;
  private readonly inputBytes: number | null;
  /** Of the inputs' bytes, as they lie: those that were read. */
  private takenBytes = 0;
  private progressShown = false;
  private readonly byRule = new Map<string, { title: string; count: number }>();

  /** @param inputBytes bytes of all inputs, as they lie; null when nobody knows */
  constructor(ruleSet: RuleSet, inputBytes: number | null) {
    this.ruleSet = ruleSet;
    this.inputBytes = inputBytes;
    this.rules = new Map(ruleSet.eventRules.map(({ number, info }) => [number, info]));
  }

  add(batch: Batch): void {
    this.lines += batch.lines;
    this.bytes += batch.bytes;
    this.candidates += batch.candidates;
    this.parsed += batch.parsed;
    this.problems += batch.problems.length;
    this.unknown += batch.unknown ?? 0;
    for (const { rule } of batch.findings) if (rule.raisesHits) this.count(rule.id, rule.title);
    for (const [number, findings] of batch.written?.counts ?? []) {
      const { id, title } = this.rules.get(number)!;
      this.count(id, title, findings);
    }
  }

  /** So many more bytes of the inputs, as they lie, were read. */
  taken(bytes: number): void {
    this.takenBytes += bytes;
  }

  /** The same chunks, counted as they pass. */
  async *counting(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.taken(chunk.length);
      yield chunk;
    }
  }

  addHits(hits: readonly Hit[]): void {
    for (const { ruleId, title } of hits) this.count(ruleId, title);
  }

  /** The statistics, with the rules that were found most often. */
  shown(): string {
    this.hideProgress();
    const seconds = (performance.now() - this.startedAt) / 1000;
    const most = [...this.byRule.values()].sort((a, b) => b.count - a.count);
    const rules = most.slice(0, RULES_SHOWN).map(({ title, count }) => `  ${String(count).padStart(8)}  ${title}\n`);
    const more = most.length > RULES_SHOWN ? `  and ${most.length - RULES_SHOWN} more rules\n` : "";
    const { rules: all } = this.ruleSet;
    return [
      `${counted(this.lines, "line")}, ${(this.bytes / MEGABYTE).toFixed(1)} MB in ${seconds.toFixed(2)} s (${Math.round(this.lines / seconds)} lines/s, ${(this.bytes / MEGABYTE / seconds).toFixed(1)} MB/s), ${counted(all.length, "rule")}\n`,
      `${counted(this.candidates, "line")} woke a rule, ${this.parsed} read in full, ${counted(this.problems, "problem")}\n`,
      this.unknown === 0 ? "" : `${counted(this.unknown, "line")} of a shape that no parser knows: rules that ask for fields find nothing in them\n`,
      `${this.found} found by ${counted(this.byRule.size, "rule")}\n${rules.join("")}${more}`,
    ].join("");
  }

  private count(id: string, title: string, findings = 1): void {
    this.found += findings;
    const known = this.byRule.get(id);
    if (known) known.count += findings;
    else this.byRule.set(id, { title, count: findings });
  }

  /** Where the reading stands, on a terminal, twice a second. */
  showProgress(): void {
    if (!process.stderr.isTTY || performance.now() - this.shownAt < SHOW_EVERY_MS) return;
    this.hideProgress();
    this.shownAt = performance.now();
    this.progressShown = true;
    process.stderr.write(`${progressBar(this.takenBytes, this.inputBytes)}${counted(this.lines, "line")}, ${(this.bytes / MEGABYTE).toFixed(0)} MB, ${this.found} found`);
  }

  /** Makes room on the terminal for what is told. */
  hideProgress(): void {
    if (this.progressShown) process.stderr.write("\r\u001b[K");
    this.progressShown = false;
  }
}

/** The share of the inputs that was read, with a space behind it; nothing when their size is not known. */
export function progressBar(taken: number, all: number | null): string {
  if (all === null || all === 0) return "";
  const share = Math.min(1, taken / all);
  return `[${"#".repeat(Math.floor(share * BAR_CELLS)).padEnd(BAR_CELLS, "-")}] ${String(Math.floor(share * 100)).padStart(3)} %  `;
}

function counted(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}
