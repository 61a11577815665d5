import { open } from "node:fs/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { RuleSet } from "#lib/detection/index.ts";
import type { Batch, SentFinding } from "./finding.ts";
import { readChunks } from "./inputs.ts";
import type { RuleFiles } from "./load-rules.ts";

/** A stretch of whole lines of a file. */
export type Piece = { id: number; file: string; from: number; to: number; keepText: boolean };
export type PieceResult = Omit<Batch, "findings"> & { id: number; findings: SentFinding[] };

/** What a thread has its rules of: compiled before, or to be compiled. */
export type PieceWorkerData = { files: RuleFiles; image: SharedArrayBuffer | null };

const PIECE_BYTES = 16 * 1024 * 1024;
const LOOK_BYTES = 64 * 1024;
const LF = 10;
/** As little as the main thread has: garbage of a batch is dead by then. */
const YOUNG_MEGABYTES = 12;

/** Cuts a file of lines into pieces, each of which ends with a newline or with the file. */
export async function cutPieces(file: string, size: number, keepText: boolean, pieceBytes = PIECE_BYTES): Promise<Piece[]> {
  const handle = await open(file, "r");
  try {
    const pieces: Piece[] = [];
    for (let from = 0; from < size; ) {
      const to = from + pieceBytes >= size ? size : await afterNewline(handle, from + pieceBytes, size);
      pieces.push({ id: pieces.length, file, from, to, keepText });
      from = to;
    }
    return pieces;
  } finally {
    await handle.close();
  }
}

async function afterNewline(handle: Awaited<ReturnType<typeof open>>, from: number, size: number): Promise<number> {
  const buffer = new Uint8Array(LOOK_BYTES);
  for (let at = from; at < size; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    const newline = buffer.subarray(0, bytesRead).indexOf(LF);
    if (newline !== -1) return at + newline + 1;
    if (bytesRead === 0) return size;
    at += bytesRead;
  }
  return size;
}

export function pieceStream({ file, from, to }: Piece): AsyncIterable<Uint8Array> {
  return readChunks(file, from, to);
}

/** Threads that have the rules, each of which reads one piece after another. */
export class PieceReaders {
  private readonly workers: Worker[];

  constructor(files: RuleFiles, image: SharedArrayBuffer | null, count: number) {
    const file = path.join(import.meta.dirname, "piece-worker.ts");
    this.workers = Array.from({ length: count }, () => new Worker(file, { workerData: { files, image } satisfies PieceWorkerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES } }));
  }

  /** The results in the order of the pieces, as if the file had been read from start to end. */
  async *read(ruleSet: RuleSet, pieces: readonly Piece[]): AsyncGenerator<Batch> {
    const results = pieces.map(() => Promise.withResolvers<PieceResult>());
    // A piece that fails is told when its turn comes; until then nobody may look at it.
    for (const { promise } of results) promise.catch(() => undefined);
    let next = 0;
    const give = (worker: Worker): void => {
      const piece = pieces[next];
      if (piece === undefined) return;
      next += 1;
      const finish = (settle: () => void): void => {
        worker.off("message", onResult);
        worker.off("error", onError);
        settle();
      };
      const onResult = (result: PieceResult): void => {
        finish(() => results[piece.id]!.resolve(result));
        give(worker);
      };
      const onError = (error: Error): void => finish(() => results[piece.id]!.reject(error));
      worker.on("message", onResult);
      worker.on("error", onError);
      worker.postMessage(piece);
    };
    this.workers.forEach(give);
    const rules = new Map(ruleSet.eventRules.map(({ number, info }) => [number, info]));
    let lines = 0;
    for (const [at, { promise }] of results.entries()) {
      const { from, file } = pieces[at]!;
      const { findings, problems, ...counts } = await promise;
      const base = lines;
      lines += counts.lines;
      const moved = findings.map((sent) => ({ ...sent, file, rule: rules.get(sent.number)!, line: sent.line + base, offset: sent.offset + from }));
      yield { ...counts, findings: moved, problems: problems.map((problem) => ({ ...problem, line: problem.line! + base, offset: problem.offset! + from })) };
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
