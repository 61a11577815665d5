import { createLineSplitter, evaluateByReference, type EventRecord, findInLine, type Line, type LineSplitter, parseLine, type RuleFinding, type RuleSet, textSplitter } from "../index.ts";
import { PLAIN_TEXTS, type PlainText } from "../parsers/plain-texts.ts";
import type { Dice } from "./made-up.examples.ts";

const REFERENCE = { referenceTimeMs: Date.UTC(2026, 11, 31), zoneOffsetMinutes: 0 };

type Found = readonly { readonly line: number; readonly offset: number; readonly rules: string }[];
export type Held = { readonly sieved: Found; readonly plain: Found; readonly reference: Found; /** Lines that nobody read. */ readonly passed: number };

/** What is found in text whose lines were sieved, cut anywhere, in all its lines, and by the reference. */
export function holdTextAgainstReference(ruleSet: RuleSet, lines: readonly string[], dice: Dice): Held {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
  const cuts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + dice.below(dice.oneIn(3) ? 60 : 20_000);
    cuts.push(bytes.subarray(at, at + size));
    at += size;
  }
  let read = 0;
  const findings = (splitter: LineSplitter, chunks: readonly Uint8Array[], find: (line: Line) => string): Found =>
    [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.finish()].flatMap((line) => {
      read += 1;
      const rules = find(line);
      return rules === "" ? [] : [{ line: line.number, offset: line.offset, rules }];
    });
  const told = (line: Line) => findInLine(ruleSet, line, (text) => parseLine(text, REFERENCE)).map((finding) => `${finding.rule.id}${wrongValues(finding, line.text)}`).join(" ");
  const sieved = findings(textSplitter(ruleSet), cuts, told);
  const passed = lines.length - read;
  return {
    sieved,
    plain: findings(createLineSplitter(), [bytes], told),
    reference: findings(createLineSplitter(), [bytes], ({ text }) => evaluateByReference(ruleSet, parseLine(text, REFERENCE)).map(({ ruleId }) => ruleId).join(" ")),
    passed,
  };
}

/** Values of a finding that are not those of the line's event. */
function wrongValues({ values }: RuleFinding, text: string): string {
  const event: EventRecord = parseLine(text, REFERENCE);
  return values.filter(({ field, value }) => String(event[field]) !== value).map(({ field, value }) => ` not ${field}=${value}`).join("");
}

/** Of a plain line's event, the fields that are not made of what `plain` says they are made of. */
export function misdescribed(line: string, plain: PlainText): string[] {
  const lower = line.toLowerCase();
  const event = parseLine(line, REFERENCE);
  const parts = partsOf(line, plain);
  const wrong = Object.entries(event).flatMap(([field, value]) => {
    if (plain.made.has(field) || isPart(field, value, plain, parts)) return [];
    const text = String(value).toLowerCase();
    const words = plain.words.get(field);
    if (words !== undefined) return words.includes(text) ? [] : [`${field}=${text}`];
    const verdicts = plain.verdicts.get(field);
    if (verdicts !== undefined) return verdicts.get(text)?.some((word) => lower.includes(word)) === true ? [] : [`${field}=${text}`];
    return plain.stretches.has(field) && lower.includes(text) && (typeof value === "string" || typeof value === "number") ? [] : [`${field}=${text}`];
  });
  const missing = parts === null || parts.behind === "" ? [] : [...plain.parts.keys()].filter((field) => !(field in event));
  return [...wrong, ...missing, ...(parts !== null && event.category !== plain.partsCategory ? ["category"] : [])];
}

/** The parts of a line whose fields they are; null where reading alone tells, or the line has none. */
function partsOf(line: string, plain: PlainText): { behind: string; word: string } | null {
  const tail = plain.marker?.slice(-8).toLowerCase();
  const first = tail === undefined ? -1 : line.toLowerCase().indexOf(tail);
  const start = first + 8;
  if (first === -1 || line.slice(Math.max(0, start - plain.marker!.length), start) !== plain.marker) return null;
  if (/[ \]]$/.test(line) || !plain.hasParts(line, line.indexOf(":", 16) + 2, start)) return null;
  const behind = line.slice(start);
  return { behind, word: behind.split(" ", 1)[0]! };
}

function isPart(field: string, value: unknown, plain: PlainText, parts: { behind: string; word: string } | null): boolean {
  const part = plain.parts.get(field);
  return part !== undefined && (parts === null || parts[part] === value);
}

const EVERY_YEAR = /^(?:(?:Jan|Mar|May|Jul|Aug|Oct|Dec) (?:[ 0][1-9]|[12]\d|3[01])|(?:Apr|Jun|Sep|Nov) (?:[ 0][1-9]|[12]\d|30)|Feb (?:[ 0][1-9]|1\d|2[0-8])) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d /;

/** Whose line it is, if it is one that is judged by its bytes. */
export function plainTextOf(line: string): PlainText | undefined {
  if (!EVERY_YEAR.test(line)) return undefined;
  if (line.length > 4096 || !/^[\x20-\x5b\x5d-\x7e]*$/.test(line)) return undefined;
  return PLAIN_TEXTS.find(({ program }) => new RegExp(`^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \\d]\\d \\d\\d:\\d\\d:\\d\\d [\\w.%@/+-]+ ${program}(?:\\[\\d+\\])?: `).test(line));
}
