import { parentPort, workerData } from "node:worker_threads";
import { compileRules } from "#lib/detection/index.ts";
import type { RuleFiles } from "./load-rules.ts";
import { type Piece, type PieceResult, pieceStream } from "./pieces.ts";
import { scanInput } from "./scan-input.ts";

const { sources, pipelines } = workerData as RuleFiles;
const { ruleSet } = compileRules(sources, { pipelines });
const port = parentPort!;

async function readPiece(piece: Piece): Promise<PieceResult> {
  const result: PieceResult = { id: piece.id, findings: [], problems: [], lines: 0, bytes: 0, candidates: 0, parsed: 0 };
  for await (const batch of scanInput(ruleSet, piece.file, pieceStream(piece), { format: "json", reference: false, keepText: piece.keepText, referenceTimeMs: 0 })) {
    for (const { rule: _rule, file: _file, ...sent } of batch.findings) result.findings.push(sent);
    result.problems.push(...batch.problems);
    result.lines += batch.lines;
    result.bytes += batch.bytes;
    result.candidates += batch.candidates;
    result.parsed += batch.parsed;
  }
  return result;
}

port.on("message", (piece: Piece) => {
  void readPiece(piece).then((result) => port.postMessage(result));
});
