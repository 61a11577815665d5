import { DETECTION_LIMITS } from "../../limits.ts";
import { type CharSet, includes, NEWLINE, WORD } from "./charset.ts";
import { type Assertion, type RegexNode, RegexRefusal } from "./parse.ts";

/** One instruction of the nondeterministic automaton. */
export type Instruction =
  | { readonly op: "set"; /** By character class. */ readonly accepts: Uint8Array; readonly next: number }
  | { readonly op: "split"; readonly next: readonly number[] }
  | { readonly op: "assert"; readonly at: Assertion; readonly next: number }
  | { readonly op: "match" };

export type Program = {
  readonly code: readonly Instruction[];
  readonly start: number;
  readonly classes: CharacterClasses;
  readonly hasAssertions: boolean;
};

/** Code units that no part of the pattern tells apart share a class. */
export type CharacterClasses = {
  readonly count: number;
  /** Of code units below 128. */
  readonly ascii: Uint16Array;
  /** First code unit of each class range, ascending, with the class it belongs to. */
  readonly starts: readonly number[];
  /** Whether a class consists of word characters, and whether of newlines. */
  readonly word: Uint8Array;
  readonly newline: Uint8Array;
};

/** Translates the tree; counted repetition is unrolled, and refused beyond the limit. Instruction 0 is the match. */
export function compileProgram(root: RegexNode): Program {
  const sets: CharSet[] = [];
  collectSets(root, sets);
  const classes = characterClasses(sets);
  const builder = new Builder(classes);
  const start = builder.build(root, 0);
  return { code: builder.code, start, classes, hasAssertions: builder.code.some((instruction) => instruction.op === "assert") };
}

export function classOf(classes: CharacterClasses, unit: number): number {
  if (unit < 128) return classes.ascii[unit]!;
  let low = 0;
  let high = classes.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (classes.starts[middle]! <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function collectSets(node: RegexNode, into: CharSet[]): void {
  if (node.kind === "set") into.push(node.set);
  else if (node.kind === "repeat") collectSets(node.item, into);
  else if (node.kind !== "assert") node.items.forEach((item) => collectSets(item, into));
}

function characterClasses(sets: readonly CharSet[]): CharacterClasses {
  const edges = new Set<number>([0]);
  for (const set of [...sets, WORD, NEWLINE]) {
    for (let at = 0; at < set.length; at += 2) edges.add(set[at]!).add(set[at + 1]! + 1);
  }
  const starts = [...edges].filter((edge) => edge <= 0xffff).sort((a, b) => a - b);
  const classes: CharacterClasses = {
    count: starts.length,
    ascii: new Uint16Array(128),
    starts,
    word: Uint8Array.from(starts, (start) => Number(includes(WORD, start))),
    newline: Uint8Array.from(starts, (start) => Number(includes(NEWLINE, start))),
  };
  let current = 0;
  for (let unit = 0; unit < 128; unit += 1) {
    while (current + 1 < starts.length && starts[current + 1]! <= unit) current += 1;
    classes.ascii[unit] = current;
  }
  return classes;
}

class Builder {
  readonly code: Instruction[] = [{ op: "match" }];
  private readonly classes: CharacterClasses;
  private readonly accepts = new Map<CharSet, Uint8Array>();

  constructor(classes: CharacterClasses) {
    this.classes = classes;
  }

  /** Adds the code of a node that continues at `next`; returns where it starts. */
  build(node: RegexNode, next: number): number {
    switch (node.kind) {
      case "set":
        return this.add({ op: "set", accepts: this.table(node.set), next });
      case "assert":
        return this.add({ op: "assert", at: node.at, next });
      case "sequence":
        return node.items.reduceRight((after, item) => this.build(item, after), next);
      case "choice":
        return this.add({ op: "split", next: node.items.map((item) => this.build(item, next)) });
      case "repeat":
        return this.repeat(node.item, node.min, node.max, next);
    }
  }

  private repeat(item: RegexNode, min: number, max: number, next: number): number {
    let after = next;
    if (max === Infinity) {
      const loop: number[] = [];
      const split = this.add({ op: "split", next: loop });
      loop.push(this.build(item, split), next);
      after = split;
    } else {
      for (let optional = min; optional < max; optional += 1) {
        after = this.add({ op: "split", next: [this.build(item, after), next] });
      }
    }
    for (let required = 0; required < min; required += 1) after = this.build(item, after);
    return after;
  }

  private add(instruction: Instruction): number {
    if (this.code.length >= DETECTION_LIMITS.regexInstructions) {
      throw new RegexRefusal(`the pattern expands to more than ${DETECTION_LIMITS.regexInstructions} steps`, 0);
    }
    return this.code.push(instruction) - 1;
  }

  private table(set: CharSet): Uint8Array {
    const known = this.accepts.get(set);
    if (known) return known;
    const table = Uint8Array.from(this.classes.starts, (start) => Number(includes(set, start)));
    this.accepts.set(set, table);
    return table;
  }
}
