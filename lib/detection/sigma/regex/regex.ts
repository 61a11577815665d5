import { DETECTION_LIMITS } from "../../limits.ts";
import { literalsOfRegex } from "./literals.ts";
import { parseRegex, type RegexFlags, RegexRefusal } from "./parse.ts";
import { classOf, compileProgram, type Program } from "./program.ts";

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

/** What assertions need to know about the character before a position. */
const BEFORE_START = 0;
const BEFORE_WORD = 1;
const BEFORE_NEWLINE = 2;
const BEFORE_OTHER = 3;

type State = { readonly threads: readonly number[]; readonly before: number; readonly next: (State | "match" | undefined)[] };

class LazyAutomaton {
  private readonly program: Program;
  private states = new Map<string, State>();
  private initial: State;

  constructor(program: Program) {
    this.program = program;
    this.initial = this.state([], BEFORE_START);
  }

  test(text: string): boolean {
    const { classes } = this.program;
    let state = this.initial;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      const kind = unit < 128 ? classes.ascii[unit]! : classOf(classes, unit);
      const next = state.next[kind] ?? this.step(state, kind);
      if (next === "match") return true;
      state = next;
    }
    return (state.next[classes.count] ?? this.step(state, classes.count)) === "match";
  }

  private step(state: State, kind: number): State | "match" {
    const { program } = this;
    const reached = closure(program, [...state.threads, program.start], state.before, kind);
    let next: State | "match" = "match";
    if (!reached.has(0)) {
      const threads = new Set<number>();
      for (const at of reached) {
        const instruction = program.code[at]!;
        if (instruction.op === "set" && instruction.accepts[kind] === 1) threads.add(instruction.next);
      }
      next = this.state([...threads].sort((a, b) => a - b), beforeKind(program, kind));
    }
    state.next[kind] = next;
    return next;
  }

  private state(threads: readonly number[], before: number): State {
    const kept = this.program.hasAssertions ? before : BEFORE_OTHER;
    const key = `${kept}:${threads.join(",")}`;
    const known = this.states.get(key);
    if (known) return known;
    if (this.states.size >= DETECTION_LIMITS.regexStates) {
      // The work stays linear without the cache, only slower; memory stays bounded.
      this.states = new Map();
      this.initial = { ...this.initial, next: [] };
    }
    const made: State = { threads, before: kept, next: [] };
    this.states.set(key, made);
    return made;
  }
}

function beforeKind(program: Program, kind: number): number {
  if (program.classes.word[kind] === 1) return BEFORE_WORD;
  return program.classes.newline[kind] === 1 ? BEFORE_NEWLINE : BEFORE_OTHER;
}

/** All instructions reachable without reading a character, given the neighbours. `kind` equal to the count is the end. */
function closure(program: Program, from: readonly number[], before: number, kind: number): Set<number> {
  const reached = new Set<number>();
  const open = [...from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (reached.has(at)) continue;
    reached.add(at);
    const instruction = program.code[at]!;
    if (instruction.op === "split") open.push(...instruction.next);
    else if (instruction.op === "assert" && holds(program, instruction.at, before, kind)) open.push(instruction.next);
  }
  return reached;
}

function holds(program: Program, assertion: string, before: number, kind: number): boolean {
  const end = kind === program.classes.count;
  const wordAfter = !end && program.classes.word[kind] === 1;
  switch (assertion) {
    case "start":
      return before === BEFORE_START;
    case "lineStart":
      return before === BEFORE_START || before === BEFORE_NEWLINE;
    case "end":
      return end;
    case "lineEnd":
      return end || program.classes.newline[kind] === 1;
    case "word":
      return (before === BEFORE_WORD) !== wordAfter;
    default:
      return (before === BEFORE_WORD) === wordAfter;
  }
}

/** Simulates the automaton with each thread knowing where it started. */
function find(program: Program, text: string): { start: number; end: number } | null {
  const { classes, code } = program;
  let threads = new Map<number, number>();
  let best: { start: number; end: number } | null = null;
  let before = BEFORE_START;
  for (let at = 0; at <= text.length; at += 1) {
    const kind = at === text.length ? classes.count : classOf(classes, text.charCodeAt(at));
    if (best === null) threads.set(program.start, Math.min(threads.get(program.start) ?? at, at));
    const starts = new Map<number, number>();
    for (const [thread, start] of [...threads].sort((a, b) => a[1] - b[1])) {
      for (const reached of closure(program, [thread], before, kind)) if (!starts.has(reached)) starts.set(reached, start);
    }
    const matched = starts.get(0);
    if (matched !== undefined && (best === null || matched <= best.start)) best = { start: matched, end: at };
    threads = new Map();
    for (const [reached, start] of starts) {
      const instruction = code[reached]!;
      if (best !== null && start > best.start) continue;
      if (instruction.op === "set" && kind < classes.count && instruction.accepts[kind] === 1 && !threads.has(instruction.next)) threads.set(instruction.next, start);
    }
    if (best !== null && threads.size === 0) return best;
    before = kind < classes.count ? beforeKind(program, kind) : before;
  }
  return best;
}
