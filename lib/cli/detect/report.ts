import { costOf, explainEvent, parseLine, readRecord, type RuleCost, type RuleProblem, type RuleSet } from "#lib/detection/index.ts";
import type { DetectArguments } from "./arguments.ts";
import { Follower } from "./correlate.ts";
import type { Batch, Finding, InputProblem } from "./finding.ts";
import type { Tally } from "./tally.ts";
import { type ExplainedFinding, findingWriter } from "./writers.ts";

/** Problems that are told at the end of a report; the statistics count all. */
const PROBLEMS_KEPT = 1_000;

/** Turns what was found into text. */
export class Report {
  readonly keepText: boolean;
  readonly referenceTimeMs: number;
  private readonly wanted: DetectArguments;
  private readonly ruleSet: RuleSet;
  private readonly tally: Tally;
  private readonly follower: Follower | null;
  /** By rule number: what was asked once is told of every finding. */
  private readonly costs = new Map<number, RuleCost | null>();
  private readonly writer: ReturnType<typeof findingWriter>;
  private readonly problems: InputProblem[] = [];
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
    for (const problem of batch.problems) this.tell(problem);
    this.follower?.follow(batch.findings);
    if (batch.written !== undefined) return batch.written.rows.length === 0 ? [] : [this.separator(), ...batch.written.rows];
    // A rule that only serves correlations is not told by itself.
    const found = batch.findings.filter(({ rule }) => rule.raisesHits).map((finding) => this.writer.finding(this.explained(finding)));
    return [this.joined([...found, ...(batch.misses ?? []).map((miss) => this.writer.miss(miss))])];
  }

  /** @param stopped whether not all inputs were read to their end because somebody stopped it */
  end(refused: readonly RuleProblem[], stopped: boolean): string {
    const hits = this.follower?.finish() ?? [];
    this.tally.addHits(hits);
    const { problems, tally } = this;
    return `${this.joined(hits.map((hit) => this.writer.hit(hit)))}${this.writer.end({ problems, problemsTotal: tally.problems, refused, stopped })}`;
  }

  private tell(problem: InputProblem): void {
    if (this.problems.length < PROBLEMS_KEPT) this.problems.push(problem);
    this.tally.hideProgress();
    process.stderr.write(shownInputProblem(problem));
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
