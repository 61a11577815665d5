import { createLineSplitter, evaluateByReference, findInEvent, parseLine, readRecord, type RuleFinding, type RuleSet, Scanner } from "#lib/detection/index.ts";
import type { DetectArguments } from "./arguments.ts";
import { type Batch, type Finding, lineProblem } from "./finding.ts";
import { cutRecords } from "./records.ts";

export type ScanOptions = { format: DetectArguments["format"]; reference: boolean; keepText: boolean; /** What year-less times of text lines are read against. */ referenceTimeMs: number };

/** Documents of one array are cut in memory; larger ones must be given as lines. */
const MAX_DOCUMENT_BYTES = 512 * 1024 * 1024;
const LF = 10;

/**
 * Reads one input to its end: JSON by the line, one JSON document of records, or text lines through the parsers. What it
 * is, is told by the first bytes.
 */
export async function* scanInput(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, options: ScanOptions): AsyncGenerator<Batch> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  // Enough to tell lines from a document, whatever the chunks.
  while (head.length < 256) {
    const next = await iterator.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  const whole = continued(head, iterator);
  const shape = options.format === "auto" ? shapeOf(head) : options.format;
  if (shape === "text") yield* scanText(ruleSet, file, whole, options);
  else if (shape === "document") yield* scanDocument(ruleSet, file, whole, options);
  else if (options.reference) yield* scanByReference(ruleSet, file, whole, options);
  else yield* scanLines(ruleSet, file, whole, options);
}

async function* continued(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

export function shapeOf(head: Uint8Array): "json" | "document" | "text" {
  const start = new TextDecoder().decode(head.subarray(0, 256)).replace(/^\uFEFF/, "").trimStart();
  if (start.startsWith("[") && /^\[\s*(?:\{|\])/.test(start)) return "document";
  if (/^\{\s*"Records"\s*:\s*\[/.test(start)) return "document";
  return start.startsWith("{") ? "json" : "text";
}

async function* scanLines(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, { keepText }: ScanOptions): AsyncGenerator<Batch> {
  const scanner = new Scanner(ruleSet, { keepText, adapt: true });
  let before = scanner.statistics();
  const batch = ({ matches, problems }: ReturnType<Scanner["push"]>): Batch => {
    const now = scanner.statistics();
    const last = before;
    before = now;
    return { findings: matches.map((match) => ({ file, ...match })), problems: problems.map((problem) => lineProblem(file, problem)), lines: now.lines - last.lines, bytes: now.bytes - last.bytes, candidates: now.candidates - last.candidates, parsed: now.parsed - last.parsed };
  };
  for await (const chunk of chunks) yield batch(scanner.push(chunk));
  yield batch(scanner.finish());
}

async function* scanDocument(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, options: ScanOptions): AsyncGenerator<Batch> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES) {
      yield { ...nothing(size), problems: [{ file, line: null, offset: null, sentence: "The document is larger than 512 MiB: give it as one record a line." }] };
      return;
    }
    parts.push(chunk);
  }
  const records = cutRecords(Buffer.concat(parts));
  if (records === null) {
    yield { ...nothing(size), problems: [{ file, line: null, offset: null, sentence: "The document ends before its list of records does." }] };
    return;
  }
  const lines = records.map(({ bytes }) => Buffer.concat([bytes, Uint8Array.of(LF)]));
  const scan = options.reference ? scanByReference : scanLines;
  for await (const batch of scan(ruleSet, file, streamOf(lines), options)) {
    // Of a document, the line is the record's number.
    const placed = batch.findings.map((finding) => ({ ...finding, offset: records[finding.line - 1]!.offset }));
    yield { ...batch, findings: placed, problems: batch.problems.map((problem) => ({ ...problem, offset: records[problem.line! - 1]!.offset })) };
  }
}

async function* streamOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** Text lines through the parsers: each becomes an event of the same names, whatever wrote it. */
async function* scanText(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, options: ScanOptions): AsyncGenerator<Batch> {
  const reference = { referenceTimeMs: options.referenceTimeMs, zoneOffsetMinutes: 0 };
  yield* scanEvents(ruleSet, file, chunks, options, (text) => (text.trim() === "" ? undefined : parseLine(text, reference)));
}

async function* scanByReference(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, options: ScanOptions): AsyncGenerator<Batch> {
  yield* scanEvents(ruleSet, file, chunks, options, (text) => (text.trim() === "" ? undefined : readRecord(text)));
}

type Read = (text: string) => ReturnType<typeof readRecord> | undefined;

async function* scanEvents(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, options: ScanOptions, read: Read): AsyncGenerator<Batch> {
  const splitter = createLineSplitter();
  const find = options.reference ? (event: Parameters<typeof findInEvent>[1]): RuleFinding[] => evaluateByReference(ruleSet, event).map(({ rule, number }) => ({ rule, number, values: [] })) : (event: Parameters<typeof findInEvent>[1]) => findInEvent(ruleSet, event);
  const judged = (lines: ReturnType<typeof splitter.push>, bytes: number): Batch => {
    const batch = nothing(bytes);
    for (const { text, number, offset, length } of lines) {
      batch.lines += 1;
      const event = read(text);
      if (event === undefined) continue;
      if (event === null) batch.problems.push(lineProblem(file, { line: number, offset, length, problem: "not_an_object" }));
      else for (const finding of find(event)) batch.findings.push(placed(finding, { file, line: number, offset, length }, options.keepText ? text : undefined));
    }
    return batch;
  };
  for await (const chunk of chunks) yield judged(splitter.push(chunk), chunk.length);
  yield judged(splitter.finish(), 0);
}

function placed(finding: RuleFinding, place: Pick<Finding, "file" | "line" | "offset" | "length">, text: string | undefined): Finding {
  return text === undefined ? { ...place, ...finding } : { ...place, ...finding, text };
}

function nothing(bytes: number): Batch {
  return { findings: [], problems: [], lines: 0, bytes, candidates: 0, parsed: 0 };
}
