import type { ExplanationNode } from "../sigma/explain.ts";
import { GROUP } from "./group-record.ts";
import type { GroupTable } from "./group-table.ts";
import { GrowingMemory } from "./growing-memory.ts";
import type { Hit, LineLimits, LineReference, OpenHit } from "./hit.ts";
import { isoOf } from "./event-clock.ts";
import { bytesOfLines, HitLines } from "./hit-lines.ts";

/** What is told of a hit that is kept here, beside its rule and its group. */
export type HitFigures = Pick<Hit, "hitKey" | "firstTime" | "lastTime" | "count" | "observed" | "lines" | "linesTotal" | "related">;

/** How a hit begins, before it is told of events. */
export type Opening = Pick<OpenHit, "hitKey" | "firstTimeMs" | "lastTimeMs" | "observed" | "related" | "explanation">;

/**
 * One line of the processor's cache: six doubles, then words of 32 bits. The first lines are a list that grows; the last
 * ones another, in which the place of a line is its number after the first ones, modulo how many are kept.
 */
const DOUBLES = 8;
const WORDS = 16;
const AT = { firstTimeMs: 0, lastTimeMs: 1, count: 2, observed: 3, linesTotal: 4, lastSequence: 5, firstLines: 12, firstCount: 13, lastLines: 14, lastCount: 15 } as const;
const FIRST_HITS = 32;
const RECORD_BYTES = DOUBLES * 8;
/** Of a hit without lines and explanation: its record, its key, and what it is found by. */
const HIT_BYTES = RECORD_BYTES + 136;
const CHAR_BYTES = 2;
const NONE = -1;

/**
 * The hits that go on, by the slots of their groups, whose records say where each stands. Their figures and lines stand in
 * typed arrays, their explanations as JSON: a storm of hits would otherwise keep the garbage collector busy.
 */
export class OpenHits {
  /** Memory of all of them. */
  bytes = 0;
  private readonly groups: GroupTable;
  private readonly limits: LineLimits;
  private readonly memory = new GrowingMemory(FIRST_HITS * RECORD_BYTES);
  private f64 = new Float64Array(this.memory.buffer);
  private i32 = new Int32Array(this.memory.buffer);
  private readonly lists = new HitLines();
  private readonly hitKeys: string[] = [];
  private readonly explanations: string[] = [];
  private readonly relations: OpenHit["related"][] = [];
  private readonly free: number[] = [];
  /** What was only looked at: kept, so that looking is not left out as useless. */
  private seen = 0;

  constructor(groups: GroupTable, limits: LineLimits) {
    this.groups = groups;
    this.limits = limits;
  }

  /** Where the hit of a group stands; -1 when it has none. */
  of(slot: number): number {
    return this.groups.i32[slot * this.groups.words + GROUP.hit]! - 1;
  }

  /** Begins the hit of a group that has none; returns where it stands. */
  begin(slot: number, { hitKey, firstTimeMs, lastTimeMs, observed, related, explanation }: Opening): number {
    const at = this.free.pop() ?? this.hitKeys.length;
    const text = JSON.stringify(explanation);
    this.hitKeys[at] = hitKey;
    this.explanations[at] = text;
    this.relations[at] = related;
    if ((at + 1) * RECORD_BYTES > this.f64.byteLength) {
      this.memory.grow((at + 1) * RECORD_BYTES);
      this.f64 = new Float64Array(this.memory.buffer);
      this.i32 = new Int32Array(this.memory.buffer);
    }
    const { f64, i32 } = this;
    const double = at * DOUBLES;
    f64[double + AT.firstTimeMs] = firstTimeMs;
    f64[double + AT.lastTimeMs] = lastTimeMs;
    f64[double + AT.count] = 0;
    f64[double + AT.observed] = observed;
    f64[double + AT.linesTotal] = 0;
    f64[double + AT.lastSequence] = NONE;
    const word = at * WORDS;
    i32[word + AT.firstLines] = NONE;
    i32[word + AT.firstCount] = 0;
    i32[word + AT.lastLines] = NONE;
    i32[word + AT.lastCount] = 0;
    this.groups.i32[slot * this.groups.words + GROUP.hit] = at + 1;
    this.bytes += HIT_BYTES + text.length * CHAR_BYTES;
    return at;
  }

  /** Begins the hit of a group as it was stored. */
  restore(slot: number, hit: OpenHit): void {
    const at = this.begin(slot, hit);
    const { f64, i32 } = this;
    const double = at * DOUBLES;
    f64[double + AT.count] = hit.count;
    f64[double + AT.linesTotal] = hit.linesTotal;
    f64[double + AT.lastSequence] = hit.lastSequence;
    hit.first.forEach((line, place) => this.putFirst(at, place, line.lineNumber, line.offset, line.length, line.segment));
    const { lastLines } = this.limits;
    if (lastLines === 0) return;
    const last = hit.last.slice(-lastLines);
    const from = hit.linesTotal - hit.first.length - last.length;
    last.forEach((line, place) => this.putLast(at, (from + place) % lastLines, line.lineNumber, line.offset, line.length, line.segment));
    i32[at * WORDS + AT.lastCount] = last.length;
    this.bytes += bytesOfLines(last.length);
  }

