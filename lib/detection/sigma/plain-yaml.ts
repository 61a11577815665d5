import type { YamlDocument, YamlEntry, YamlMap, YamlNode, YamlScalar } from "./yaml-document.ts";

/** Deeper files, and all else that is not written in the plainest way, are left to the library. */
const DEPTH = 24;
const [SPACE, HASH, QUOTE, APOSTROPHE, DASH, COLON, BACKSLASH] = [32, 35, 34, 39, 45, 58, 92] as const;
/** What a plain text cannot begin with, or begins something else with. */
const INDICATORS = new Set([..."-?:,[]{}#&*!|>'\"%@`"].map((character) => character.charCodeAt(0)));
const NUMBER = /^[-+]?(?:0|[1-9]\d{0,14})$/;
/** What may be a number or a word of its own in YAML's core schema. */
const SPECIAL = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0[ox][\da-f]+|[-+]?\.(?:inf|nan)|~|null|true|false)$/i;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([["true", true], ["false", false], ["null", null], ["~", null]]);
/** A tab, a return, a byte order mark, control characters and half of a pair. */
const UNUSUAL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\uD800-\uDFFF\uFEFF]/;
const LITERAL = /^\|-?$/;

/** The file is not of the plain kind. Thrown and caught here alone: it leaves a recursion. */
class NotPlain extends Error {}
const NOT_PLAIN = new NotPlain();

/**
 * Reads a file of one document in the way that most rules are written: maps and lists by indentation, texts on one line, and
 * literal blocks. It gives exactly what the library gives, ten times as fast; a file with anything else in it, also one with a
 * mistake, is not read.
 *
 * @returns null for files that are to be read by the library
 */
