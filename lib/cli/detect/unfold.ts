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
        yield* frame.write(rest);
        rest = frame.left;
        if (frame.problem !== null) return end(frame.endsShort() ? "cut_off" : "corrupt");
        if (frame.ended) {
          frame.close();
          frame = null;
        }
      }
    }
    if (frame === null) return;
    yield* frame.finish();
    if (frame.problem !== null) end(frame.endsShort() ? "cut_off" : "corrupt");
  } finally {
    frame?.close();
  }
}

/** One member or frame. What it unfolds is given as it is made: of a few bytes that unfold to much, only a part is held. */
class Frame {
  ended = false;
  problem: NodeJS.ErrnoException | null = null;
  /** Of the bytes last written, those that stand after its end. */
  left: Uint8Array = new Uint8Array();
  private readonly engine: Engine;
  private wake: () => void = () => undefined;

  constructor(engine: Engine) {
    this.engine = engine;
    engine.on("readable", () => this.wake());
    engine.on("end", () => {
      this.ended = true;
      this.wake();
    });
    engine.on("error", (error: NodeJS.ErrnoException) => {
      this.problem = error;
      this.wake();
    });
  }

  /** Unfolds bytes, and says in `left` which of them it did not take. */
  async *write(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    const before = this.engine.bytesWritten;
    let taken = false;
    this.engine.write(bytes, () => {
      taken = true;
      this.wake();
    });
    // Bytes are left after the end, or after an error: which it was is told a moment later.
    yield* this.readUntil(() => taken && this.engine.bytesWritten - before === bytes.length);
    this.left = bytes.subarray(this.engine.bytesWritten - before);
  }

  /** What is left to unfold, and what the engine says of the end of its bytes. */
  async *finish(): AsyncGenerator<Uint8Array> {
    this.engine.end();
    yield* this.readUntil(() => false);
  }

  /** Whether nothing is wrong but that more was to come. */
  endsShort(): boolean {
    return this.problem?.code === "Z_BUF_ERROR" || this.problem?.code === "ZSTD_error_srcSize_wrong";
  }

  close(): void {
    this.engine.destroy();
  }

  private async *readUntil(enough: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.wake = resolve;
      let read = false;
      for (let chunk = this.next(); chunk !== null; chunk = this.next()) {
        read = true;
        yield chunk;
      }
      if (this.ended || this.problem !== null || enough()) return;
      if (!read) await promise;
    }
  }

  private next(): Uint8Array | null {
    return this.engine.read() as Uint8Array | null;
  }
}
