import { constants } from "node:os";

/** What a shell says of programs that a closed pipe ended. */
const CLOSED_PIPE = 128 + constants.signals.SIGPIPE;

/**
 * Ends the process without a word when whoever reads its output has had enough (`tickmark detect … | head`). Node ignores
 * the signal that ends other programs then, and tells the stream instead.
 *
 * @throws what else is wrong with a stream
 */
export function endWithReaders(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(CLOSED_PIPE);
    });
  }
}
