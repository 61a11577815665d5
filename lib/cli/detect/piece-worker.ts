import { parentPort, workerData } from "node:worker_threads";
import { compileRules } from "#lib/detection/index.ts";
import { rulesOfShared } from "./compiled-rules.ts";
import { type Piece, type PieceResult, pieceStream, type PieceWorkerData } from "./pieces.ts";
import { scanInput } from "./scan-input.ts";

const { files, image } = workerData as PieceWorkerData;
const ruleSet = image === null ? compileRules(files.sources, { pipelines: files.pipelines }).ruleSet : rulesOfShared(image, files);
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
