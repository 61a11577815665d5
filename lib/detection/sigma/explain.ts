import { DETECTION_LIMITS } from "../limits.ts";
import type { RecordView } from "./event-view.ts";
import { evaluate, type Expression, type Predicate } from "./expression.ts";
import { excerpt } from "./value-tests.ts";

/** Why a rule matched: JSON-safe, bounded, stored in the hit. Values are untrusted text. */
export type ExplanationNode = {
  readonly label: string;
  readonly kind: "and" | "or" | "not" | "atLeast" | "name" | "field" | "keyword" | "correlation" | "rule";
  readonly matched: boolean;
  readonly evidence?: readonly Evidence[];
  readonly children?: readonly ExplanationNode[];
  /** Children left out because they did not match and there were many. */
  readonly omitted?: number;
};

export type Evidence = {
  readonly field: string | null;
  readonly value: string;
  readonly expected: string;
  /** Characters of the line to highlight (half-open, UTF-16 units); absent when the value does not stand in the line. */
  readonly lineSpan?: { readonly start: number; readonly end: number };
};

const MAX_EVIDENCE = 5;

/** The whole condition tree with what held and what did not. Nothing is short-circuited, and each part is asked once. */
export function explain(expression: Expression, view: RecordView): ExplanationNode {
  const { label } = expression;
  switch (expression.kind) {
    case "predicate": {
      const matched = evaluate(expression, view);
      return { label, kind: expression.predicate.field ? "field" : "keyword", matched, ...evidenceOf(expression.predicate, view, matched) };
    }
    case "name": {
      const named = explain(expression.item, view);
      return { label, kind: "name", matched: named.matched, children: [named] };
    }
    case "not": {
      const negated = explain(expression.item, view);
      return { label, kind: "not", matched: !negated.matched, children: [negated] };
    }
    default: {
      const all = expression.items.map((item) => explain(item, view));
      const held = all.reduce((count, child) => count + Number(child.matched), 0);
      const needed = "count" in expression ? expression.count : expression.kind === "and" ? all.length : 1;
      const room = Math.max(0, DETECTION_LIMITS.explanationChildren - held);
      let unmatched = 0;
      const children = all.filter((child) => child.matched || (unmatched += 1) <= room);
      const omitted = all.length - children.length;
      return { label, kind: expression.kind, matched: held >= needed, children, ...(omitted > 0 ? { omitted } : {}) };
    }
  }
}

function evidenceOf(predicate: Predicate, view: RecordView, matched: boolean): Pick<ExplanationNode, "evidence"> {
  if (!matched) return {};
  const evidence = predicate.evidence(view).slice(0, MAX_EVIDENCE).map(({ value, span, expected }) => {
    const lineSpan = locate(view, predicate, value.text, span);
    const field = predicate.field?.name ?? null;
    return { field, value: excerpt(span ? around(value.text, span) : value.text), expected, ...(lineSpan ? { lineSpan } : {}) };
  });
  return evidence.length > 0 ? { evidence } : {};
}

type Span = { readonly start: number; readonly end: number };

/** Long values are shown from a little before the match. */
function around(text: string, span: Span): string {
  const from = span.end > DETECTION_LIMITS.excerptChars ? Math.max(0, span.start - 20) : 0;
  return text.slice(from);
}

/**
 * Where the matched part stands in the line. Keywords and `message` are exact; other fields were extracted from the
 * message, so their value is looked for there as a whole word, then in the header.
 */
function locate(view: RecordView, predicate: Predicate, value: string, span: Span | null): Span | null {
  const { line, message } = view.event;
  if (typeof line !== "string" || !span) return null;
  const part = span.end > span.start ? span : { start: 0, end: value.length };
  if (!predicate.field) return value === line ? part : null;
  const messageAt = typeof message === "string" ? line.lastIndexOf(message) : -1;
  if (predicate.field.name === "message") return messageAt === -1 ? null : { start: messageAt + part.start, end: messageAt + part.end };
  const at = wordAt(line, value, Math.max(0, messageAt));
  return at === -1 ? null : { start: at + part.start, end: at + part.end };
}

function wordAt(line: string, word: string, from: number): number {
  if (word === "") return -1;
  const search = (start: number): number => {
    for (let at = line.indexOf(word, start); at !== -1; at = line.indexOf(word, at + 1)) {
      if (!isWordCharacter(line[at - 1]) && !isWordCharacter(line[at + word.length])) return at;
    }
    return -1;
  };
  const inMessage = search(from);
  return inMessage === -1 && from > 0 ? search(0) : inMessage;
}

function isWordCharacter(char: string | undefined): boolean {
  return char !== undefined && /\w/.test(char);
}
