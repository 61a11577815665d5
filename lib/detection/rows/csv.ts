import type { EventRecord } from "../fields.ts";
import { DETECTION_LIMITS } from "../limits.ts";
import type { Line } from "../lines.ts";
import { lineProblemOf, placeOf, type Row, type RowPlace, type RowReader } from "./row.ts";

const DELIMITERS = [",", ";", "\t", "|"];
const MAX_COLUMNS = 2_000;

/**
 * Reads comma-separated values (RFC 4180; also `;`, tab and `|`, whichever the first row has most of). The first row names
 * the fields. An empty value is an absent field; a row with another number of values than the first is a problem.
 */
export function createCsvReader(): RowReader {
  let names: readonly string[] | null = null;
  let delimiter = ",";
  /** A row whose quotes are still open. */
  let pending: { place: RowPlace; parts: string[]; chars: number } | null = null;

  const complete = (place: RowPlace, text: string): Row[] => {
    if (names === null) delimiter = delimiterOf(text);
    const values = splitRow(text, delimiter);
    if (values === null) return [{ ...place, problem: "A quoted value goes on behind its closing quote." }];
    if (names === null) {
      const problem = headerProblem(values);
      names = values;
      return problem === null ? [] : [{ ...place, problem }];
    }
    if (values.length !== names.length) return [{ ...place, problem: `The row has ${values.length} values, the first row ${names.length} names.` }];
    return [{ ...place, event: eventOf(names, values) }];
  };

  return {
    push(line: Line) {
      const place = pending === null ? placeOf(line) : { ...pending.place, length: line.offset + line.length - pending.place.offset };
      const problem = lineProblemOf(line);
      const parts = pending?.parts ?? [];
      const chars = (pending?.chars ?? 0) + line.text.length + 1;
      // Each line is looked at once, however many a row has.
      const open = (pending !== null) !== hasOddQuotes(line.text);
      pending = null;
      if (problem !== null) return [{ ...place, problem }];
      if (parts.length === 0 && line.text.trim() === "") return [];
      parts.push(line.text);
      if (!open) return complete(place, parts.join("\n"));
      if (chars > DETECTION_LIMITS.lineBytes) return [{ ...place, problem: "A quoted value does not end within what is read of one row." }];
      pending = { place, parts, chars };
      return [];
    },
    finish: () => (pending === null ? [] : [{ ...pending.place, problem: "A quoted value does not end before the input does." }]),
  };
}

function headerProblem(names: readonly string[]): string | null {
  if (names.length > MAX_COLUMNS) return `The first row has more than ${MAX_COLUMNS} names.`;
  const twice = names.find((name, at) => name !== "" && names.indexOf(name) !== at);
  return twice === undefined ? null : `The first row has the name "${twice.slice(0, 80)}" twice: the last value counts.`;
}

/** Whichever the first row has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const bare = text.replaceAll(/"[^"]*"/g, "");
  return DELIMITERS.reduce((best, candidate) => (bare.split(candidate).length > bare.split(best).length ? candidate : best));
}

function hasOddQuotes(text: string): boolean {
  let quotes = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes % 2 === 1;
}

/** Null when something stands behind a closing quote. */
function splitRow(text: string, delimiter: string): string[] | null {
  const values: string[] = [];
  for (let at = 0; ; at += 1) {
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1);
      while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
      if (end === -1) return null;
      values.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
      if (at < text.length && text[at] !== delimiter) return null;
    } else {
      const end = text.indexOf(delimiter, at);
      values.push(text.slice(at, end === -1 ? text.length : end));
      at = end === -1 ? text.length : end;
    }
    if (at >= text.length) return values;
  }
}

function eventOf(names: readonly string[], values: readonly string[]): EventRecord {
  return Object.fromEntries(names.flatMap((name, at) => (name === "" || values[at] === "" ? [] : [[name, values[at]!]])));
}