export function readPlainYaml(text: string): YamlDocument | null {
  if (UNUSUAL.test(text)) return null;
  try {
    return new PlainReader(text).document();
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

class PlainReader {
  private readonly text: string;
  /** Of the line at hand: where it starts, its first character that is not a space, and its end. */
  private start = 0;
  private first = 0;
  private end = 0;
  /** Where what was read last ended. */
  private contentEnd = 0;
  private next = 0;

  constructor(text: string) {
    this.text = text;
    this.advance();
  }

  document(): YamlDocument {
    if (this.first !== 0) throw NOT_PLAIN;
    const root = this.map(0, 0);
    // Whether a comment before or behind all belongs to the document is said by the library.
    if (this.start < this.text.length || this.text.includes("#", this.contentEnd)) throw NOT_PLAIN;
    return { root, offset: 0, text: this.text.slice(0, this.contentEnd).trim() };
  }

  private indent(): number {
    return this.start >= this.text.length ? -1 : this.first - this.start;
  }

  /** Goes to the next line that says something. */
  private advance(): void {
    const { text } = this;
    for (;;) {
      this.start = this.next;
      if (this.start >= text.length) return;
      const newline = text.indexOf("\n", this.start);
      this.end = newline === -1 ? text.length : newline;
      this.next = newline === -1 ? text.length : newline + 1;
      this.first = this.start;
      while (text.charCodeAt(this.first) === SPACE) this.first += 1;
      if (this.first < this.end && text.charCodeAt(this.first) !== HASH) break;
    }
    if (this.first === this.start && (text.startsWith("---", this.start) || text.startsWith("...", this.start))) throw NOT_PLAIN;
  }

  /** Entries of one map: at `column`, the first of which may stand behind a dash. */
  private map(column: number, depth: number): YamlMap {
    if (depth > DEPTH) throw NOT_PLAIN;
    const offset = this.start + column;
    const entries: YamlEntry[] = [];
    const seen = new Set<string>();
    let at = offset;
    do {
      const entry = this.entry(at, column, depth);
      if (seen.has(entry.key) || entry.key === "<<") throw NOT_PLAIN;
      seen.add(entry.key);
      entries.push(entry);
      at = this.first;
    } while (this.indent() === column && !this.isDash(this.first));
    if (this.indent() > column) throw NOT_PLAIN;
    return { kind: "map", offset, entries };
  }

  private entry(at: number, column: number, depth: number): YamlEntry {
    const { key, end } = this.key(at);
    const value = this.skipSpaces(end + 1);
    if (value < this.end && this.text.charCodeAt(value) !== HASH) return { key, offset: at, value: this.scalar(value, column) };
    this.advance();
    const indent = this.indent();
    if (indent >= column && this.isDash(this.first)) return { key, offset: at, value: this.list(indent, depth + 1) };
    // A key without anything: what the library says its place is, it may say.
    if (indent <= column) throw NOT_PLAIN;
    return { key, offset: at, value: this.map(indent, depth + 1) };
  }

  /** A key, and where its colon stands. */
  private key(at: number): { key: string; end: number } {
    const { text } = this;
    const opening = text.charCodeAt(at);
    if (opening === APOSTROPHE || opening === QUOTE) {
      const { value, end } = this.quoted(at);
      if (text.charCodeAt(end) !== COLON || !this.endsWord(end + 1)) throw NOT_PLAIN;
      return { key: value, end };
    }
    if (INDICATORS.has(opening)) throw NOT_PLAIN;
    for (let end = at; end < this.end; end += 1) {
      const code = text.charCodeAt(end);
      if (code === HASH && text.charCodeAt(end - 1) === SPACE) break;
      if (code !== COLON || !this.endsWord(end + 1)) continue;
      const key = text.slice(at, end);
      if (key.endsWith(" ") || SPECIAL.test(key)) break;
      return { key, end };
    }
    throw NOT_PLAIN;
  }

  private list(column: number, depth: number): YamlNode {
    if (depth > DEPTH) throw NOT_PLAIN;
    const offset = this.first;
    const items: YamlNode[] = [];
    do {
      const item = this.skipSpaces(this.first + 1);
      if (item >= this.end || this.isDash(item)) throw NOT_PLAIN;
      items.push(this.startsMap(item) ? this.map(item - this.start, depth + 1) : this.scalar(item, column));
    } while (this.indent() === column && this.isDash(this.first));
    if (this.indent() > column) throw NOT_PLAIN;
    return { kind: "list", offset, items };
  }

  /** Whether the rest of the line begins with a key. */
  private startsMap(at: number): boolean {
    const { text } = this;
    const opening = text.charCodeAt(at);
    if (opening === APOSTROPHE || opening === QUOTE) {
      const { end } = this.quoted(at);
      return text.charCodeAt(end) === COLON;
    }
    const colon = text.indexOf(": ", at);
    return (colon !== -1 && colon < this.end) || text.charCodeAt(this.trimmedEnd() - 1) === COLON;
  }

  /** A value that begins on this line; goes to the line after it. `column` is that of the map or list that it is in. */
  private scalar(at: number, column: number): YamlScalar {
    const { text } = this;
    const opening = text.charCodeAt(at);
    if (opening === APOSTROPHE || opening === QUOTE) {
      const { value, end } = this.quoted(at);
      const after = this.skipSpaces(end);
      if (after < this.end && (after === end || text.charCodeAt(after) !== HASH)) throw NOT_PLAIN;
      this.finishLine(end, column);
      return { kind: "scalar", offset: at, value, text: value };
    }
    if (LITERAL.test(text.slice(at, this.trimmedEnd()))) return this.literal(at, column);
    if (INDICATORS.has(opening) && !(opening === DASH && text.charCodeAt(at + 1) !== SPACE && at + 1 < this.end)) throw NOT_PLAIN;
    const written = this.plain(at);
    this.finishLine(at + written.length, column);
    if (!SPECIAL.test(written)) return { kind: "scalar", offset: at, value: written, text: written };
    if (NUMBER.test(written)) return { kind: "scalar", offset: at, value: Number(written), text: written };
    const word = WORDS.get(written);
    if (word === undefined) throw NOT_PLAIN;
    return { kind: "scalar", offset: at, value: word, text: written };
  }

  private plain(at: number): string {
    const { text } = this;
    let end = this.end;
    for (let index = at; index < this.end; index += 1) {
      const code = text.charCodeAt(index);
      if (code === COLON && this.endsWord(index + 1)) throw NOT_PLAIN;
      if (code === HASH && text.charCodeAt(index - 1) === SPACE) {
        end = index;
        break;
      }
    }
    while (text.charCodeAt(end - 1) === SPACE) end -= 1;
    return text.slice(at, end);
  }

  /** A text in quotes that ends on its line, and where the rest of the line begins. */
  private quoted(at: number): { value: string; end: number } {
    const { text } = this;
    const quote = text.charCodeAt(at);
    let doubled = false;
    for (let end = at + 1; end < this.end; end += 1) {
      const code = text.charCodeAt(end);
      if (code === BACKSLASH && quote === QUOTE) throw NOT_PLAIN;
      if (code !== quote) continue;
      if (quote === APOSTROPHE && text.charCodeAt(end + 1) === APOSTROPHE) {
        doubled = true;
        end += 1;
        continue;
      }
      const inside = text.slice(at + 1, end);
      return { value: doubled ? inside.replaceAll("''", "'") : inside, end: end + 1 };
    }
    throw NOT_PLAIN;
  }

  /** `|` and `|-`: the lines that follow, as they stand, without the indentation of the first. */
  private literal(at: number, column: number): YamlScalar {
    const { text } = this;
    const strips = text.charCodeAt(at + 1) === DASH;
    const lines: string[] = [];
    let indent = -1;
    let end = this.end;
    let next = this.next;
    while (next < text.length) {
      const newline = text.indexOf("\n", next);
      const lineEnd = newline === -1 ? text.length : newline;
      let first = next;
      while (text.charCodeAt(first) === SPACE) first += 1;
      const blank = first === lineEnd;
      if (!blank && indent === -1) indent = first - next;
      // Spaces alone before the first line, or beyond the indentation, count in ways of their own.
      if (blank && first > next) throw NOT_PLAIN;
      if (!blank && first - next <= column) break;
      if (!blank && first - next < indent) throw NOT_PLAIN;
      lines.push(blank ? "" : text.slice(next + indent, lineEnd));
      if (!blank) end = lineEnd;
      next = newline === -1 ? text.length : newline + 1;
      if (newline === -1) throw NOT_PLAIN;
    }
    if (indent === -1) throw NOT_PLAIN;
    while (lines.at(-1) === "") lines.pop();
    const value = `${lines.join("\n")}${strips ? "" : "\n"}`;
    this.contentEnd = end;
    this.next = next;
    this.advance();
    return { kind: "scalar", offset: at, value, text: value };
  }

  /** Goes on after a value; one that goes on in the next line is not for here. */
  private finishLine(end: number, column: number): void {
    this.contentEnd = end;
    this.advance();
    if (this.indent() > column) throw NOT_PLAIN;
  }

  private isDash(at: number): boolean {
    return this.text.charCodeAt(at) === DASH && (at + 1 === this.end || this.text.charCodeAt(at + 1) === SPACE);
  }

  private endsWord(at: number): boolean {
    return at >= this.end || this.text.charCodeAt(at) === SPACE;
  }

  private skipSpaces(at: number): number {
    let found = at;
    while (found < this.end && this.text.charCodeAt(found) === SPACE) found += 1;
    return found;
  }

  private trimmedEnd(): number {
    let { end } = this;
    while (this.text.charCodeAt(end - 1) === SPACE) end -= 1;
    return end;
  }
}

/** Line and column, from 1, of places in a text; its lines are counted when first asked for. */
export function positions(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    if (!starts) {
      starts = [0];
      for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}
