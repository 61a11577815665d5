import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { OpenBytes } from "./packet-content.ts";
import { PacketError } from "./packet-error.ts";

/** What a ZIP header and a manifest line need to know of a file before it is written. */
export type Measure = { bytes: number; sha256: string; crc32: number };

/** Adds up chunks into a `Measure`. */
export class Measurer {
  #bytes = 0;
  #crc = 0;
  readonly #hash = createHash("sha256");

  update(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    this.#crc = crc32(chunk, this.#crc);
    this.#hash.update(chunk);
  }

  end(): Measure {
    return { bytes: this.#bytes, sha256: this.#hash.digest("hex"), crc32: this.#crc };
  }
}

/** Reads a source once, holding one chunk at a time. */
export async function measure(open: OpenBytes): Promise<Measure> {
  const measurer = new Measurer();
  for await (const chunk of open()) measurer.update(chunk);
  return measurer.end();
}

/** The measure of bytes in memory. */
export function measureBytes(bytes: Uint8Array): Measure {
  const measurer = new Measurer();
  measurer.update(bytes);
  return measurer.end();
}

/**
 * The same bytes again, checked against the first reading.
 * @throws PacketError `changed_while_writing`, at the latest after the last chunk
 */
export async function* reread(path: string, expected: Measure, open: OpenBytes): AsyncGenerator<Uint8Array> {
  const measurer = new Measurer();
  let left = expected.bytes;
  for await (const chunk of open()) {
    left -= chunk.length;
    if (left < 0) throw new PacketError("changed_while_writing", `${path} grew while the packet was written`);
    measurer.update(chunk);
    yield chunk;
  }
  if (measurer.end().sha256 !== expected.sha256) throw new PacketError("changed_while_writing", `${path} changed while the packet was written`);
}
