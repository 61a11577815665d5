import { createLineSplitter, evaluateByReference, findInEvent, type LineSplitter, parseLine, type RuleSet, textSplitter } from "../index.ts";
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
  const findings = (splitter: LineSplitter, chunks: readonly Uint8Array[], find: (text: string, woken: readonly number[] | undefined) => string): Found =>
    [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.finish()].flatMap(({ number, offset, text, woken }) => {
      read += 1;
      const rules = find(text, woken);
      return rules === "" ? [] : [{ line: number, offset, rules }];
    });
  const told = (text: string, woken?: readonly number[]) => findInEvent(ruleSet, parseLine(text, REFERENCE), woken).map(({ rule }) => rule.id).join(" ");
  const sieved = findings(textSplitter(ruleSet), cuts, told);
  const passed = lines.length - read;
  return {
    sieved,
    plain: findings(createLineSplitter(), [bytes], (text) => told(text)),
    reference: findings(createLineSplitter(), [bytes], (text) => evaluateByReference(ruleSet, parseLine(text, REFERENCE)).map(({ ruleId }) => ruleId).join(" ")),
    passed,
  };
}

/** Of a plain line's event, the fields that are not made of what `plain` says they are made of. */
export function misdescribed(line: string, plain: PlainText): string[] {
  const lower = line.toLowerCase();
  const marked = plain.marker === null ? -1 : lower.indexOf(plain.marker);
  return Object.entries(parseLine(line, REFERENCE)).flatMap(([field, value]) => {
    if (plain.made.has(field)) return [];
    const text = String(value).toLowerCase();
    const words = plain.words.get(field);
    if (words !== undefined) return words.includes(text) ? [] : [`${field}=${text}`];
    const behind = plain.behindMarker.has(field) ? (marked === -1 ? "" : lower.slice(marked + 8)) : lower;
    return plain.stretches.has(field) && behind.includes(text) && (typeof value === "string" || typeof value === "number") ? [] : [`${field}=${text}`];
  });
}

/** Whose line it is, if it is one that is judged by its bytes. */
export function plainTextOf(line: string): PlainText | undefined {
  if (line.length > 4096 || !/^[\x20-\x5b\x5d-\x7e]*$/.test(line)) return undefined;
  return PLAIN_TEXTS.find(({ program }) => new RegExp(`^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \\d]\\d \\d\\d:\\d\\d:\\d\\d [\\w.%@/+-]+ ${program}(?:\\[\\d+\\])?: `).test(line));
}
