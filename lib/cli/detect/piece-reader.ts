import { closeSync, openSync, readSync } from "node:fs";
import { Adaptation, countNewlines, type RuleSet, Scanner, type ScanResult } from "#lib/detection/index.ts";
import type { DetectArguments } from "./arguments.ts";
import { type Batch, lineProblem, type SentFinding, type Written } from "./finding.ts";
import { CHUNK_BYTES } from "./inputs.ts";
import { PieceProgress } from "./piece-progress.ts";
import { type FindingWriter, findingWriter } from "./writers.ts";

/** What a file is read for. `output`: findings are wanted as they are told, in this form; without, as they are. */
export type PieceTask = { readonly file: string; readonly size: number; readonly pieceBytes: number; readonly threads: number; readonly keepText: boolean; readonly output: DetectArguments["output"] | null; readonly progress: SharedArrayBuffer };
/** What was found in a piece. */
export type PieceResult = Omit<Batch, "findings"> & { id: number; findings: SentFinding[] };

/** Lines are read in parts: what is made of one must be dead before much is collected. */
const PART_BYTES = 32 * 1024;
const LF = 10;
const encoder = new TextEncoder();

/** Reads pieces of a file of JSON lines, those that no other thread took. To a piece belong the lines that begin in it. */
export class PieceReader {
  private readonly ruleSet: RuleSet;
  private readonly task: PieceTask;
  private readonly adaptation = new Adaptation();
  private readonly progress: PieceProgress;
  private readonly writer: FindingWriter | null;
  private readonly descriptor: number;
  /** A piece, and the byte before it. */
  private readonly buffer: Uint8Array;
  private readonly rest = new Uint8Array(CHUNK_BYTES);

  constructor(ruleSet: RuleSet, task: PieceTask) {
    this.ruleSet = ruleSet;
    this.task = task;
    this.progress = new PieceProgress(task.progress, task.threads);
    this.writer = task.output === null ? null : findingWriter(task.output, ruleSet.rules);
    this.descriptor = openSync(task.file, "r");
    this.buffer = new Uint8Array(task.pieceBytes + 1);
    const head = this.rest.subarray(0, readSync(this.descriptor, this.rest, 0, this.rest.length, 0));
    this.adaptation.begin(head, ruleSet.matcher());
  }

  /** What is found in the next piece; null when there is none left. */
  async next(): Promise<PieceResult | null> {
    const id = await this.progress.take();
    if (id === null) return null;
    const { bytes, offset } = this.load(id);
    this.progress.count(id, this.countLines(bytes));
    const line = (await this.progress.linesBefore(id)) + 1;
    const scanner = new Scanner(this.ruleSet, { keepText: this.task.keepText, adapt: this.adaptation, offset, line });
    const piece = new Findings(id, this.task, this.writer);
    // What is made of some lines must be dead before much is collected.
    for (let at = 0; at < bytes.length; at += PART_BYTES) piece.add(scanner.push(bytes.subarray(at, at + PART_BYTES)));
    if (bytes.length > 0 && bytes.at(-1) !== LF) for (const chunk of this.restOfLine(offset + bytes.length)) piece.add(scanner.push(chunk));
    piece.add(scanner.finish());
    return { ...piece.result(), ...scanner.statistics(), problems: piece.problems };
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** The bytes of a piece from the first line that begins in it, and where that stands. */
  private load(id: number): { bytes: Uint8Array; offset: number } {
    const from = Math.max(0, id * this.task.pieceBytes - 1);
    const to = Math.min(this.task.size, (id + 1) * this.task.pieceBytes);
    let length = 0;
    for (let read = -1; read !== 0 && from + length < to; length += read) read = readSync(this.descriptor, this.buffer, length, to - from - length, from + length);
    const start = id === 0 ? 0 : this.buffer.subarray(0, length).indexOf(LF) + 1;
    const begins = id === 0 || start > 0 ? start : length;
    return { bytes: this.buffer.subarray(begins, length), offset: from + begins };
  }

  /** Lines that begin in these bytes, the last of which a newline need not end. */
  private countLines(bytes: Uint8Array): number {
    const newlines = countNewlines(this.ruleSet, bytes);
    return bytes.length === 0 || bytes.at(-1) === LF ? newlines : newlines + 1;
  }

  /** What follows the last piece's end, up to the end of the line. */
  private *restOfLine(from: number): Generator<Uint8Array> {
    for (let at = from; at < this.task.size; ) {
      const read = readSync(this.descriptor, this.rest, 0, Math.min(this.rest.length, this.task.size - at), at);
      if (read === 0) return;
      const newline = this.rest.subarray(0, read).indexOf(LF);
      yield this.rest.subarray(0, newline === -1 ? read : newline + 1);
      if (newline !== -1) return;
      at += read;
    }
  }
}

/** What was found in a piece, written at once where that is wanted: bytes cost less than values to hand to another thread, and writing is work like finding. */
class Findings {
  readonly problems: Batch["problems"] = [];
  private readonly id: number;
  private readonly file: string;
  private readonly writer: FindingWriter | null;
  private readonly found: SentFinding[] = [];
  private readonly rows: Uint8Array<ArrayBuffer>[] = [];
  private readonly counts = new Map<number, number>();

  constructor(id: number, { file }: PieceTask, writer: FindingWriter | null) {
    this.id = id;
    this.file = file;
    this.writer = writer;
  }

  add({ matches, problems }: ScanResult): void {
    for (const problem of problems) this.problems.push(lineProblem(this.file, problem));
    if (this.writer === null) for (const { rule: _rule, ...sent } of matches) this.found.push(sent);
    else this.write(this.writer, matches);
  }

  result(): Pick<PieceResult, "id" | "findings"> & { written?: Written } {
    const { id, found: findings } = this;
    return this.writer === null ? { id, findings } : { id, findings, written: { rows: this.rows, counts: [...this.counts] } };
  }

  private write(writer: FindingWriter, matches: ScanResult["matches"]): void {
    let text = this.rows.length === 0 ? "" : writer.separator;
    let written = 0;
    for (const { line, offset, length, rule, number, values } of matches) {
      if (!rule.raisesHits) continue;
      this.counts.set(number, (this.counts.get(number) ?? 0) + 1);
      text += (written === 0 ? "" : writer.separator) + writer.finding({ file: this.file, line, offset, length, rule, number, values });
      written += 1;
    }
    if (written > 0) this.rows.push(encoder.encode(text));
  }
}
