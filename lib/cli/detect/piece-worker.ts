import { parentPort, workerData } from "node:worker_threads";
import { compileRules } from "#lib/detection/index.ts";
import { rulesOfShared } from "./compiled-rules.ts";
import type { Finding, Written } from "./finding.ts";
import { type LinesBefore, type Piece, type PieceLines, type PieceResult, pieceStream, type PieceWorkerData } from "./pieces.ts";
import { scanInput } from "./scan-input.ts";
import { type FindingWriter, findingWriter } from "./writers.ts";

const LF = 10;
const { files, image } = workerData as PieceWorkerData;
const ruleSet = image === null ? compileRules(files.sources, { pipelines: files.pipelines }).ruleSet : rulesOfShared(image, files);
const port = parentPort!;
const encoder = new TextEncoder();
let linesTold = Promise.withResolvers<number>();

/** Findings as they are told: text costs less than values to hand to another thread, and writing is work like finding. */
class Rows {
  private readonly writer: FindingWriter;
  private readonly rows: Uint8Array<ArrayBuffer>[] = [];
  private readonly counts = new Map<number, number>();

  constructor(writer: FindingWriter) {
    this.writer = writer;
  }

  add(findings: readonly Finding[]): void {
    const told = findings.filter(({ rule }) => rule.raisesHits);
    if (told.length === 0) return;
    for (const { number } of told) this.counts.set(number, (this.counts.get(number) ?? 0) + 1);
    const separator = this.rows.length === 0 ? "" : this.writer.separator;
    this.rows.push(encoder.encode(separator + told.map((finding) => this.writer.finding(finding)).join(this.writer.separator)));
  }

  written(): Pick<Written, "counts"> & { rows: Uint8Array<ArrayBuffer>[] } {
    return { rows: this.rows, counts: [...this.counts] };
  }
}

/** Lines of a piece, the last of which a newline need not end. */
async function countLines(piece: Piece): Promise<number> {
  let lines = 0;
  let last = LF;
  for await (const chunk of pieceStream(piece)) {
    for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) lines += 1;
    last = chunk.at(-1)!;
  }
  return last === LF ? lines : lines + 1;
}

async function readPiece(piece: Piece): Promise<void> {
  port.postMessage({ id: piece.id, lineCount: await countLines(piece) } satisfies PieceLines);
  const before = await linesTold.promise;
  linesTold = Promise.withResolvers();
  const result: PieceResult = { id: piece.id, findings: [], problems: [], lines: 0, bytes: 0, candidates: 0, parsed: 0 };
  const rows = piece.output === null ? null : new Rows(findingWriter(piece.output, ruleSet.rules));
  const moved = <Placed extends { line: number | null; offset: number | null }>(placed: Placed): Placed => ({ ...placed, line: placed.line! + before, offset: placed.offset! + piece.from });
  for await (const batch of scanInput(ruleSet, piece.file, pieceStream(piece), { format: "json", reference: false, keepText: piece.keepText, referenceTimeMs: 0 })) {
    const findings = batch.findings.map(moved);
    if (rows === null) for (const { rule: _rule, file: _file, ...sent } of findings) result.findings.push(sent);
    else rows.add(findings);
    result.problems.push(...batch.problems.map(moved));
    result.lines += batch.lines;
    result.bytes += batch.bytes;
    result.candidates += batch.candidates;
    result.parsed += batch.parsed;
  }
  const written = rows?.written();
  port.postMessage(written === undefined ? result : { ...result, written }, written?.rows.map(({ buffer }) => buffer) ?? []);
}

port.on("message", (message: Piece | LinesBefore) => {
  if ("linesBefore" in message) linesTold.resolve(message.linesBefore);
  else void readPiece(message);
});