  /**
   * Adds an event to a hit; the first lines are kept, and of the rest the last. Numbers one by one: as an object, made of
   * what stands in typed arrays, they would have the engine keep those of every such object as doubles of their own.
   */
  extend(at: number, timeMs: number, sequence: number, weight: number, lineNumber: number, offset: number, length: number, segment: string | undefined): void {
    const { f64, i32 } = this;
    const double = at * DOUBLES;
    if (timeMs < f64[double + AT.firstTimeMs]!) f64[double + AT.firstTimeMs] = timeMs;
    if (timeMs > f64[double + AT.lastTimeMs]!) f64[double + AT.lastTimeMs] = timeMs;
    // One event is one line, though it may match several rules.
    if (sequence === f64[double + AT.lastSequence]) return;
    f64[double + AT.lastSequence] = sequence;
    f64[double + AT.count]! += weight;
    const before = f64[double + AT.linesTotal]!;
    f64[double + AT.linesTotal] = before + 1;
    const word = at * WORDS;
    const firstCount = i32[word + AT.firstCount]!;
    const lastCount = i32[word + AT.lastCount]!;
    const { firstLines, lastLines } = this.limits;
    if (lastCount === 0 && firstCount < firstLines) this.putFirst(at, firstCount, lineNumber, offset, length, segment);
    else if (lastLines > 0) {
      this.putLast(at, (before - firstCount) % lastLines, lineNumber, offset, length, segment);
      if (lastCount === lastLines) return;
      i32[word + AT.lastCount] = lastCount + 1;
      this.bytes += bytesOfLines(lastCount + 1) - bytesOfLines(lastCount);
    }
  }

  /** Looks at the hits, and at their first lines, of groups that will be needed; -1 stands for none. */
  foresee(slots: Int32Array): void {
    const { i32, lists } = this;
    if (this.hitKeys.length === 0) return;
    let seen = this.seen;
    for (let at = 0; at < slots.length; at += 1) if (slots[at] !== NONE && this.of(slots[at]!) !== NONE) seen ^= i32[this.of(slots[at]!) * WORDS]!;
    for (let at = 0; at < slots.length; at += 1) if (slots[at] !== NONE && this.of(slots[at]!) !== NONE) lists.look(i32[this.of(slots[at]!) * WORDS + AT.firstLines]!);
    this.seen = seen;
  }

  /** Lets go of the hit of a group that has one. */
  remove(slot: number): void {
    const at = this.of(slot);
    const word = at * WORDS;
    const { i32, lists } = this;
    this.bytes -= HIT_BYTES + this.explanations[at]!.length * CHAR_BYTES + bytesOfLines(i32[word + AT.firstCount]!) + bytesOfLines(i32[word + AT.lastCount]!);
    lists.release(i32[word + AT.firstLines]!);
    lists.release(i32[word + AT.lastLines]!);
    this.hitKeys[at] = "";
    this.explanations[at] = "";
    this.free.push(at);
    this.groups.i32[slot * this.groups.words + GROUP.hit] = 0;
  }

  hitKey(at: number): string {
    return this.hitKeys[at]!;
  }

  explanation(at: number): ExplanationNode {
    return JSON.parse(this.explanations[at]!) as ExplanationNode;
  }

  /** What is told of a hit. */
  figures(at: number): HitFigures {
    const { f64 } = this;
    const double = at * DOUBLES;
    const firstTimeMs = f64[double + AT.firstTimeMs]!;
    const lastTimeMs = f64[double + AT.lastTimeMs]!;
    const firstTime = isoOf(firstTimeMs);
    return {
      hitKey: this.hitKeys[at]!,
      firstTime,
      lastTime: lastTimeMs === firstTimeMs ? firstTime : isoOf(lastTimeMs),
      count: f64[double + AT.count]!,
      observed: f64[double + AT.observed]!,
      lines: this.lastOf(at, this.firstOf(at)),
      linesTotal: f64[double + AT.linesTotal]!,
      related: [...this.relations[at]!],
    };
  }

  /** A hit as it is stored. */
  stored(at: number, groupValues: readonly string[]): OpenHit {
    const { f64 } = this;
    const double = at * DOUBLES;
    return {
      hitKey: this.hitKeys[at]!,
      firstTimeMs: f64[double + AT.firstTimeMs]!,
      lastTimeMs: f64[double + AT.lastTimeMs]!,
      count: f64[double + AT.count]!,
      observed: f64[double + AT.observed]!,
      first: this.firstOf(at),
      last: this.lastOf(at, []),
      linesTotal: f64[double + AT.linesTotal]!,
      lastSequence: f64[double + AT.lastSequence]!,
      groupValues,
      related: this.relations[at]!.map((one) => ({ ...one })),
      explanation: this.explanation(at),
    };
  }

  private firstOf(at: number): LineReference[] {
    const word = at * WORDS;
    const lines: LineReference[] = [];
    for (let place = 0; place < this.i32[word + AT.firstCount]!; place += 1) lines.push(this.lists.line(this.i32[word + AT.firstLines]!, place));
    return lines;
  }

  /** Adds the last lines. */
  private lastOf(at: number, lines: LineReference[]): LineReference[] {
    const word = at * WORDS;
    const end = this.f64[at * DOUBLES + AT.linesTotal]! - this.i32[word + AT.firstCount]!;
    for (let place = end - this.i32[word + AT.lastCount]!; place < end; place += 1) lines.push(this.lists.line(this.i32[word + AT.lastLines]!, place % this.limits.lastLines));
    return lines;
  }

  private putFirst(at: number, place: number, lineNumber: number, offset: number, length: number, segment: string | undefined): void {
    const word = at * WORDS;
    this.i32[word + AT.firstLines] = this.lists.put(this.i32[word + AT.firstLines]!, place, lineNumber, offset, length, segment);
    this.i32[word + AT.firstCount] = place + 1;
    this.bytes += bytesOfLines(place + 1) - bytesOfLines(place);
  }

  private putLast(at: number, place: number, lineNumber: number, offset: number, length: number, segment: string | undefined): void {
    const word = at * WORDS;
    this.i32[word + AT.lastLines] = this.lists.put(this.i32[word + AT.lastLines]!, place, lineNumber, offset, length, segment);
  }
}
