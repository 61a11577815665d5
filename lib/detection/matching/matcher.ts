import type { EventRecord } from "../fields.ts";
import { type EventView, type FieldNames, RecordView } from "../sigma/event-view.ts";
import { evaluate, type Expression } from "../sigma/expression.ts";
import { statedLogsource } from "../sigma/logsource.ts";
import type { Logsource } from "../sigma/rule.ts";
import { AtomPredicates } from "./atoms.ts";
import { Kernel, STATUS } from "./kernel.ts";
import { Judge } from "./judge.ts";
import { writeKeys } from "./keys.ts";
import { writeLetterCases } from "./letter-cases.ts";
import { LineView } from "./line-view.ts";
import { priorCosts, learnedCosts } from "./costs.ts";
import { ROUTE_KEY_BYTES, type Route, Routes } from "./routes.ts";
import { writeMatchers } from "./tables.ts";
import { type Witness, witnessOf } from "./witness.ts";

export type MatchableRule = { readonly logsource: Logsource; readonly expression: Expression };

const MAX_ENTRIES = 16_384;
const SCRATCH_BYTES = 65_536;
const encoder = new TextEncoder();

/**
 * Finds the rules that match, of thousands, without asking each: the literals of all rules are looked for at once, only
 * rules that one of theirs wakes are judged, and what was found answers most of their predicates.
 */
export class Matcher {
  readonly kernel = new Kernel();
  readonly lineView: LineView;
  readonly recordView: RecordView;
  private readonly rules: readonly MatchableRule[];
  private readonly predicates: AtomPredicates;
  private readonly routes: Routes;
  private readonly judge: Judge;
  private readonly keywordField: number;
  private readonly status: number;
  private readonly hits: number;
  private scratch: { place: number; bytes: number };
  private readonly routeKey: number;
  private witnesses: readonly (Witness | null)[] = [];
  /** By atom, the rules that it wakes. */
  private woken: readonly (readonly number[] | undefined)[] = [];
  private readonly asked: Uint32Array;
  private round = 0;
  private windowPlace: number | undefined;

