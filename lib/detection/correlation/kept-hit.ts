import type { ExplanationNode } from "../sigma/explain.ts";
import { referenceOf, type LineLimits, type LineReference, type OpenHit } from "./hit.ts";

/** What a hit is told of an event. */
export type HitEvent = { readonly sequence: number; readonly timeMs: number; readonly weight: number; readonly line: LineReference };

/** Numbers that tell a line's place. */
const NUMBERS = 3;
/** Of a hit without lines and explanation. */
const HIT_BYTES = 300;
const LINE_BYTES = NUMBERS * 8 + 8;
const CHAR_BYTES = 2;

/**
 * A hit that goes on, in few objects: a storm of hits would otherwise keep the garbage collector busy. The explanation is
 * kept as JSON, the lines' places as numbers one behind the other.
 */
export class KeptHit {
  readonly hitKey: string;
  readonly observed: number;
  readonly related: OpenHit["related"];
  firstTimeMs: number;
  lastTimeMs: number;
  count: number;
  linesTotal: number;
  private lastSequence: number;
  private readonly explanationText: string;
  /** The first lines, then the last. */
  private readonly numbers: number[] = [];
  /** Of how many lines the first stand there. */
  private firstCount = 0;
  /** Names of the segments of those lines; null as long as none has one. */
  private segments: (string | undefined)[] | null = null;

  constructor({ hitKey, firstTimeMs, lastTimeMs, count, observed, first, last, linesTotal, lastSequence, related, explanation }: Omit<OpenHit, "groupValues">) {
    this.hitKey = hitKey;
    this.firstTimeMs = firstTimeMs;
    this.lastTimeMs = lastTimeMs;
    this.count = count;
    this.observed = observed;
    this.linesTotal = linesTotal;
    this.lastSequence = lastSequence;
    this.related = related;
    this.explanationText = JSON.stringify(explanation);
    for (const line of first) this.put(this.lineCount, line);
    this.firstCount = first.length;
    for (const line of last) this.put(this.lineCount, line);
  }

  get explanation(): ExplanationNode {
    return JSON.parse(this.explanationText) as ExplanationNode;
  }

  get bytes(): number {
    return HIT_BYTES + this.explanationText.length * CHAR_BYTES + this.lineCount * LINE_BYTES;
  }

  /** Adds an event; the first lines are kept, and of the rest the last. Returns how many bytes the hit takes more. */
  add(event: HitEvent, { firstLines, lastLines }: LineLimits): number {
    if (event.timeMs < this.firstTimeMs) this.firstTimeMs = event.timeMs;
    if (event.timeMs > this.lastTimeMs) this.lastTimeMs = event.timeMs;
    if (event.sequence === this.lastSequence) return 0;
    this.lastSequence = event.sequence;
    this.count += event.weight;
    this.linesTotal += 1;
    const { lineCount, firstCount } = this;
    if (lineCount === firstCount && firstCount < firstLines) this.firstCount += 1;
    else if (lineCount - firstCount >= lastLines) {
      if (lastLines === 0) return 0;
      this.numbers.copyWithin(firstCount * NUMBERS, (firstCount + 1) * NUMBERS);
      this.segments?.copyWithin(firstCount, firstCount + 1);
      this.put(lineCount - 1, event.line);
      return 0;
    }
    this.put(lineCount, event.line);
    return LINE_BYTES;
  }

  /** The first and last lines. */
  lines(): LineReference[] {
    const { numbers, segments } = this;
    const lines: LineReference[] = [];
    for (let at = 0; at < numbers.length; at += NUMBERS) {
      lines.push(referenceOf({ lineNumber: numbers[at]!, offset: numbers[at + 1]!, length: numbers[at + 2]!, segment: segments?.[at / NUMBERS] }));
    }
    return lines;
  }

  /** As it is stored. */
  toOpen(groupValues: readonly string[]): OpenHit {
    const { hitKey, firstTimeMs, lastTimeMs, count, observed, linesTotal, lastSequence, explanation } = this;
    const lines = this.lines();
    const related = this.related.map((one) => ({ ...one }));
    return { hitKey, firstTimeMs, lastTimeMs, count, observed, first: lines.slice(0, this.firstCount), last: lines.slice(this.firstCount), linesTotal, lastSequence, groupValues, related, explanation };
  }

  private get lineCount(): number {
    return this.numbers.length / NUMBERS;
  }

  private put(at: number, { lineNumber, offset, length, segment }: LineReference): void {
    this.numbers[at * NUMBERS] = lineNumber;
    this.numbers[at * NUMBERS + 1] = offset;
    this.numbers[at * NUMBERS + 2] = length;
    if (segment !== undefined) this.segments ??= Array.from({ length: at }, () => undefined);
    if (this.segments) this.segments[at] = segment;
  }
}
