import { ANY, type CharSet, DIGIT, foldCase, negate, NEWLINE, single, SPACE, union, WORD } from "./charset.ts";

/** The syntax tree of a pattern. Greedy and lazy repetition are the same: only whether a text matches is asked. */
export type RegexNode =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly items: readonly RegexNode[] }
  | { readonly kind: "repeat"; readonly item: RegexNode; readonly min: number; readonly max: number }
  | { readonly kind: "assert"; readonly at: Assertion };

export type Assertion = "start" | "end" | "lineStart" | "lineEnd" | "word" | "notWord";
export type RegexFlags = { readonly i: boolean; readonly m: boolean; readonly s: boolean };

/** Why a pattern is refused: a sentence, and where in the pattern (0-based). */
export class RegexRefusal extends Error {
  readonly index: number;
  constructor(message: string, index: number) {
    super(message);
    this.index = index;
  }
}

const ESCAPED_SETS: { readonly [letter: string]: CharSet } = {
  d: DIGIT,
  D: negate(DIGIT),
  w: WORD,
  W: negate(WORD),
  s: SPACE,
  S: negate(SPACE),
};
const ESCAPED_CHARACTERS: { readonly [letter: string]: number } = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, "0": 0 };
const ESCAPED_ASSERTIONS: { readonly [letter: string]: Assertion } = { b: "word", B: "notWord", A: "start", z: "end", Z: "end" };
const MAX_DEPTH = 64;

/** Parses the PCRE subset that a linear engine can run. Throws RegexRefusal. */
export function parseRegex(pattern: string, flags: RegexFlags): RegexNode {
  const parser = new Parser(pattern, flags);
  const node = parser.choice(0);
  if (!parser.done()) throw new RegexRefusal("a closing parenthesis has no opening one", parser.at);
  return node;
}

class Parser {
  at = 0;
  private readonly text: string;
  private flags: RegexFlags;

  constructor(text: string, flags: RegexFlags) {
    this.text = text;
    this.flags = flags;
  }

  done(): boolean {
    return this.at >= this.text.length;
  }

  /** Alternatives up to a closing parenthesis. Inline flags end with the group that they stand in. */
  choice(depth: number): RegexNode {
    if (depth > MAX_DEPTH) throw new RegexRefusal(`groups are nested deeper than ${MAX_DEPTH}`, this.at);
    const outer = this.flags;
    const items = [this.sequence(depth)];
    while (this.take("|")) items.push(this.sequence(depth));
    this.flags = outer;
    return items.length === 1 ? items[0]! : { kind: "choice", items };
  }

  private sequence(depth: number): RegexNode {
    const items: RegexNode[] = [];
    while (!this.done() && this.peek() !== "|" && this.peek() !== ")") items.push(this.repetition(this.atom(depth)));
    return items.length === 1 ? items[0]! : { kind: "sequence", items };
  }

  private repetition(item: RegexNode): RegexNode {
    let node = item;
    for (let bounds = this.quantifier(); bounds !== null; bounds = this.quantifier()) {
      if (this.take("+")) throw new RegexRefusal("possessive quantifiers are not supported", this.at - 1);
      this.take("?");
      if (node.kind === "assert") throw new RegexRefusal("an assertion cannot be repeated", this.at - 1);
      if (node.kind === "repeat") throw new RegexRefusal("a quantifier follows a quantifier", this.at - 1);
      node = { kind: "repeat", item: node, ...bounds };
    }
    return node;
  }

