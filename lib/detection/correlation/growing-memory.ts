/** From this size on memory is that of WebAssembly: it begins at a line of the processor's cache, and grows where it stands. */
const LARGE_BYTES = 1_048_576;
const PAGE_BYTES = 65_536;
/** What grows by a quarter needs little more than it holds; what must be copied grows by its own size. */
const IN_PLACE = 1.25;
const COPIED = 2;

/**
 * Memory, all zero, that grows and keeps what it holds. Numbers of many groups in a plain array would be copied whenever
 * they double, and for that moment take three times their size.
 */
export class GrowingMemory {
  buffer: ArrayBuffer;
  private wasm: WebAssembly.Memory | null = null;

  constructor(bytes: number) {
    this.buffer = new ArrayBuffer(bytes);
  }

  /** Makes room for so many bytes. `buffer` is another one afterwards: views of it are made anew. Throws RangeError without memory. */
  grow(bytes: number): void {
    if (bytes <= this.buffer.byteLength) return;
    if (this.wasm === null && bytes < LARGE_BYTES) this.move(new ArrayBuffer(Math.max(bytes, this.buffer.byteLength * COPIED)));
    else if (this.wasm === null) {
      this.wasm = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
      this.move(this.wasm.buffer);
    } else {
      const wanted = Math.max(bytes, this.buffer.byteLength * IN_PLACE);
      this.wasm.grow(Math.ceil((wanted - this.buffer.byteLength) / PAGE_BYTES));
      this.buffer = this.wasm.buffer;
    }
  }

  private move(into: ArrayBuffer): void {
    new Uint8Array(into).set(new Uint8Array(this.buffer));
    this.buffer = into;
  }
}
