import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { finished } from "node:stream";
import { releaseBytes } from "./bytes.ts";

/** Long enough that what is done for each block hardly counts, short enough that ten at once are nothing. */
const BLOCK_BYTES = 256 * 1024;

/**
 * Hands the bodies of requests that are streamed on in blocks, and gives back what the network brought as soon as it was read. A
 * route handler gets copies, made by the web's Request, and each piece passes through a dozen promises on its way to it: of the
 * network's own pieces of 64 KiB that was more garbage than a young generation holds. Called once, before the first request.
 *
 * @param streams whether the bodies of such requests are read piece by piece
 */
export function readRequestsInBlocks(streams: (method: string, pathname: string) => boolean): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const [pathname = "/"] = (request.url ?? "/").split("?", 1);
    if (streams(request.method ?? "", pathname)) request[Symbol.asyncIterator] = () => inBlocks(request) as NodeJS.AsyncIterator<Uint8Array>;
  });
}

/**
 * A block lasts until the next is asked for. What came before a connection broke is handed on before that is told. What comes of a
 * body that is not read to its end is thrown away, so that its sender gets the answer and the connection can be used again.
 */
async function* inBlocks(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  const filling = openFilling(Buffer.allocUnsafeSlow(BLOCK_BYTES));
  let ended: { error: Error | null | undefined } | undefined;
  let wake = (): void => undefined;
  const take = (piece: Buffer): void => {
    if (!filling.take(piece)) return;
    request.pause();
    wake();
  };
  const unwatch = finished(request.on("data", take).pause(), { writable: false }, (error) => {
    ended = { error };
    wake();
  });
  // In a function, because what a callback sets is not seen where it is asked for below.
  const end = (): typeof ended => ended;
  try {
    for (;;) {
      if (!filling.goOn() && end() === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          request.resume();
        });
      }
      const block = filling.filled();
      if (block.length > 0) yield block;
      else if (end() !== undefined) break;
      filling.empty();
    }
    const error = end()?.error ?? null;
    if (error !== null) throw error;
  } finally {
    request.off("data", take);
    unwatch();
    filling.release();
    if (end() === undefined) request.on("data", releaseBytes).resume();
  }
}

/** A block, and the piece that fills it. Both are released when they were read. */
function openFilling(block: Buffer) {
  let length = 0;
  let piece: Buffer | undefined;
  let at = 0;
  /** Fills the block from what is there of the piece. @returns whether it is full */
  const goOn = (): boolean => {
    if (piece !== undefined) {
      const taken = piece.subarray(at, at + block.length - length);
      block.set(taken, length);
      length += taken.length;
      at += taken.length;
      if (at === piece.length) {
        releaseBytes(piece);
        piece = undefined;
      }
    }
    return length === block.length;
  };
  return {
    goOn,
    take(next: Buffer): boolean {
      [piece, at] = [next, 0];
      return goOn();
    },
    filled: () => block.subarray(0, length),
    empty: () => (length = 0),
    release: () => releaseBytes(block),
  };
}
