import type { EventView, FieldText } from "../sigma/event-view.ts";
import { type Kernel, STATUS } from "./kernel.ts";
import { KIND, OP, type Program } from "./program.ts";
import type { Route } from "./routes.ts";

/** Answers are kept as twice the event's number, plus one for yes. */
const MAX_EVENTS = 2 ** 30;

/** Where the event can be looked at: its values, and a further search for literals in them. */
export type Searchable = EventView & { search(search: number): void };

/**
 * Judges conditions by the literals that were found, and asks the values themselves only where literals do not decide.
 * Searches that wake no rule are made when a predicate first asks for them.
 */
export class Judge implements EventView {
  private readonly kernel: Kernel;
  private readonly stamps: number;
  private readonly status: number;
  private readonly answers: Int32Array;
  private readonly searched: Int32Array;
  private program: Program;
  private event = 0;
  private generation = 0;
  private view!: Searchable;
  /** Whether values are asked at once, no search having been made. */
  private direct = false;
  /** By atom: in which event it was told to occur; and whether it would have been. */
  private readonly toldAt: Int32Array;
  private looked: Uint8Array | null = null;

  constructor(kernel: Kernel, program: Program, places: { readonly stamps: number; readonly status: number; readonly searches: number; readonly atoms: number }) {
    this.kernel = kernel;
    this.program = program;
    this.stamps = places.stamps >> 2;
    this.status = places.status >> 2;
    this.answers = new Int32Array(program.places.length);
    this.searched = new Int32Array(places.searches);
    this.toldAt = new Int32Array(places.atoms);
  }

  /** The same predicates in conditions of another order. */
  follow(program: Program): void {
    this.program = program;
  }

  /** A new event, which has gone through the searches of its route; without one, of which few rules will be asked: then searching costs more than asking its values. */
  begin(route: Route | null, view: Searchable): void {
    this.event += 1;
    if (this.event === MAX_EVENTS) {
      this.event = 1;
      this.answers.fill(0);
      this.searched.fill(0);
      this.toldAt.fill(0);
    }
    this.generation = this.kernel.u32[this.status + STATUS.generation]!;
    this.view = view;
    this.direct = route === null;
    this.looked = null;
    if (route !== null) for (const search of route.searched) this.searched[search] = this.event;
  }

  /** A new event of which others looked for some atoms, and found these: only where that decides nothing its values are asked. */
  beginTold(looked: Uint8Array, found: readonly number[], view: Searchable): void {
    this.begin(null, view);
    this.looked = looked;
    for (const atom of found) this.toldAt[atom] = this.event;
  }

  matches(rule: number): boolean {
    return this.holds(this.program.starts[rule]!);
  }

  /**
   * Numbers of the predicates by which a rule matched, none of them under a "not": of alternatives the first that holds,
   * whatever other rules asked.
   */
  heldPredicates(rule: number): number[] {
    const held: number[] = [];
    this.collect(this.program.starts[rule]!, held);
    return held;
  }

  has(field: number): boolean {
    return this.view.has(field);
  }

  isNull(field: number): boolean {
    return this.view.isNull(field);
  }

  texts(field: number): readonly FieldText[] {
    return this.view.texts(field);
  }

  keywordTexts(): readonly FieldText[] {
    return this.view.keywordTexts();
  }

  answer(predicate: number): boolean {
    const known = this.answers[predicate]!;
    if (known >> 1 === this.event) return (known & 1) === 1;
    const answer = this.decide(predicate);
    this.answers[predicate] = this.event * 2 + Number(answer);
    return answer;
  }

  private holds(at: number): boolean {
    const { conditions } = this.program;
    const end = conditions[at + 1]!;
    switch (conditions[at]) {
      case OP.predicate:
        return this.answer(conditions[at + 2]!);
      case OP.not:
        return !this.holds(at + 2);
      case OP.and:
        for (let part = at + 2; part < end; part = conditions[part + 1]!) if (!this.holds(part)) return false;
        return true;
      case OP.or:
        for (let part = at + 2; part < end; part = conditions[part + 1]!) if (this.holds(part)) return true;
        return false;
      default: {
        let missing = conditions[at + 2]!;
        for (let part = at + 3; part < end; part = conditions[part + 1]!) if (this.holds(part) && (missing -= 1) === 0) return true;
        return false;
      }
    }
  }

