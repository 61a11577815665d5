import { releaseBytes } from "../bytes.ts";
import { SEALED_CHUNK_BYTES } from "./chunk-cipher.ts";

/** Blocks that lie ready: memory that is given back and asked for again is mapped and cleared anew each time, which takes longer than encrypting what it is for. */
const SPARE_BLOCKS = 8;
const spare: Buffer[] = [];

/** A block of this process that holds a chunk, sealed or not. Of what was in it before nothing is promised. */
export function takeBlock(): Buffer {
  return spare.pop() ?? Buffer.allocUnsafeSlow(SEALED_CHUNK_BYTES);
}

/** Gives a block back that nobody holds any more, nor any part of it. */
export function giveBack(block: Buffer): void {
  if (spare.length < SPARE_BLOCKS) spare.push(block);
  else releaseBytes(block);
}
