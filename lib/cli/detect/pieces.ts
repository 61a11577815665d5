import { setImmediate } from "node:timers/promises";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { RuleSet } from "#lib/detection/index.ts";
import type { Batch } from "./finding.ts";
import { PieceProgress } from "./piece-progress.ts";
import { PieceReader, type PieceResult, type PieceTask } from "./piece-reader.ts";

/** What a thread is told: its rules first, then one file after another. */
export type PieceOrder = { readonly image: SharedArrayBuffer } | { readonly task: PieceTask };

const PIECE_BYTES = 2 * 1024 * 1024;
/** As little as the main thread has: garbage of a batch is dead by then. */
const YOUNG_MEGABYTES = 12;

/** Threads that read a file of JSON lines piece by piece, the calling one among them: it reads whenever nothing waits for it. */
export class PieceReaders {
  private readonly workers: readonly Worker[];
  private readonly failure = Promise.withResolvers<never>();

  /** @param count threads besides the calling one: they start at once, while rules are still being read */
  constructor(count: number) {
    const file = path.join(import.meta.dirname, "piece-worker.ts");
    this.workers = Array.from({ length: count }, () => new Worker(file, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES } }));
    // What fails is told to whoever reads; until then nobody may look.
    this.failure.promise.catch(() => undefined);
    for (const worker of this.workers) worker.on("error", this.failure.reject);
  }

  /** Gives all threads their rules, once and before anything is read. */
  give(image: SharedArrayBuffer): void {
    this.order({ image });
  }

  /**
   * The results in the order of the pieces, as if the file had been read from start to end.
   *
   * @param ruleSet the rules that were given
   * @throws what a thread failed with
   */
  async *read(ruleSet: RuleSet, wanted: Pick<PieceTask, "file" | "size" | "keepText" | "output">, pieceBytes = PIECE_BYTES): AsyncGenerator<Batch> {
    const threads = this.workers.length + 1;
    const progress = new PieceProgress(Math.ceil(wanted.size / pieceBytes), threads);
    const task: PieceTask = { ...wanted, pieceBytes, threads, progress: progress.memory };
    const results = new Map<number, PieceResult>();
    let told = Promise.withResolvers<void>();
    const listen = (result: PieceResult): void => {
      results.set(result.id, result);
      told.resolve();
      told = Promise.withResolvers();
    };
    for (const worker of this.workers) worker.on("message", listen);
    const own = new PieceReader(ruleSet, task);
    const rules = new Map(ruleSet.eventRules.map(({ number, info }) => [number, info]));
    try {
      this.order({ task });
      for (let piece = 0; piece < progress.pieces; piece += 1) {
        // What others have told is heard in between.
        for (await setImmediate(); !results.has(piece); await setImmediate()) {
          const read = progress.mayTake() ? await Promise.race([own.next(), this.failure.promise]) : null;
          if (read !== null) results.set(read.id, read);
          else if (!results.has(piece)) await Promise.race([told.promise, this.failure.promise]);
        }
        const { findings, id: _id, ...batch } = results.get(piece)!;
        results.delete(piece);
        progress.use(piece);
        yield { ...batch, findings: findings.map((sent) => ({ ...sent, file: wanted.file, rule: rules.get(sent.number)! })) };
      }
    } finally {
      for (const worker of this.workers) worker.off("message", listen);
      own.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private order(order: PieceOrder): void {
    for (const worker of this.workers) worker.postMessage(order);
  }
}
