import type { EventRecord } from "../fields.ts";
import { type FieldNames, RecordView } from "../sigma/event-view.ts";
import type { Expression, Predicate } from "../sigma/expression.ts";
import { statedLogsource } from "../sigma/logsource.ts";
import type { Logsource } from "../sigma/rule.ts";
import { AtomPredicates } from "./atoms.ts";
import { Kernel, STATUS } from "./kernel.ts";
import { Judge, type Searchable } from "./judge.ts";
import type { MatchedValue } from "./line-match.ts";
import { type Program, reordered, writeProgram } from "./program.ts";
import { writeKeys } from "./keys.ts";
import { writeLetterCases } from "./letter-cases.ts";
import { LineView } from "./line-view.ts";
import { priorCosts, learnedCosts } from "./costs.ts";
import { expressionsOf, imageOfParts, type MatcherImage, predicatesOf, programOf, routedOf, witnessesOf } from "./matcher-image.ts";
import { keywordsOf, MAX_ROUTES, ROUTE_KEY_BYTES, type Route, type RoutedRule, Routes } from "./routes.ts";
import { Matchers } from "./tables.ts";
import type { LineTold } from "../lines.ts";
import { TextView } from "./text-view.ts";
import type { MatchableRules } from "./looked-for.ts";
import { type Witness, witnessOf } from "./witness.ts";

export type MatchableRule = { readonly logsource: Logsource; readonly expression: Expression };

/** A matcher's image, and how a predicate in it is made again that literals do not decide. */
export type MatcherSource = { readonly image: MatcherImage; readonly remake: (predicate: number) => Predicate };

const MAX_ENTRIES = 16_384;
const SCRATCH_BYTES = 65_536;
const MAX_VALUES = 20;
const NONE: readonly number[] = [];
const encoder = new TextEncoder();

/**
 * Finds the rules that match, of thousands, without asking each: the literals of all rules are looked for at once, only
 * rules that one of theirs wakes are judged, and what was found answers most of their predicates.
 */
export class Matcher {
  readonly kernel: Kernel;
  readonly lineView: LineView;
  readonly recordView: SearchedRecord;
  private readonly textView: TextView;
  /** Asked for when what wakes the rules is chosen. */
  private readonly expressions: () => readonly Expression[];
  private readonly predicates: AtomPredicates;
  private readonly routed: readonly RoutedRule[];
  private readonly matchers: Matchers;
  private readonly routes: Routes;
  private readonly judge: Judge;
  private readonly keywordField: number;
  private readonly names: readonly string[];
  private readonly parts: MatcherImage["parts"];
  private scratch: { place: number; bytes: number };
  private witnesses: readonly (Witness | null)[] = [];
  /** By atom, the rules that it wakes. */
  private woken: readonly (readonly number[] | undefined)[] = [];
  private readonly asked: Uint32Array;
  private round = 0;
  private programNow!: Program;
  private windowPlace: number | undefined;

  /** @param from what was built of the same rules before: then their conditions are read from it */
  constructor(rules: readonly (Pick<MatchableRule, "logsource"> & Partial<MatchableRule>)[], fields: FieldNames, from: MatcherSource | null = null) {
    this.keywordField = fields.names.length;
    this.names = fields.names.slice();
    const kernel = (this.kernel = new Kernel(from?.image.kernel ?? null));
    const restored = from && programOf(from.image, fields, from.remake);
    let made: readonly Expression[] | undefined;
    this.expressions = () => (made ??= restored ? expressionsOf(restored) : rules.map(({ expression }) => expression!));
    this.predicates = from ? predicatesOf(from.image, kernel, this.keywordField) : new AtomPredicates(this.keywordField);
    if (from === null) for (const expression of this.expressions()) this.predicates.add(expression);
    const { atoms } = this.predicates;
    this.routed = from ? routedOf(from.image, rules.map(({ logsource }) => logsource)) : rules.map(({ logsource }, rule) => ({ logsource, keywords: keywordsOf(this.expressions()[rule]!, this.predicates.byNumber) }));
    if (from === null) {
      writeLetterCases(kernel);
      writeKeys(kernel, fields.names, this.routed.some(({ keywords }) => keywords !== "none") ? ["line"] : []);
    }
    this.matchers = new Matchers(kernel, atoms, MAX_ROUTES, from?.image.tables);
    this.parts = from?.image.parts ?? this.makeRoom(atoms.count);
    this.routes = new Routes(kernel, this.routed, { atoms, matchers: this.matchers, presenceAtoms: this.predicates.presenceAtoms(), keywordField: this.keywordField }, from?.image.routes);
    this.scratch = from?.image.scratch ?? { place: 0, bytes: 0 };
    this.growScratch(SCRATCH_BYTES);
    this.lineView = new LineView(kernel, this.parts);
    this.recordView = new SearchedRecord(fields, this);
    this.textView = new TextView(fields);
    const costs = from ? null : priorCosts(atoms);
    this.judge = new Judge(kernel, (this.programNow = restored ?? writeProgram(this.expressions(), this.predicates.byNumber, costs!)), { ...this.parts, searches: 2 * atoms.searchOffset, atoms: atoms.count });
    this.asked = new Uint32Array(rules.length);
    if (from) this.wakeBy(witnessesOf(from.image));
    else this.choose(costs!);
  }

