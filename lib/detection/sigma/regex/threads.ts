import { type Assertion } from "./parse.ts";
import type { Program } from "./program.ts";

/** What assertions need to know about the character before a position. */
export const BEFORE = { start: 0, word: 1, newline: 2, other: 3 } as const;
export const NONE = -1;

/**
 * Where a nondeterministic automaton is in a text: its threads, each with where it began, the first that began first. To
 * read one character takes no longer than the program has instructions, whatever was read before.
 */
export class Threads {
  private readonly program: Program;
  /** By instruction: in which step it was reached, and in which it was noted for the next one. */
  private readonly reached: Int32Array;
  private readonly noted: Int32Array;
  private step = 0;
  private now: { readonly places: Int32Array; readonly starts: Int32Array };
  private next: { readonly places: Int32Array; readonly starts: Int32Array };
  private count = 0;
  private readonly open: number[] = [];

  constructor(program: Program) {
    this.program = program;
    const { length } = program.code;
    const made = () => ({ places: new Int32Array(length), starts: new Int32Array(length) });
    this.now = made();
    this.next = made();
    this.reached = new Int32Array(length);
    this.noted = new Int32Array(length);
  }

  /** Begins with threads at these instructions, all of which began at the text's start. */
  begin(places: ArrayLike<number>): void {
    this.count = places.length;
    this.now.places.set(places);
    this.now.starts.fill(0, 0, places.length);
  }

  /** The instructions that threads are at, in ascending order. */
  places(): Int32Array {
    return this.now.places.slice(0, this.count).sort();
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /**
   * Reads a character of this class; the number of classes stands for the text's end.
   *
   * @param fresh where a new thread begins; -1: none does
   * @returns where the thread began that has found the pattern before this character; -1 when none has. Then threads that began later are gone
   */
  read(kind: number, before: number, fresh: number): number {
    const { now, next } = this;
    this.beginStep();
    let found = NONE;
    let kept = 0;
    for (let at = 0; at <= this.count; at += 1) {
      const isFresh = at === this.count;
      const start = isFresh ? fresh : now.starts[at]!;
      if (start === NONE || (found !== NONE && start > found)) break;
      this.open.push(isFresh ? this.program.start : now.places[at]!);
      for (let place = this.open.pop(); place !== undefined; place = this.open.pop()) {
        const reached = this.follow(place, kind, before);
        if (reached === NONE) continue;
        if (reached === 0) found = start;
        else {
          next.places[kept] = reached - 1;
          next.starts[kept] = start;
          kept += 1;
        }
      }
    }
    this.now = next;
    this.next = now;
    this.count = kept;
    return found;
  }

  private beginStep(): void {
    this.step += 1;
    if (this.step < 2 ** 31 - 1) return;
    this.step = 1;
    this.reached.fill(0);
    this.noted.fill(0);
  }

  /** Goes to an instruction: 0 when it is the match, one more than where a thread goes on that reads the character, -1 for anything else. */
  private follow(place: number, kind: number, before: number): number {
    if (this.reached[place] === this.step) return NONE;
    this.reached[place] = this.step;
    const { program, open } = this;
    const instruction = program.code[place]!;
    switch (instruction.op) {
      case "match":
        return 0;
      case "split":
        for (let at = 0; at < instruction.next.length; at += 1) open.push(instruction.next[at]!);
        return NONE;
      case "assert":
        if (holds(program, instruction.at, before, kind)) open.push(instruction.next);
        return NONE;
      case "set":
        if (kind === program.classes.count || instruction.accepts[kind] !== 1 || this.noted[instruction.next] === this.step) return NONE;
        this.noted[instruction.next] = this.step;
        return instruction.next + 1;
    }
  }
}

/** What a character of this class is to the position behind it. */
export function beforeKind({ classes }: Program, kind: number): number {
  if (classes.word[kind] === 1) return BEFORE.word;
  return classes.newline[kind] === 1 ? BEFORE.newline : BEFORE.other;
}

function holds(program: Program, assertion: Assertion, before: number, kind: number): boolean {
  const end = kind === program.classes.count;
  const wordAfter = !end && program.classes.word[kind] === 1;
  switch (assertion) {
    case "start":
      return before === BEFORE.start;
    case "lineStart":
      return before === BEFORE.start || before === BEFORE.newline;
    case "end":
      return end;
    case "lineEnd":
      return end || program.classes.newline[kind] === 1;
    case "word":
      return (before === BEFORE.word) !== wordAfter;
    default:
      return (before === BEFORE.word) === wordAfter;
  }
}
