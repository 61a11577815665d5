import { Adaptation, createCsvReader, createEvtxReader, createLineSplitter, createLogfmtReader, findByReference, type EventRecord, findInEvent, findInLine, type Line, nearestMisses, parseLine, placeOf, readRecord, type RowReader, type RuleFinding, type RuleSet, Scanner, textSplitter } from "#lib/detection/index.ts";
import type { DetectArguments } from "./arguments.ts";
import { type Batch, type Finding, type LineMiss, lineProblem } from "./finding.ts";
import { cutRecords } from "./records.ts";
import { textReader, type TextRow, ToldOfEvents } from "./text-rows.ts";

export type ScanOptions = { /** Of how many lines without a finding the nearest rule is told. */ misses?: number; format: DetectArguments["format"]; reference: boolean; keepText: boolean; /** What year-less times of text lines are read against. */ referenceTimeMs: number };

/** Documents of one array are cut in memory; larger ones must be given as lines. */
const MAX_DOCUMENT_BYTES = 512 * 1024 * 1024;
const LF = 10;
/** Lines that begin as programs begin them that write logfmt, or with pairs of names and values; audit records of Linux look alike and have a parser. */
const LOGFMT = /^(?:(?:time|ts|t|level|lvl|msg|at)=\S+ .*=|(?!(?:node=\S+ )?type=\S+ msg=audit\()[A-Za-z_][\w.@-]*=(?:"(?:[^"\\]|\\.)*"|[^\s"]*) +[A-Za-z_][\w.@-]*=)/;

/** How the lines of an input are read. */
type Shape = Exclude<DetectArguments["format"], "auto" | "auditd">;

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
    head = Buffer.concat([head, next.value]);
  }
  const whole = continued(head, iterator);
  const told = shapeOf(head, file);
  // Audit records are lines of text: told by what they share, they are joined wherever they stand.
  const shape = options.format === "auto" ? told.shape : options.format === "auditd" ? "text" : options.format;
  if (told.document && shape !== "text" && shape !== "csv" && shape !== "logfmt") yield* scanDocument(ruleSet, file, whole, options, shape);
  else if (shape === "json" && !options.reference) yield* scanLines(ruleSet, file, whole, options);
  else yield* scanRows(ruleSet, file, whole, options, shape);
}