  /** As `holds`, and what holds is noted. */
  private collect(at: number, held: number[]): boolean {
    const { conditions } = this.program;
    const end = conditions[at + 1]!;
    const op = conditions[at]!;
    if (op === OP.not) return !this.holds(at + 2);
    if (op === OP.predicate) {
      const number = conditions[at + 2]!;
      const holds = this.answer(number);
      if (holds) held.push(number);
      return holds;
    }
    const before = held.length;
    let missing = op === OP.atLeast ? conditions[at + 2]! : 1;
    for (let part = at + (op === OP.atLeast ? 3 : 2); part < end; part = conditions[part + 1]!) {
      const holds = this.collect(part, held);
      if (op === OP.and && !holds) break;
      if (op === OP.and ? conditions[part + 1]! === end : holds && (missing -= 1) === 0) return true;
    }
    held.length = before;
    return false;
  }

  private decide(number: number): boolean {
    const { predicates, places, tests } = this.program;
    if (this.looked !== null) {
      const told = this.decideByTold(this.looked, number);
      if (told !== undefined) return told;
    }
    if (this.direct) return tests[number]!.test(this);
    let at = places[number]!;
    const kind = predicates[at]!;
    if (kind === KIND.open) return tests[number]!.test(this);
    const firstGroup = at + 2 + predicates[at + 1]!;
    for (at += 2; at < firstGroup; at += 1) this.search(predicates[at]!);
    let groups = predicates[at]!;
    for (at += 1; groups > 0; groups -= 1) {
      const end = at + 1 + predicates[at]!;
      if (!this.oneOccurs(at + 1, end)) return false;
      at = end;
    }
    return kind === KIND.decided || this.oneOccurs(at + 1, at + 1 + predicates[at]!) || this.testUndecided(number);
  }

  /** The answer of a predicate of which no literal that decides it occurs. */
  private testUndecided(number: number): boolean {
    const predicate = this.program.tests[number]!;
    return (predicate.testUndecided ?? predicate.test)(this);
  }

  /** The answer of a predicate, if what was told decides it. */
  private decideByTold(looked: Uint8Array, number: number): boolean | undefined {
    const { predicates, places } = this.program;
    const place = places[number]!;
    const kind = predicates[place]!;
    if (kind === KIND.open) return undefined;
    let allOccur = true;
    let at = place + 2 + predicates[place + 1]!;
    let groups = predicates[at]!;
    for (at += 1; groups > 0; groups -= 1) {
      const end = at + 1 + predicates[at]!;
      const occurs = this.oneTold(at + 1, end);
      if (!occurs && this.allLooked(looked, at + 1, end)) return false;
      allOccur &&= occurs;
      at = end;
    }
    if (kind === KIND.decided) return allOccur ? true : undefined;
    const end = at + 1 + predicates[at]!;
    if (this.oneTold(at + 1, end)) return true;
    return this.allLooked(looked, at + 1, end) ? this.testUndecided(number) : undefined;
  }

  private allLooked(looked: Uint8Array, from: number, end: number): boolean {
    const { predicates } = this.program;
    for (let at = from; at < end; at += 1) if (looked[predicates[at]!] === 0) return false;
    return true;
  }

  private oneTold(from: number, end: number): boolean {
    const { predicates } = this.program;
    for (let at = from; at < end; at += 1) if (this.toldAt[predicates[at]!] === this.event) return true;
    return false;
  }

  private search(search: number): void {
    if (this.searched[search] === this.event) return;
    this.searched[search] = this.event;
    this.view.search(search);
  }

  private oneOccurs(from: number, end: number): boolean {
    const { predicates } = this.program;
    const { u32 } = this.kernel;
    for (let at = from; at < end; at += 1) if (u32[this.stamps + predicates[at]!] === this.generation) return true;
    return false;
  }
}
