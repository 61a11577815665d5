/**
 * Gives the memory of bytes back at once, where they are all of what they lie in. Left to the garbage collector, a file of gigabytes
 * makes it walk the whole heap for every few tens of megabytes that came: half of the time that taking a file took.
 */
export function releaseBytes({ buffer, byteOffset, length }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && byteOffset === 0 && length === buffer.byteLength && length > 0) buffer.transfer(0);
}

/**
 * Passes a body on whose pieces nobody else holds. Each lasts until the next is asked for: for who copies or writes a piece before
 * going on, and not for who gathers several, as the reading of a log's head does.
 */
export async function* passing(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    yield piece;
    releaseBytes(piece);
  }
}

const BLOCK_BYTES = 1024 * 1024;
/** Blocks that lie ready for the next body: memory that is given back and asked for again is mapped and cleared anew each time. */
const SPARE_BLOCKS = 8;
const spare: Uint8Array[] = [];

function giveBack(block: Uint8Array): void {
  if (spare.length < SPARE_BLOCKS) spare.push(block);
  else releaseBytes(block);
}

/** A body in memory. */
export type Gathered = {
  /** All of it, once, in pieces that each last until the next is asked for. */
  read(): AsyncGenerator<Uint8Array>;
  /** For who does not want to read it (to its end): its memory is free for others. */
  drop(): void;
};

/** @returns null when there is more of it than `maxBytes` */
export async function gatherBytes(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Gathered | null> {
  const blocks: Uint8Array[] = [];
  const drop = (): void => blocks.splice(0).forEach(giveBack);
  let length = 0;
  try {
    for await (const piece of body) {
      if (length + piece.length > maxBytes) {
        drop();
        return null;
      }
      for (let at = 0; at < piece.length; ) {
        const filled = length % BLOCK_BYTES;
        if (filled === 0) blocks.push(spare.pop() ?? new Uint8Array(Buffer.allocUnsafeSlow(BLOCK_BYTES).buffer));
        const taken = piece.subarray(at, at + BLOCK_BYTES - filled);
        blocks.at(-1)?.set(taken, filled);
        length += taken.length;
        at += taken.length;
      }
    }
  } catch (error) {
    drop();
    throw error;
  }
  return {
    drop,
    async *read() {
      for (let [block] = blocks; block !== undefined; [block] = blocks) {
        yield block.subarray(0, length);
        length -= Math.min(length, BLOCK_BYTES);
        blocks.shift();
        giveBack(block);
      }
    },
  };
}
