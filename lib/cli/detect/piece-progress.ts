/** Pieces for each thread that may be read before what they gave was used: whoever uses it may be slow. */
const PIECES_AHEAD = 3;

/** Words: the next piece that nobody took; how many were used; of each piece its lines and one more, or nothing yet. */
const NEXT = 0;
const USED = 1;
const COUNTS = 2;

/** How far the threads have come that read one file, in memory that they share. */
export class PieceProgress {
  readonly memory: SharedArrayBuffer;
  readonly pieces: number;
  private readonly words: Int32Array<SharedArrayBuffer>;
  private readonly ahead: number;
  /** Lines before a piece: those before the pieces of which all lines were asked for. */
  private known = { piece: 0, lines: 0 };

  /** @param from how many pieces there are; or what another thread has, which is then the same */
  constructor(from: number | SharedArrayBuffer, threads: number) {
    this.memory = typeof from === "number" ? new SharedArrayBuffer((COUNTS + from) * Int32Array.BYTES_PER_ELEMENT) : from;
    this.words = new Int32Array(this.memory);
    this.pieces = this.words.length - COUNTS;
    this.ahead = threads * PIECES_AHEAD;
  }

  /** Whether there is a piece to be read now. Another thread may take it meanwhile. */
  mayTake(): boolean {
    const next = Atomics.load(this.words, NEXT);
    return next < this.pieces && next - Atomics.load(this.words, USED) < this.ahead;
  }

  /** The next piece, for this thread alone; null when all are taken. Waits until what was read before is used. */
  async take(): Promise<number | null> {
    for (;;) {
      const used = Atomics.load(this.words, USED);
      if (Atomics.load(this.words, NEXT) >= this.pieces) return null;
      if (this.mayTake()) break;
      await Atomics.waitAsync(this.words, USED, used).value;
    }
    const piece = Atomics.add(this.words, NEXT, 1);
    return piece < this.pieces ? piece : null;
  }

  /** What was read of this piece, and of all before it, is used. */
  use(piece: number): void {
    Atomics.store(this.words, USED, piece + 1);
    Atomics.notify(this.words, USED);
  }

  /** Says how many lines begin in a piece. */
  count(piece: number, lines: number): void {
    Atomics.store(this.words, COUNTS + piece, lines + 1);
    Atomics.notify(this.words, COUNTS + piece);
  }

  /** How many lines begin before a piece, once they are counted. To be asked for later and later pieces. */
  async linesBefore(piece: number): Promise<number> {
    for (; this.known.piece < piece; this.known.piece += 1) {
      const at = COUNTS + this.known.piece;
      for (; Atomics.load(this.words, at) === 0; ) await Atomics.waitAsync(this.words, at, 0).value;
      this.known.lines += Atomics.load(this.words, at) - 1;
    }
    return this.known.lines;
  }
}