async function* continued(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

/** What an input holds, by its first bytes and its name; `document`: its records stand in one JSON array. */
export function shapeOf(head: Uint8Array, file = ""): { shape: Shape; document: boolean } {
  const start = new TextDecoder().decode(head.subarray(0, 256)).replace(/^\uFEFF/, "").trimStart();
  const document = /^\[\s*(?:\{|\])/.test(start) || /^\{\s*"Records"\s*:\s*\[/.test(start);
  if (/^(?:\[\s*)?\{\s*"Event"\s*:\s*\{/.test(start)) return { shape: "evtx", document };
  if (document || start.startsWith("{")) return { shape: "json", document };
  if (/\.[ct]sv(?:\.(?:gz|zst))?$/i.test(file)) return { shape: "csv", document };
  return { shape: LOGFMT.test(start) ? "logfmt" : "text", document };
}

async function* scanLines(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, { keepText, misses = 0 }: ScanOptions): AsyncGenerator<Batch> {
  const scanner = new Scanner(ruleSet, { keepText, adapt: new Adaptation() });
  let before = scanner.statistics();
  const batch = ({ matches, problems }: ReturnType<Scanner["push"]>): Batch => {
    const now = scanner.statistics();
    const last = before;
    before = now;
    return { findings: matches.map((match) => ({ file, ...match })), problems: problems.map((problem) => lineProblem(file, problem)), lines: now.lines - last.lines, bytes: now.bytes - last.bytes, candidates: now.candidates - last.candidates, parsed: now.parsed - last.parsed };
  };
  const splitter = createLineSplitter();
  let missesLeft = misses;
  for await (const chunk of chunks) {
    const first = missesLeft > 0 ? splitter.push(chunk) : [];
    const read = batch(scanner.push(chunk));
    const missed = linesWithout(read.findings, first).slice(0, missesLeft);
    missesLeft -= missed.length;
    yield missed.length === 0 ? read : { ...read, misses: missesOf(ruleSet, file, missed) };
  }
  yield batch(scanner.finish());
}

function linesWithout(findings: readonly Finding[], lines: readonly Line[]): Line[] {
  const found = new Set(findings.map(({ line }) => line));
  return lines.filter(({ number }) => !found.has(number));
}

function missesOf(ruleSet: RuleSet, file: string, lines: readonly Line[]): LineMiss[] {
  return lines.flatMap(({ number: line, offset, text }) => {
    const event = readRecord(text);
    return event === null ? [] : nearestMisses(ruleSet, event).map((miss) => ({ file, line, offset, miss }));
  });
}

async function* scanDocument(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, options: ScanOptions, shape: Shape): AsyncGenerator<Batch> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > MAX_DOCUMENT_BYTES) {
      yield { ...nothing(size), problems: [{ file, line: null, offset: null, sentence: "The document is larger than 512 MiB: give it as one record a line." }] };
      return;
    }
    parts.push(chunk.slice());
  }
  const records = cutRecords(Buffer.concat(parts));
  if (records === null) {
    yield { ...nothing(size), problems: [{ file, line: null, offset: null, sentence: "The document ends before its list of records does." }] };
    return;
  }
  const lines = records.map(({ bytes }) => Buffer.concat([bytes, Uint8Array.of(LF)]));
  const batches = shape === "json" && !options.reference ? scanLines(ruleSet, file, streamOf(lines), options) : scanRows(ruleSet, file, streamOf(lines), options, shape);
  for await (const batch of batches) {
    // Of a document, the line is the record's number.
    const placed = batch.findings.map((finding) => ({ ...finding, offset: records[finding.line - 1]!.offset }));
    const misses = batch.misses?.map((miss) => ({ ...miss, offset: records[miss.line - 1]!.offset }));
    yield { ...batch, ...(misses ? { misses } : {}), findings: placed, problems: batch.problems.map((problem) => ({ ...problem, offset: records[problem.line! - 1]!.offset })) };
  }
}

async function* streamOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** JSON by the line, each read in full. */
function recordReader(): RowReader {
  return {
    push(line) {
      if (line.text.trim() === "") return [];
      const event = readRecord(line.text);
      return [event === null ? { ...placeOf(line), problem: "The line is no JSON object." } : { ...placeOf(line), event }];
    },
    finish: () => [],
  };
}

/** Rows whose text says nothing alone are kept as JSON: whoever explains them, or follows them, reads that. */
const OWN_TEXT: ReadonlySet<Shape> = new Set(["text", "json"]);

async function* scanRows(ruleSet: RuleSet, file: string, chunks: AsyncIterable<Uint8Array>, options: ScanOptions, shape: Shape): AsyncGenerator<Batch> {
  // Whoever wants to know which rule came nearest looks at lines that no rule matches, too.
  const sieved = shape === "text" && !options.reference && (options.misses ?? 0) === 0;
  const splitter = sieved ? textSplitter(ruleSet) : createLineSplitter();
  const reader = readerOf(shape, options);
  const find = (event: EventRecord): RuleFinding[] => (options.reference ? findByReference : findInEvent)(ruleSet, event);
  const readText = (text: string) => parseLine(text, { referenceTimeMs: options.referenceTimeMs, zoneOffsetMinutes: 0 });
  let missesLeft = options.misses ?? 0;
  const told = new ToldOfEvents();
  let linesRead = 0;
  const judged = (batch: Batch, rows: readonly TextRow[], text: string): void => {
    for (const row of rows) {
      const { line, offset, length } = row;
      if ("problem" in row) {
        batch.problems.push({ file, line, offset, sentence: row.problem });
        continue;
      }
      if (shape === "text" && row.event["parsed"] === false) batch.unknown = (batch.unknown ?? 0) + 1;
      const found = told.unsaid(row, find(row.event));
      const kept = options.keepText && found.length > 0 ? (OWN_TEXT.has(shape) && row.joined !== true ? text : JSON.stringify(row.event)) : undefined;
      for (const finding of found) batch.findings.push(placed(finding, { file, line, offset, length }, kept));
      if (found.length > 0 || missesLeft === 0 || row.joined === true) continue;
      missesLeft -= 1;
      for (const miss of nearestMisses(ruleSet, row.event)) (batch.misses ??= []).push({ file, line, offset, miss });
    }
  };
  const read = (lines: readonly Line[], bytes: number): Batch => {
    const before = linesRead;
    linesRead = splitter.position().number - 1;
    const batch: Batch = { ...nothing(bytes), lines: linesRead - before, candidates: sieved ? lines.length : 0 };
    for (const line of lines) {
      if (line.told === undefined) judged(batch, reader.push(line), line.text);
      else for (const finding of findInLine(ruleSet, line, readText)) batch.findings.push(placed(finding, { file, line: line.number, offset: line.offset, length: line.length }, options.keepText ? line.text : undefined));
    }
    return batch;
  };
  for await (const chunk of chunks) yield read(splitter.push(chunk), chunk.length);
  const last = read(splitter.finish(), 0);
  judged(last, reader.finish(), "");
  yield last;
}

function readerOf(shape: Shape, options: ScanOptions): RowReader {
  switch (shape) {
    case "csv":
      return createCsvReader();
    case "logfmt":
      return createLogfmtReader();
    case "evtx":
      return createEvtxReader();
    case "json":
      return recordReader();
    case "text":
      return textReader(options.referenceTimeMs);
  }
}

function placed(finding: RuleFinding, place: Pick<Finding, "file" | "line" | "offset" | "length">, text: string | undefined): Finding {
  return text === undefined ? { ...place, ...finding } : { ...place, ...finding, text };
}

function nothing(bytes: number): Batch {
  return { findings: [], problems: [], lines: 0, bytes, candidates: 0, parsed: 0 };
}
