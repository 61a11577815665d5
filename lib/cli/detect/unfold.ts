import { createGunzip, createZstdDecompress } from "node:zlib";

/** How a compressed input ended. */
export type Ending = "complete" | "cut_off" | "corrupt";

const CHUNK_BYTES = 1024 * 1024;
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

export type Unfolded = {
  chunks: AsyncIterable<Uint8Array>;
  /** Known when `chunks` has ended. */
  ending(): Ending;
};

/** Unfolds gzip and zstd, by their first bytes, also of several members or frames; other bytes pass as they are. */
export async function unfold(source: AsyncIterable<Uint8Array>): Promise<Unfolded> {
  const iterator = source[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    head = Buffer.concat([head, next.value]);
    if (head.length >= ZSTD.length) break;
  }
  const bytes = rejoined(head, iterator);
  const starts = (magic: readonly number[]) => magic.every((byte, at) => head[at] === byte);
  let ending: Ending = "complete";
  const end = (how: Ending) => (ending = how);
  if (starts(GZIP)) return { chunks: unfolded(bytes, () => createGunzip({ chunkSize: CHUNK_BYTES }), end), ending: () => ending };
  if (starts(ZSTD)) return { chunks: unfolded(bytes, () => createZstdDecompress({ chunkSize: CHUNK_BYTES }), end), ending: () => ending };
  return { chunks: bytes, ending: () => ending };
}

async function* rejoined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

type Engine = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>;

/**
 * Node's zstd stops after the first frame without a word: each frame gets an engine of its own, which is given what the
 * one before did not take.
 */
async function* unfolded(source: AsyncIterable<Uint8Array>, open: () => Engine, end: (how: Ending) => void): AsyncGenerator<Uint8Array> {
  let frame: Frame | null = null;
  try {
    for await (const part of source) {
      let rest = part;
      while (rest.length > 0) {
        frame ??= new Frame(open());
        rest = await frame.write(rest);
        yield* frame.take();
        if (frame.problem !== null) return end(frame.endsShort() ? "cut_off" : "corrupt");
        if (frame.ended) {
          frame.close();
          frame = null;
        }
      }
    }
    if (frame === null) return;
    await frame.finish();
    yield* frame.take();
    if (frame.problem !== null) end(frame.endsShort() ? "cut_off" : "corrupt");
  } finally {
    frame?.close();
  }
}

class Frame {
  ended = false;
  problem: NodeJS.ErrnoException | null = null;
  private readonly engine: Engine;
  private collected: Uint8Array[] = [];
  private settle: () => void = () => undefined;

  constructor(engine: Engine) {
    this.engine = engine;
    engine.on("data", (chunk: Uint8Array) => this.collected.push(chunk));
    engine.on("end", () => {
      this.ended = true;
      this.settle();
    });
    engine.on("error", (error: NodeJS.ErrnoException) => {
      this.problem = error;
      this.settle();
    });
  }

  /** Gives the engine bytes and answers those that it left: they stand after its end. */
  async write(bytes: Uint8Array): Promise<Uint8Array> {
    const before = this.engine.bytesWritten;
    await this.turn((done) => this.engine.write(bytes, done));
    const rest = bytes.subarray(this.engine.bytesWritten - before);
    // Bytes are left after the end, or after an error: which it was is told a moment later.
    if (rest.length > 0 && !this.ended && this.problem === null) await this.turn(() => undefined);
    return rest;
  }

  /** Waits for what the engine says of the end of its bytes. */
  async finish(): Promise<void> {
    await this.turn(() => this.engine.end());
  }

  /** Whether nothing is wrong but that more was to come. */
  endsShort(): boolean {
    return this.problem?.code === "Z_BUF_ERROR" || this.problem?.code === "ZSTD_error_srcSize_wrong";
  }

  take(): Uint8Array[] {
    const taken = this.collected;
    this.collected = [];
    return taken;
  }

  close(): void {
    this.engine.destroy();
  }

  private turn(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      this.settle = resolve;
      start(resolve);
    });
  }
}
