/** Events whose groups are fetched from memory together. */
export const AHEAD = 64;
const NONE = -1;

/** What is known beforehand of the next events' groups in one correlation, by the events' places among them. */
export class Lookahead {
  readonly hashes = new Int32Array(AHEAD);
  /** For whoever fetches the groups. */
  readonly slots = new Int32Array(AHEAD);
  /** By which of the correlation's rules the group was read; -1: by none. */
  private readonly inputs = new Int32Array(AHEAD).fill(NONE);
  private readonly values: string[] = [];
  private readonly width: number;

  /** @param width how many values name a group */
  constructor(width: number) {
    this.width = width;
  }

  forget(): void {
    this.inputs.fill(NONE);
  }

  note(place: number, input: number, values: readonly string[], hash: number): void {
    this.inputs[place] = input;
    this.hashes[place] = hash;
    for (let at = 0; at < this.width; at += 1) this.values[place * this.width + at] = values[at]!;
  }

  isKnown(place: number): boolean {
    return this.inputs[place] !== NONE;
  }

  /** Reads the values of an event's group; false when they are not known. */
  read(place: number, input: number, into: string[]): boolean {
    if (place === NONE || this.inputs[place] !== input) return false;
    for (let at = 0; at < this.width; at += 1) into[at] = this.values[place * this.width + at]!;
    return true;
  }
}