  /** What another matcher of the same rules can be made of. Only before it met any event. */
  image(): MatcherImage {
    const routes = this.routes.image();
    const parts = imageOfParts({ predicates: this.predicates, routed: this.routed, program: this.programNow, witnesses: this.witnesses });
    return { ...parts, kernel: this.kernel.image(), routes, tables: this.matchers.image(), parts: this.parts, scratch: this.scratch };
  }

  private makeRoom(atoms: number): MatcherImage["parts"] {
    const { kernel } = this;
    const parts = { stamps: kernel.allocate(atoms * 4), hits: kernel.allocate(atoms * 4), entries: kernel.allocate(MAX_ENTRIES * 16), status: kernel.allocate(STATUS.words * 4), routeKey: kernel.allocate(ROUTE_KEY_BYTES) };
    for (const [name, place] of Object.entries(parts)) kernel.place(name as keyof typeof parts, place);
    kernel.place("keywordField", this.keywordField);
    kernel.place("maxEntries", MAX_ENTRIES);
    return parts;
  }

  /** Rules that no literal wakes: each is asked for every event of its log source. */
  get witnessless(): readonly number[] {
    return this.witnesses.flatMap((witness, rule) => (witness ? [] : [rule]));
  }

  /** What wakes a rule, and how often that happens for nothing, as far as is known. */
  witness(rule: number): Witness | null {
    return this.witnesses[rule] ?? null;
  }

  get atoms(): AtomPredicates["atoms"] {
    return this.predicates.atoms;
  }

  /** What its rules ask for. */
  rules(): MatchableRules {
    const { atoms } = this.predicates;
    const fieldOf = (atom: number) => this.names[atoms.searches[atom]! % (this.keywordField + 1)] ?? null;
    return { all: this.routed.map(({ logsource }, rule) => ({ logsource, expression: () => this.expressions()[rule]! })), atoms, predicates: this.predicates.byNumber, fieldOf };
  }

  /** Chooses anew what wakes each rule and the order of its condition, by how often each literal occurs in these events. */
  learn(events: Iterable<EventRecord>): void {
    const costs = this.costsBy(events);
    if (costs !== null) this.choose(costs);
  }

  /** Chooses anew what wakes each rule: what is found, and which values are told of it, stays the same. */
  wakeAnew(events: Iterable<EventRecord>): void {
    const costs = this.costsBy(events);
    if (costs !== null) this.chooseWitnesses(costs);
  }

  /** How often each literal is to be expected after these events; null after none. */
  private costsBy(events: Iterable<EventRecord>): Float64Array | null {
    const { atoms } = this.predicates;
    const seen = new Float64Array(atoms.count);
    let count = 0;
    const searched = [...new Set(atoms.searches)];
    const presenceFields = [...this.predicates.presenceAtoms()].map(([field, atom]) => ({ field, atom }));
    for (const event of events) {
      this.recordView.reset(event);
      this.matchRecord({ ...this.routes.of(statedLogsource(event)), searched, searchedForKeywords: [], presenceFields });
      const { u32 } = this.kernel;
      const hitCount = this.statusWord(STATUS.hitCount);
      for (let at = 0; at < hitCount; at += 1) seen[u32[(this.parts.hits >> 2) + at]!]! += 1;
      count += 1;
    }
    return count === 0 ? null : learnedCosts(priorCosts(atoms), seen, count);
  }

  /** The numbers of the rules that match a record, in their order. */
  matchesOfRecord(event: EventRecord): readonly number[] {
    const route = this.routes.of(statedLogsource(event));
    this.recordView.reset(event);
    this.matchRecord(route);
    this.judge.begin(route, this.recordView);
    return this.judged(route);
  }

  /** The same of a line of text that a sieve told something of; `read`: its event, for what a look at the line does not tell. */
  matchesOfText(text: string, told: LineTold, read: (text: string) => EventRecord): readonly number[] {
    const { textView } = this;
    if (textView.look(text, told, read)) this.judge.beginTold(told.looked, told.atoms, textView);
    else this.judge.begin(null, textView);
    const { members } = this.routes.of(textView.source);
    let found: number[] | null = null;
    for (const rule of told.rules) if (members[rule] !== 0 && this.judge.matches(rule)) (found ??= []).push(rule);
    return found ?? NONE;
  }

