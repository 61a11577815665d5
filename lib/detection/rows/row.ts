import type { EventRecord } from "../fields.ts";
import type { Line } from "../lines.ts";

/** Where a row stands; one that takes several lines is told by its first. */
export type RowPlace = { readonly line: number; readonly offset: number; /** Bytes without the last line's end. */ readonly length: number };

/** A row of an input as an event, or the sentence about why it is none. */
export type Row = RowPlace & ({ readonly event: EventRecord } | { readonly problem: string });

/** Makes rows of lines, one after the other. Nothing is thrown for what stands in them. */
export type RowReader = {
  /** The rows that this line completes. */
  push(line: Line): Row[];
  /** What was begun and is not complete. */
  finish(): Row[];
};

export function placeOf({ number, offset, length }: Line): RowPlace {
  return { line: number, offset, length };
}

/** What is wrong with a line as such, before anything is read in it. */
export function lineProblemOf(line: Line): string | null {
  return line.truncated ? "The line is longer than is read." : null;
}
