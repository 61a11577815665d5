import type { Hit, RuleInfo, RuleSet } from "#lib/detection/index.ts";
import type { Batch } from "./finding.ts";

const SHOW_EVERY_MS = 500;
const RULES_SHOWN = 10;
const MEGABYTE = 1_000_000;

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
  private readonly byRule = new Map<string, { title: string; count: number }>();

  constructor(ruleSet: RuleSet) {
    this.ruleSet = ruleSet;
    this.rules = new Map(ruleSet.eventRules.map(({ number, info }) => [number, info]));
  }

  add(batch: Batch): void {
    this.lines += batch.lines;
    this.bytes += batch.bytes;
    this.candidates += batch.candidates;
    this.parsed += batch.parsed;
    this.problems += batch.problems.length;
    for (const { rule } of batch.findings) if (rule.raisesHits) this.count(rule.id, rule.title);
    for (const [number, findings] of batch.written?.counts ?? []) {
      const { id, title } = this.rules.get(number)!;
      this.count(id, title, findings);
    }
    this.showProgress();
  }

  addHits(hits: readonly Hit[]): void {
    for (const { ruleId, title } of hits) this.count(ruleId, title);
  }

  /** The statistics, with the rules that were found most often. */
  shown(): string {
    const seconds = (performance.now() - this.startedAt) / 1000;
    const most = [...this.byRule.values()].sort((a, b) => b.count - a.count);
    const rules = most.slice(0, RULES_SHOWN).map(({ title, count }) => `  ${String(count).padStart(8)}  ${title}\n`);
    const more = most.length > RULES_SHOWN ? `  and ${most.length - RULES_SHOWN} more rules\n` : "";
    const { rules: all } = this.ruleSet;
    return [
      `${this.clear()}${this.lines} lines, ${(this.bytes / MEGABYTE).toFixed(1)} MB in ${seconds.toFixed(2)} s (${Math.round(this.lines / seconds)} lines/s, ${(this.bytes / MEGABYTE / seconds).toFixed(1)} MB/s), ${all.length} rules\n`,
      `${this.candidates} lines woke a rule, ${this.parsed} were read in full, ${this.problems} problems\n`,
      `${this.found} found by ${this.byRule.size} rules\n${rules.join("")}${more}`,
    ].join("");
  }

  private count(id: string, title: string, findings = 1): void {
    this.found += findings;
    const known = this.byRule.get(id);
    if (known) known.count += findings;
    else this.byRule.set(id, { title, count: findings });
  }

  private showProgress(): void {
    if (!process.stderr.isTTY || performance.now() - this.shownAt < SHOW_EVERY_MS) return;
    this.shownAt = performance.now();
    process.stderr.write(`${this.clear()}${this.lines} lines, ${(this.bytes / MEGABYTE).toFixed(0)} MB, ${this.found} found`);
  }

  private clear(): string {
    return process.stderr.isTTY ? "\r\u001b[K" : "";
  }
}
