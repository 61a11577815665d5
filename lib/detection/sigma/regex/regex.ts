import { DETECTION_LIMITS } from "../../limits.ts";
import { literalsOfRegex } from "./literals.ts";
import { parseRegex, type RegexFlags, RegexRefusal } from "./parse.ts";
import { classOf, compileProgram, type Program } from "./program.ts";
import { BEFORE, beforeKind, NONE, Threads } from "./threads.ts";

/** A compiled regular expression whose work grows linearly with the text, whoever wrote the pattern. */
export type LinearRegex = {
  /** Whether the pattern occurs anywhere in the text. */
  test(text: string): boolean;
  /** The leftmost occurrence, the longest of those; null when there is none. Slower than `test`: for explanations. */
  find(text: string): { readonly start: number; readonly end: number } | null;
};

export type RegexResult =
  | { readonly ok: true; readonly regex: LinearRegex; /** Lower-cased texts of which one occurs wherever the pattern does; null when none are known. */ readonly literals: readonly string[] | null }
  | { readonly ok: false; readonly message: string; readonly index: number };

/**
 * Compiles a Sigma `re` pattern. V8's own engine is not used for it: `(a+)+$` stalls it for seconds on 30 characters.
 * Here a pattern becomes an automaton, and matching is a table walk (a DFA built while it is needed, with bounded cache).
 */
export function compileRegex(pattern: string, flags: RegexFlags): RegexResult {
  if (pattern.length > DETECTION_LIMITS.regexChars) {
    return { ok: false, message: `the pattern is longer than ${DETECTION_LIMITS.regexChars} characters`, index: 0 };
  }
  try {
    const root = parseRegex(pattern, flags);
    const program = compileProgram(root);
    const automaton = new LazyAutomaton(program);
    return { ok: true, regex: { test: (text) => automaton.test(text), find: (text) => find(program, text) }, literals: literalsOfRegex(root) };
  } catch (error) {
    if (error instanceof RegexRefusal) return { ok: false, message: error.message, index: error.index };
    throw error;
  }
}

type State = { readonly threads: ArrayLike<number>; readonly before: number; readonly next: (State | "match" | undefined)[] };

class LazyAutomaton {
  private readonly program: Program;
  private readonly threads: Threads;
  private states = new Map<string, State>();
  private initial: State;
  /** How often the cache was emptied. */
  private emptied = 0;

  constructor(program: Program) {
    this.program = program;
    this.threads = new Threads(program);
    this.initial = this.state([], BEFORE.start);
  }

  test(text: string): boolean {
    const { classes } = this.program;
    const { emptied } = this;
    let state = this.initial;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const kind = unit < 128 ? classes.ascii[unit]! : classOf(classes, unit);
      const next = state.next[kind] ?? this.step(state, kind);
      if (next === "match") return true;
      state = next;
      // One text that has states without end: to note each costs more than to go on without.
      if (this.emptied !== emptied) return this.testFrom(text, at + 1, state);
    }
    return (state.next[classes.count] ?? this.step(state, classes.count)) === "match";
  }

  /** The same without noting states. */
  private testFrom(text: string, from: number, { threads: places, before: first }: State): boolean {
    const { threads, program } = this;
    threads.begin(places);
    let before = first;
    for (let at = from; at < text.length; at += 1) {
      const kind = classOf(program.classes, text.charCodeAt(at));
      if (threads.read(kind, before, 0) !== NONE) return true;
      before = beforeKind(program, kind);
    }
    return threads.read(program.classes.count, before, 0) !== NONE;
  }

  private step(state: State, kind: number): State | "match" {
    const { program, threads } = this;
    threads.begin(state.threads);
    const next = threads.read(kind, state.before, 0) === NONE ? this.state(threads.places(), beforeKind(program, kind)) : "match";
    state.next[kind] = next;
    return next;
  }

  private state(threads: ArrayLike<number>, before: number): State {
    const kept = this.program.hasAssertions ? before : BEFORE.other;
    const key = `${kept}:${Array.prototype.join.call(threads, ",")}`;
    const known = this.states.get(key);
    if (known) return known;
    if (this.states.size >= DETECTION_LIMITS.regexStates) {
      // The work stays linear without the cache, only slower; memory stays bounded.
      this.states = new Map();
      this.initial = { ...this.initial, next: [] };
      this.emptied += 1;
    }
    const made: State = { threads, before: kept, next: [] };
    this.states.set(key, made);
    return made;
  }
}

/** Goes through the text with each thread knowing where it began. */
function find(program: Program, text: string): { start: number; end: number } | null {
  const { classes } = program;
  const threads = new Threads(program);
  let best: { start: number; end: number } | null = null;
  let before: number = BEFORE.start;
  for (let at = 0; at <= text.length; at += 1) {
    const kind = at === text.length ? classes.count : classOf(classes, text.charCodeAt(at));
    const found = threads.read(kind, before, best === null ? at : NONE);
    if (found !== NONE && (best === null || found <= best.start)) best = { start: found, end: at };
    if (best !== null && threads.isEmpty) return best;
    before = beforeKind(program, kind);
  }
  return best;
}
