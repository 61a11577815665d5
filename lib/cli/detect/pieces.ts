import { open } from "node:fs/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { RuleSet } from "#lib/detection/index.ts";
import type { DetectArguments } from "./arguments.ts";
import type { Batch, SentFinding } from "./finding.ts";
import { readChunks } from "./inputs.ts";
import type { RuleFiles } from "./load-rules.ts";

/** A stretch of whole lines of a file. `output`: findings are wanted as they are told, in this form; without, as they are. */
export type Piece = { id: number; file: string; from: number; to: number; keepText: boolean; output: DetectArguments["output"] | null };
export type PieceResult = Omit<Batch, "findings"> & { id: number; findings: SentFinding[] };
/** What a worker tells of a piece: first how many lines it has, then what was found in it. It is told how many lines stand before it. */
export type PieceLines = { id: number; lineCount: number };
export type LinesBefore = { linesBefore: number };

/** What a thread has its rules of: compiled before, or to be compiled. */
export type PieceWorkerData = { files: RuleFiles; image: SharedArrayBuffer | null };

const PIECE_BYTES = 4 * 1024 * 1024;
/** Pieces for each thread that may be read before what they gave was taken: whoever takes it may be slow. */
const PIECES_AHEAD = 2;
const LOOK_BYTES = 64 * 1024;
const LF = 10;
/** As little as the main thread has: garbage of a batch is dead by then. */
const YOUNG_MEGABYTES = 12;

/** Cuts a file of lines into pieces, each of which ends with a newline or with the file. */
export async function cutPieces(file: string, size: number, wanted: Pick<Piece, "keepText" | "output">, pieceBytes = PIECE_BYTES): Promise<Piece[]> {
  const handle = await open(file, "r");
  try {
    const pieces: Piece[] = [];
    for (let from = 0; from < size; ) {
      const to = from + pieceBytes >= size ? size : await afterNewline(handle, from + pieceBytes, size);
      pieces.push({ id: pieces.length, file, from, to, ...wanted });
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
    const results: (PromiseWithResolvers<PieceResult> | undefined)[] = pieces.map(() => Promise.withResolvers<PieceResult>());
    // A piece that fails is told when its turn comes; until then nobody may look at it.
    for (const result of results) result!.promise.catch(() => undefined);
    const counted = new LineCounts(pieces.length);
    let next = 0;
    let taken = 0;
    const resting: Worker[] = [];
    const give = (worker: Worker): void => {
      const piece = pieces[next];
      if (piece === undefined) return;
      if (next - taken >= this.workers.length * PIECES_AHEAD) {
        resting.push(worker);
        return;
      }
      next += 1;
      const finish = (settle: () => void): void => {
        worker.off("message", onMessage);
        worker.off("error", onError);
        settle();
      };
      const onMessage = (told: PieceResult | PieceLines): void => {
        if ("lineCount" in told) {
          counted.add(told, (linesBefore) => worker.postMessage({ linesBefore } satisfies LinesBefore));
          return;
        }
        finish(() => results[piece.id]!.resolve(told));
        give(worker);
      };
      const onError = (error: Error): void => finish(() => results[piece.id]!.reject(error));
      worker.on("message", onMessage);
      worker.on("error", onError);
      worker.postMessage(piece);
    };
    this.workers.forEach(give);
    const rules = new Map(ruleSet.eventRules.map(({ number, info }) => [number, info]));
    for (const [at, { file }] of pieces.entries()) {
      const { findings, id: _id, ...batch } = await results[at]!.promise;
      // What was taken is not held on to.
      delete results[at];
      taken += 1;
      resting.splice(0).forEach(give);
      yield { ...batch, findings: findings.map((sent) => ({ ...sent, file, rule: rules.get(sent.number)! })) };
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** Tells each piece how many lines stand before it, once all pieces before it are counted. */
class LineCounts {
  private readonly counts: (number | undefined)[];
  private readonly waiting = new Map<number, (linesBefore: number) => void>();
  /** The first piece that was not told, and the lines before it. */
  private untold = 0;
  private lines = 0;

  constructor(pieces: number) {
    this.counts = Array.from({ length: pieces }, () => undefined);
  }

  add({ id, lineCount }: PieceLines, tell: (linesBefore: number) => void): void {
    this.counts[id] = lineCount;
    this.waiting.set(id, tell);
    for (let count = this.counts[this.untold]; count !== undefined; count = this.counts[this.untold]) {
      this.waiting.get(this.untold)!(this.lines);
      this.waiting.delete(this.untold);
      this.lines += count;
      this.untold += 1;
    }
  }
}