  private quantifier(): { min: number; max: number } | null {
    if (this.take("*")) return { min: 0, max: Infinity };
    if (this.take("+")) return { min: 1, max: Infinity };
    if (this.take("?")) return { min: 0, max: 1 };
    const counted = /^\{(\d{1,6})(?:(,)(\d{1,6})?)?\}/.exec(this.text.slice(this.at, this.at + 20));
    if (!counted) return null; // a brace that is not a count is itself
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] === undefined ? Infinity : Number(counted[3]);
    if (max < min) throw new RegexRefusal("the repetition's bounds are in the wrong order", this.at);
    this.at += counted[0].length;
    return { min, max };
  }

  private atom(depth: number): RegexNode {
    const start = this.at;
    const char = this.next();
    switch (char) {
      case ".":
        return { kind: "set", set: this.flags.s ? ANY : negate(NEWLINE) };
      case "^":
        return { kind: "assert", at: this.flags.m ? "lineStart" : "start" };
      case "$":
        return { kind: "assert", at: this.flags.m ? "lineEnd" : "end" };
      case "(":
        return this.group(depth, start);
      case "[":
        return { kind: "set", set: this.bracket(start) };
      case "\\":
        return this.escape(start);
      case "*":
      case "+":
      case "?":
        throw new RegexRefusal(`"${char}" has nothing to repeat`, start);
      default:
        return this.literal(char.charCodeAt(0));
    }
  }

  private group(depth: number, start: number): RegexNode {
    if (this.take("?")) {
      if (/^(?:<?[=!])/.test(this.text.slice(this.at))) throw new RegexRefusal("lookaround is not supported: it cannot be matched in linear time", start);
      if (this.peek() === ">") throw new RegexRefusal("atomic groups are not supported", start);
      const name = /^P?<[A-Za-z_]\w*>/.exec(this.text.slice(this.at, this.at + 64));
      const flags = /^([ims]*)(?:-([ims]+))?([:)])/.exec(this.text.slice(this.at, this.at + 10));
      if (!name && !flags) throw new RegexRefusal("this kind of group is not supported", start);
      this.at += (name ?? flags)![0].length;
      if (flags) {
        const inner = { ...this.flags };
        for (const flag of flags[1]!) inner[flag as keyof RegexFlags] = true;
        for (const flag of flags[2] ?? "") inner[flag as keyof RegexFlags] = false;
        if (flags[3] === ")") {
          this.flags = inner;
          return { kind: "sequence", items: [] };
        }
        return this.closed(depth, start, inner);
      }
    }
    return this.closed(depth, start, this.flags);
  }

  private closed(depth: number, start: number, flags: RegexFlags): RegexNode {
    const outer = this.flags;
    this.flags = flags;
    const node = this.choice(depth + 1);
    this.flags = outer;
    if (!this.take(")")) throw new RegexRefusal("a group is not closed", start);
    // A group keeps a repetition inside it apart from one that follows it.
    return node.kind === "repeat" || node.kind === "assert" ? { kind: "sequence", items: [node] } : node;
  }

  private escape(start: number): RegexNode {
    const letter = this.peek();
    const assertion = ESCAPED_ASSERTIONS[letter];
    if (assertion !== undefined) {
      this.at += 1;
      return { kind: "assert", at: assertion };
    }
    const set = this.escapedSet(start);
    return typeof set === "number" ? this.literal(set) : { kind: "set", set };
  }

  /** The escape after a backslash: a set, or one character's code. */
  private escapedSet(start: number): CharSet | number {
    if (this.done()) throw new RegexRefusal("the pattern ends with a backslash", start);
    const letter = this.next();
    const set = ESCAPED_SETS[letter];
    if (set) return set;
    const hex = letter === "x" ? /^(?:([0-9a-fA-F]{2})|\{([0-9a-fA-F]{1,4})\})/ : letter === "u" ? /^([0-9a-fA-F]{4})/ : null;
    if (hex) {
      const digits = hex.exec(this.text.slice(this.at, this.at + 8));
      if (!digits) throw new RegexRefusal(`"\\${letter}" needs hexadecimal digits`, start);
      this.at += digits[0].length;
      return Number.parseInt(digits[1] ?? digits[2]!, 16);
    }
    const character = ESCAPED_CHARACTERS[letter];
    if (character !== undefined) return character;
    if (/[1-9k]/.test(letter)) throw new RegexRefusal("backreferences are not supported: they cannot be matched in linear time", start);
    if (/[A-Za-z]/.test(letter)) throw new RegexRefusal(`the escape "\\${letter}" is not supported`, start);
    return letter.charCodeAt(0);
  }

  private bracket(start: number): CharSet {
    const negated = this.take("^");
    const members: CharSet[] = [];
    for (let first = true; first || this.peek() !== "]"; first = false) {
      if (this.done()) throw new RegexRefusal("a character class is not closed", start);
      if (/^\[[:.=]/.test(this.text.slice(this.at, this.at + 2))) throw new RegexRefusal("POSIX classes are not supported: write the ranges", this.at);
      const low = this.member();
      const ranged = typeof low === "number" && this.peek() === "-" && this.text[this.at + 1] !== "]" && this.at + 1 < this.text.length;
      if (!ranged) {
        members.push(typeof low === "number" ? single(low) : low);
        continue;
      }
      this.at += 1;
      const high = this.member();
      if (typeof high !== "number") members.push(single(low), single(45), high);
      else if (high < low) throw new RegexRefusal("the range is in the wrong order", start);
      else members.push([low, high]);
    }
    this.at += 1;
    const set = this.flags.i ? foldCase(union(members)) : union(members);
    return negated ? negate(set) : set;
  }

  private member(): CharSet | number {
    const start = this.at;
    const char = this.next();
    if (char !== "\\") return char.charCodeAt(0);
    if (this.take("b")) return 8;
    return this.escapedSet(start);
  }

  private literal(unit: number): RegexNode {
    return { kind: "set", set: this.flags.i ? foldCase(single(unit)) : single(unit) };
  }

  private peek(): string {
    return this.text[this.at] ?? "";
  }

  private next(): string {
    const char = this.text[this.at] ?? "";
    this.at += 1;
    return char;
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }
}
