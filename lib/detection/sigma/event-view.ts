import type { EventRecord } from "../fields.ts";
import { DETECTION_LIMITS } from "../limits.ts";

/** Field names interned to numbers, shared by all rules of a set. */
export class FieldNames {
  readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(first: readonly string[] = []) {
    for (const name of first) this.number(name);
  }

  number(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** Why no rule may ask for a field of this name; null when it may. */
export function fieldNameProblem(name: string): string | null {
  const { fieldChars, fieldParts } = DETECTION_LIMITS;
  if (name.length > fieldChars) return `The name of a field is longer than ${fieldChars} characters.`;
  return name.split(".").length > fieldParts ? `The name of a field has more than ${fieldParts} parts.` : null;
}

/** One value of a field as text: as it stands, and lower-cased. */
export type FieldText = { readonly text: string; readonly lower: string };

const ABSENT = Symbol("absent");
const NO_TEXTS: readonly FieldText[] = [];

/** An event as rules see it, whether it is a record or still a line of JSON. Fields go by their number. */
export type EventView = {
  /** Whether the event has the field, whatever its value. */
  has(field: number): boolean;
  /** Whether the field is missing or null. */
  isNull(field: number): boolean;
  /** The field's scalar values as text: one for a scalar, any number for an array, none for a map or a missing field. */
  texts(field: number): readonly FieldText[];
  /** What keyword searches see: the line when the event has one, else every leaf value. */
  keywordTexts(): readonly FieldText[];
  /** The answer of a predicate, computed at most once per event. */
  answer(predicate: number, compute: (view: EventView) => boolean): boolean;
};

/**
 * A record: each field is looked up and lower-cased once, whatever the number of rules. One view is reused for all
 * events of a rule set; `reset` forgets everything, so no answer depends on an earlier event.
 */
export class RecordView implements EventView {
  event: EventRecord = {};
  private readonly fields: FieldNames;
  private generation = 0;
  private readonly stamps: number[] = [];
  private readonly values: unknown[] = [];
  private readonly textStamps: number[] = [];
  private readonly cachedTexts: (readonly FieldText[])[] = [];
  private leafGeneration = 0;
  private leaves: readonly FieldText[] = NO_TEXTS;
  /** Answers of predicates for the current event: 1 no, 2 yes. */
  private readonly answerStamps: number[] = [];
  private readonly answers: boolean[] = [];

  constructor(fields: FieldNames) {
    this.fields = fields;
  }

  reset(event: EventRecord): void {
    this.event = event;
    this.generation += 1;
  }

  has(field: number): boolean {
    return this.raw(field) !== ABSENT;
  }

  isNull(field: number): boolean {
    const value = this.raw(field);
    return value === ABSENT || value === null || value === undefined;
  }

  texts(field: number): readonly FieldText[] {
    if (this.textStamps[field] === this.generation) return this.cachedTexts[field]!;
    const value = this.raw(field);
    const texts = typeof value === "string" ? [fieldText(value)] : value === ABSENT ? NO_TEXTS : scalarTexts(value);
    this.textStamps[field] = this.generation;
    this.cachedTexts[field] = texts;
    return texts;
  }

  /** The field as one text: its value, or the list of its values; null when it has none. */
  joined(field: number): string | null {
    const value = this.raw(field);
    if (typeof value === "string") return value;
    const texts = this.texts(field);
    if (texts.length === 0) return null;
    return texts.length === 1 ? texts[0]!.text : JSON.stringify(texts.map(({ text }) => text));
  }

  keywordTexts(): readonly FieldText[] {
    if (this.leafGeneration === this.generation) return this.leaves;
    const line = Object.hasOwn(this.event, "line") ? this.event["line"] : undefined;
    const found: FieldText[] = [];
    if (typeof line === "string") found.push(fieldText(line));
    else collectLeaves(this.event, 0, found);
    this.leafGeneration = this.generation;
    this.leaves = found;
    return found;
  }

  answer(predicate: number, compute: (view: EventView) => boolean): boolean {
    if (this.answerStamps[predicate] === this.generation) return this.answers[predicate]!;
    const answer = compute(this);
    this.answerStamps[predicate] = this.generation;
    this.answers[predicate] = answer;
    return answer;
  }

  private raw(field: number): unknown {
    if (this.stamps[field] === this.generation) return this.values[field];
    const value = lookup(this.event, this.fields.names[field]!);
    this.stamps[field] = this.generation;
    this.values[field] = value;
    return value;
  }
}

function fieldText(text: string): FieldText {
  return { text, lower: text.toLowerCase() };
}

/** An exact key comes before a nested path; inside arrays every member is looked at. Only own properties count. */
function lookup(event: EventRecord, name: string): unknown {
  if (Object.hasOwn(event, name)) return event[name];
  if (!name.includes(".")) return ABSENT;
  return walk(event, name.split("."), 0);
}

function walk(value: unknown, path: readonly string[], at: number): unknown {
  if (at === path.length) return value;
  if (Array.isArray(value)) {
    const found = membersOf(value).map((member) => walk(member, path, at)).filter((member) => member !== ABSENT);
    return found.length === 0 ? ABSENT : found;
  }
  if (typeof value !== "object" || value === null) return ABSENT;
  // A key may itself contain dots: try the longest name first.
  for (let end = path.length; end > at; end -= 1) {
    const key = path.slice(at, end).join(".");
    if (Object.hasOwn(value, key)) {
      const found = walk((value as EventRecord)[key], path, end);
      if (found !== ABSENT) return found;
    }
  }
  return ABSENT;
}

function scalarTexts(value: unknown): FieldText[] {
  if (Array.isArray(value)) return membersOf(value).flatMap((member) => (isScalar(member) ? [fieldText(String(member))] : []));
  return isScalar(value) ? [fieldText(String(value))] : [];
}

/** The members of an array and, in their places, of the arrays in it. Without calling itself: JSON nests deeper than any stack. */
function membersOf(array: readonly unknown[]): readonly unknown[] {
  if (!array.some(Array.isArray)) return array;
  const members: unknown[] = [];
  const open = [{ array, next: 0 }];
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    if (inner.next === inner.array.length) {
      open.pop();
      continue;
    }
    const member = inner.array[inner.next];
    inner.next += 1;
    if (Array.isArray(member)) open.push({ array: member, next: 0 });
    else members.push(member);
  }
  return members;
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
}

function collectLeaves(value: unknown, depth: number, into: FieldText[]): void {
  if (isScalar(value)) into.push(fieldText(String(value)));
  if (typeof value !== "object" || value === null || depth >= DETECTION_LIMITS.eventDepth) return;
  for (const member of Object.values(value)) collectLeaves(member, depth + 1, into);
}
