import { createGunzip } from "node:zlib";
import { LOG_LIMITS } from "./limits.ts";

/**
 * How the text of a segment ended. `cut_off`: the compressed stream stops short of its end; `corrupt`: it holds bytes
 * that are not gzip; `over_limit`: it unfolds to more than is read. In each case the text before that point was given.
 */
export type TextEnding = "complete" | "cut_off" | "corrupt" | "over_limit";

export type Inflated = {
  chunks: AsyncGenerator<Buffer>;
  /** Null until `chunks` has ended. */
  ending(): TextEnding | null;
};

/**
 * Unfolds gzip (one or several members) as a stream. Never fails on bad data: what could be read is given, and
 * {@link Inflated.ending} says why it stopped. Memory is bounded by `LOG_LIMITS.inflateBytes` times 1032.
 *
 * @param open gives the compressed bytes from the start; called a second time when they turn out to be corrupt
 */
export function inflate(open: () => AsyncIterable<Uint8Array>): Inflated {
  let ending: TextEnding | null = null;
  return { chunks: run(open, (end) => (ending = end)), ending: () => ending };
}

async function* run(open: () => AsyncIterable<Uint8Array>, end: (ending: TextEnding) => void): AsyncGenerator<Buffer> {
  const feed = openFeed();
  let read = 0;
  let given = 0;
  try {
    for await (const slice of slices(open(), LOG_LIMITS.inflateBytes)) {
      for (const chunk of await feed.push(slice)) {
        given += chunk.length;
        yield chunk;
      }
      if (feed.problem() !== null) {
        yield* salvage(open, read, given);
        return end("corrupt");
      }
      read += slice.length;
      if (overLimit(read, given)) return end("over_limit");
    }
    yield* await feed.finish();
    end(feed.problem() ?? "complete");
  } finally {
    feed.close();
  }
}

/**
 * zlib keeps nothing of a slice in which it met an error. So the stream is read again up to that slice, and the slice
 * itself byte by byte: the text right up to the bad byte is given.
 */
async function* salvage(open: () => AsyncIterable<Uint8Array>, good: number, given: number): AsyncGenerator<Buffer> {
  const feed = openFeed();
  let read = 0;
  let skip = given;
  try {
    for await (const slice of slices(open(), LOG_LIMITS.inflateBytes)) {
      const steps = read < good ? [slice] : Array.from(slice, (_, at) => slice.subarray(at, at + 1));
      read += slice.length;
      for (const step of steps) {
        for (const chunk of await feed.push(step)) {
          const fresh = chunk.subarray(Math.min(skip, chunk.length));
          skip -= chunk.length - fresh.length;
          if (fresh.length > 0) yield fresh;
        }
        if (feed.problem() !== null) return;
      }
    }
  } finally {
    feed.close();
  }
}

/** The same bytes in slices of `size` at fixed offsets, whatever parts they come in, so that a second pass cuts alike. */
async function* slices(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const part of source) {
    const whole = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let at = 0;
    for (; whole.length - at >= size; at += size) yield whole.subarray(at, at + size);
    rest = Uint8Array.prototype.slice.call(whole, at);
  }
  if (rest.length > 0) yield rest;
}

function overLimit(read: number, given: number): boolean {
  if (given > LOG_LIMITS.textBytes) return true;
  return given > LOG_LIMITS.expansionFreeBytes && given > read * LOG_LIMITS.expansion;
}

type Feed = {
  push(slice: Uint8Array): Promise<Buffer[]>;
  finish(): Promise<Buffer[]>;
  problem(): "cut_off" | "corrupt" | null;
  close(): void;
};

/**
 * One slice in, all its text out. A stream's own iterator drops text that is still buffered when an error comes, so
 * the text is collected by a listener, which has it before the error is told.
 */
function openFeed(): Feed {
  const gunzip = createGunzip({ chunkSize: 1024 * 1024 });
  let collected: Buffer[] = [];
  let problem: "cut_off" | "corrupt" | null = null;
  let settle: () => void = () => undefined;
  gunzip.on("data", (chunk: Buffer) => collected.push(chunk));
  gunzip.on("end", () => settle());
  gunzip.on("error", (error: NodeJS.ErrnoException) => {
    problem = error.code === "Z_BUF_ERROR" ? "cut_off" : "corrupt";
    settle();
  });
  const take = (): Buffer[] => {
    const taken = collected;
    collected = [];
    return taken;
  };
  const turn = (start: () => void): Promise<Buffer[]> => {
    if (problem !== null) return Promise.resolve(take());
    return new Promise<void>((resolve) => {
      settle = resolve;
      start();
    }).then(take);
  };
  return {
    push: (slice) => turn(() => gunzip.write(slice, () => settle())),
    finish: () => turn(() => gunzip.end()),
    problem: () => problem,
    close: () => gunzip.destroy(),
  };
}
