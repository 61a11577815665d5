import { evaluateEvent, explainEvent, parseLine, type ExplanationNode, type RuleSet, type TimeReference } from "#lib/detection/index.ts";

/** A part of a line; `mark` is the condition that it satisfied: 1 for the first or only one, 2 for any other. */
export type LinePart = { text: string; mark: 1 | 2 | null };

/** Which of a rule's own conditions (A, B, ...) each event rule below it stands for. */
export type ConditionLetters = ReadonlyMap<number, string | null>;

/** Deeper chains of correlations than any real one; also what stops a cycle, which the compiler refuses anyway. */
const DEPTH = 16;

/**
 * The event rules that a rule rests on, each with the letter of the rule's own condition that it serves. A rule with one
 * condition needs no letters.
 */
export function conditionLetters(ruleSet: RuleSet, ruleId: string): ConditionLetters {
  const letters = new Map<number, string | null>();
  const event = ruleSet.eventRules.find((rule) => rule.info.id === ruleId);
  if (event !== undefined) return letters.set(event.number, null);
  const correlation = ruleSet.correlations.find((rule) => rule.info.id === ruleId);
  const inputs = correlation?.inputs ?? [];
  inputs.forEach((input, at) => {
    const letter = inputs.length < 2 ? null : String.fromCharCode(65 + Math.min(at, 25));
    for (const number of eventRulesBelow(ruleSet, input.rule, DEPTH)) if (!letters.has(number)) letters.set(number, letter);
  });
  return letters;
}

function eventRulesBelow(ruleSet: RuleSet, number: number, depth: number): number[] {
  const correlation = ruleSet.correlations.find((rule) => rule.number === number);
  if (correlation === undefined) return [number];
  return depth === 0 ? [] : correlation.inputs.flatMap((input) => eventRulesBelow(ruleSet, input.rule, depth - 1));
}

/**
 * Evaluates a line again and marks what the rule looked at: the spans of its evidence, and the values that its events are
 * grouped by.
 *
 * @returns the parts, whose texts joined are the line, and the letter of the condition that the line satisfies
 */
export function highlightLine(ruleSet: RuleSet, letters: ConditionLetters, line: string, reference: TimeReference, groupValues: readonly string[]): { parts: LinePart[]; letter: string | null } {
  const event = parseLine(line, reference);
  const match = evaluateEvent(ruleSet, event).find(({ number }) => letters.has(number));
  if (match === undefined) return { parts: [{ text: line, mark: null }], letter: null };
  const letter = letters.get(match.number) ?? null;
  const explanation = explainEvent(ruleSet, match.number, event);
  const spans = [...(explanation === null ? [] : evidenceSpans(explanation)), ...groupValues.flatMap((value) => spansOf(line, value))];
  return { parts: cut(line, spans, letter === null || letter === "A" ? 1 : 2), letter };
}

type Span = { start: number; end: number };

function evidenceSpans(node: ExplanationNode): Span[] {
  // What stands under "not" is what the line must not have.
  if (!node.matched || node.kind === "not") return [];
  const own = (node.evidence ?? []).flatMap((evidence) => (evidence.lineSpan === undefined ? [] : [evidence.lineSpan]));
  return [...own, ...(node.children ?? []).flatMap(evidenceSpans)];
}

function spansOf(line: string, value: string): Span[] {
  if (value.length < 2) return [];
  const at = line.indexOf(value);
  return at === -1 ? [] : [{ start: at, end: at + value.length }];
}

/** Cuts a line at the spans, merged where they touch. Spans outside the line are ignored. */
export function cut(line: string, spans: readonly Span[], mark: 1 | 2): LinePart[] {
  const parts: LinePart[] = [];
  let at = 0;
  for (const span of merge(spans, line.length)) {
    if (span.start > at) parts.push({ text: line.slice(at, span.start), mark: null });
    parts.push({ text: line.slice(span.start, span.end), mark });
    at = span.end;
  }
  if (at < line.length || parts.length === 0) parts.push({ text: line.slice(at), mark: null });
  return parts;
}

function merge(spans: readonly Span[], length: number): Span[] {
  const merged: Span[] = [];
  for (const span of [...spans].filter(({ start, end }) => start >= 0 && end <= length && start < end).sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}