  constructor(rules: readonly MatchableRule[], fields: FieldNames) {
    const { kernel } = this;
    this.rules = rules;
    this.keywordField = fields.names.length;
    this.predicates = new AtomPredicates(this.keywordField);
    for (const { expression } of rules) this.predicates.add(expression);
    const { atoms } = this.predicates;
    const presenceAtoms = this.predicates.presenceAtoms();
    const routed = rules.map(({ logsource, expression }) => ({ logsource, keywords: searchesKeywords(expression) }));
    writeKeys(kernel, fields.names, routed.some(({ keywords }) => keywords) ? ["line"] : []);
    writeMatchers(kernel, atoms, this.keywordField + 1);
    const stamps = kernel.allocate(atoms.count * 4);
    this.hits = kernel.allocate(atoms.count * 4);
    const entries = kernel.allocate(MAX_ENTRIES * 16);
    this.status = kernel.allocate(STATUS.words * 4);
    this.routeKey = kernel.allocate(ROUTE_KEY_BYTES);
    this.scratch = { place: 0, bytes: 0 };
    for (const [name, value] of [["keywordField", this.keywordField], ["stamps", stamps], ["hits", this.hits], ["entries", entries], ["maxEntries", MAX_ENTRIES], ["status", this.status], ["routeKey", this.routeKey]] as const) kernel.place(name, value);
    this.routes = new Routes(kernel, routed, { atomFields: atoms.fields, presenceAtoms, keywordField: this.keywordField });
    this.growScratch(SCRATCH_BYTES);
    writeLetterCases(kernel);
    this.lineView = new LineView(kernel, { entries, status: this.status });
    this.recordView = new RecordView(fields);
    this.judge = new Judge(kernel, this.predicates.byNumber, { stamps, status: this.status, keywordField: this.keywordField });
    this.asked = new Uint32Array(rules.length);
    this.choose(priorCosts(atoms));
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

  /** Chooses anew what wakes each rule, by how often each literal occurs in these events. */
  learn(events: Iterable<EventRecord>): void {
    const { atoms } = this.predicates;
    const seen = new Float64Array(atoms.count);
    let count = 0;
    const fields = [...new Set(atoms.fields)].filter((field) => field !== this.keywordField);
    for (const event of events) {
      this.recordView.reset(event);
      const { matchedFields: _fields, presenceFields: _presence, ...route } = this.routes.of(statedLogsource(event));
      this.matchRecord(this.recordView, { ...route, keywords: true, matchedFields: fields, presenceFields: [...this.predicates.presenceAtoms()].map(([field, atom]) => ({ field, atom })) });
      const { u32 } = this.kernel;
      const hitCount = u32[(this.status >> 2) + STATUS.hitCount]!;
      for (let at = 0; at < hitCount; at += 1) seen[u32[(this.hits >> 2) + at]!]! += 1;
      count += 1;
    }
    if (count > 0) this.choose(learnedCosts(priorCosts(atoms), seen, count));
  }

  /** The numbers of the rules that match a record, in their order. */
  matchesOfRecord(event: EventRecord): number[] {
    const view = this.recordView;
    view.reset(event);
    const route = this.routes.of(statedLogsource(event));
    this.matchRecord(view, route);
    this.judge.begin(route, view, (field) => this.matchLater(view, field));
    return this.judged(route, this.judge);
  }

  /** The same of the line that the kernel stopped at; null when only a record can tell. */
  matchesOfLine(): number[] | null {
    const view = this.lineView;
    view.next();
    const route = this.routes.at(this.kernel.u32[(this.status >> 2) + STATUS.route]!);
    let told = true;
    this.judge.begin(route, view, (field) => {
      if (this.kernel.calls.matchField(field) === 0) told = false;
    });
    const found = this.judged(route, this.judge);
    return told ? found : null;
  }

  /** The view of the event that was judged last. */
  get lastView(): EventView {
    return this.judge;
  }

  /** The kernel met a log source that it does not know. */
  learnRoute(): void {
    const length = this.kernel.u32[(this.status >> 2) + STATUS.routeKeyLength]!;
    this.routes.learnSpelling(this.kernel.u8.slice(this.routeKey, this.routeKey + length), this.routeKey);
  }

  /** Memory for lines, one scanner's at a time. */
  window(bytes: number): number {
    this.windowPlace ??= this.kernel.allocate(bytes);
    this.growScratch(bytes);
    return this.windowPlace;
  }

  /** Words of the status that the kernel left. */
  statusWord(word: number): number {
    return this.kernel.u32[(this.status >> 2) + word]!;
  }

  /** Texts of this many bytes fit from now on. */
  growScratch(bytes: number): void {
    if (bytes <= this.scratch.bytes) return;
    const size = Math.max(bytes, this.scratch.bytes * 2);
    this.scratch = { place: this.kernel.allocate(size + 64), bytes: size };
    this.kernel.place("scratch", this.scratch.place);
  }

  private choose(costs: Float64Array): void {
    const woken: number[][] = [];
    this.witnesses = this.rules.map(({ expression }) => witnessOf(expression, this.predicates.byNumber, costs));
    this.witnesses.forEach((witness, rule) => {
      for (const atom of witness?.atoms ?? []) (woken[atom] ??= []).push(rule);
    });
    this.woken = woken;
    this.routes.wakeBy(this.witnesses);
  }

  private matchRecord(view: RecordView, route: Route): void {
    const { calls } = this.kernel;
    calls.beginEvent(route.place);
    for (const { field, atom } of route.presenceFields) if (view.has(field)) calls.hitAtom(atom);
    for (const field of route.matchedFields) for (const { lower } of view.texts(field)) this.matchText(field, lower);
    if (route.keywords) for (const { lower } of view.keywordTexts()) this.matchText(this.keywordField, lower);
    calls.report();
  }

  private matchLater(view: RecordView, field: number): void {
    for (const { lower } of field === this.keywordField ? view.keywordTexts() : view.texts(field)) this.matchText(field, lower);
    this.kernel.calls.report();
  }

  private matchText(field: number, lower: string): void {
    this.growScratch(lower.length * 3);
    const { place, bytes } = this.scratch;
    const { written } = encoder.encodeInto(lower, this.kernel.u8.subarray(place, place + bytes));
    this.kernel.calls.matchText(field, place, written);
  }

  private judged(route: Route, view: EventView): number[] {
    const { u32 } = this.kernel;
    const rules: number[] = [...route.always];
    this.round += 1;
    const hitCount = u32[(this.status >> 2) + STATUS.hitCount]!;
    for (let at = 0; at < hitCount; at += 1) {
      const woken = this.woken[u32[(this.hits >> 2) + at]!];
      if (woken === undefined) continue;
      for (const rule of woken) {
        if (route.members[rule] === 0 || this.asked[rule] === this.round) continue;
        this.asked[rule] = this.round;
        rules.push(rule);
      }
    }
    const found = rules.filter((rule) => evaluate(this.rules[rule]!.expression, view));
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }
}

function searchesKeywords(expression: Expression): boolean {
  switch (expression.kind) {
    case "predicate":
      return expression.predicate.field === null;
    case "name":
    case "not":
      return searchesKeywords(expression.item);
    default:
      return expression.items.some(searchesKeywords);
  }
}
