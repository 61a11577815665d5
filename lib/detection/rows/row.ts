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

/**
 * A reader of inputs in which every line is a row of its own; a line without a sign in it is none.
 * @param read the event of a line, or the sentence about why it is none
 */
export function rowPerLine(read: (text: string) => EventRecord | string): RowReader {
  return {
    push(line) {
      if (line.text.trim() === "") return [];
      const found = lineProblemOf(line) ?? read(line.text);
      return [typeof found === "string" ? { ...placeOf(line), problem: found } : { ...placeOf(line), event: found }];
    },
    finish: () => [],
  };
}

/** What is wrong with a line as such, before anything is read in it. */
export function lineProblemOf(line: Line): string | null {
  return line.truncated ? "The line is longer than is read." : null;
}