  /** The same of the line that the kernel stopped at; null when only a record can tell. */
  matchesOfLine(): readonly number[] | null {
    const route = this.routes.at(this.statusWord(STATUS.route));
    this.lineView.next();
    this.judge.begin(route, this.lineView);
    const found = this.judged(route);
    return this.lineView.told ? found : null;
  }

  /** What a rule that matched last asked for, field by field. */
  valuesOf(rule: number): MatchedValue[] {
    const values: MatchedValue[] = [];
    for (const number of this.judge.heldPredicates(rule)) {
      const field = this.programNow.tests[number]!.field;
      if (field === null || values.length >= MAX_VALUES) continue;
      for (const { text } of this.judge.texts(field.number)) values.push({ field: field.name, value: text });
    }
    return values;
  }

  /** The kernel met a log source that it does not know. */
  learnRoute(): void {
    const length = this.kernel.u32[(this.parts.status >> 2) + STATUS.routeKeyLength]!;
    this.routes.learnSpelling(this.kernel.u8.slice(this.parts.routeKey, this.parts.routeKey + length), this.parts.routeKey);
  }

  /** Memory for lines, one scanner's at a time. */
  window(bytes: number): number {
    this.windowPlace ??= this.kernel.allocate(bytes);
    this.growScratch(bytes);
    return this.windowPlace;
  }

  /** Words of the status that the kernel left. */
  statusWord(word: number): number {
    return this.kernel.u32[(this.parts.status >> 2) + word]!;
  }

  /** Texts of this many bytes fit from now on. */
  growScratch(bytes: number): void {
    if (bytes <= this.scratch.bytes) return;
    const size = Math.max(bytes, this.scratch.bytes * 2);
    this.scratch = { place: this.kernel.allocate(size + 64), bytes: size };
    this.kernel.place("scratch", this.scratch.place);
  }

  private choose(costs: Float64Array): void {
    this.chooseWitnesses(costs);
    this.judge.follow((this.programNow = reordered(this.programNow, this.expressions(), this.predicates.byNumber, costs)));
  }

  private chooseWitnesses(costs: Float64Array): void {
    this.wakeBy(this.expressions().map((expression) => witnessOf(expression, this.predicates.byNumber, costs)));
  }

  private wakeBy(witnesses: readonly (Witness | null)[]): void {
    const woken: number[][] = [];
    this.witnesses = witnesses;
    witnesses.forEach((witness, rule) => {
      for (const atom of witness?.atoms ?? []) (woken[atom] ??= []).push(rule);
    });
    this.woken = woken;
    this.routes.wakeBy(witnesses);
  }

  private matchRecord(route: Pick<Route, "place" | "searched" | "searchedForKeywords" | "presenceFields">): void {
    const { calls } = this.kernel;
    calls.beginEvent(route.place);
    for (const { field, atom } of route.presenceFields) if (this.recordView.has(field)) calls.hitAtom(atom);
    for (const search of [...route.searched, ...route.searchedForKeywords]) this.searchRecord(search);
    calls.report();
  }

  /** Makes one search in the record at hand. */
  searchRecord(search: number): void {
    const field = search % (this.keywordField + 1);
    const texts = field === this.keywordField ? this.recordView.keywordTexts() : this.recordView.texts(field);
    for (const { lower } of texts) {
      this.growScratch(lower.length * 3);
      const { place, bytes } = this.scratch;
      const { written } = encoder.encodeInto(lower, this.kernel.u8.subarray(place, place + bytes));
      this.kernel.calls.matchText(search, place, written);
    }
  }

  private judged(route: Route): readonly number[] {
    const { u32 } = this.kernel;
    const { judge } = this;
    const { hits } = this.parts;
    let found: number[] | null = null;
    for (const rule of route.always) if (judge.matches(rule)) (found ??= []).push(rule);
    this.round += 1;
    const hitCount = this.statusWord(STATUS.hitCount);
    for (let at = 0; at < hitCount; at += 1) {
      const woken = this.woken[u32[(hits >> 2) + at]!];
      if (woken === undefined) continue;
      for (const rule of woken) {
        if (route.members[rule] === 0 || this.asked[rule] === this.round) continue;
        this.asked[rule] = this.round;
        if (judge.matches(rule)) (found ??= []).push(rule);
      }
    }
    if (found === null) return NONE;
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }
}

/** A record that can be searched further. */
class SearchedRecord extends RecordView implements Searchable {
  private readonly matcher: Matcher;

  constructor(fields: FieldNames, matcher: Matcher) {
    super(fields);
    this.matcher = matcher;
  }

  search(search: number): void {
    this.matcher.searchRecord(search);
  }
}
