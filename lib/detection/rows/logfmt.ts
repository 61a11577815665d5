import type { EventRecord } from "../fields.ts";
import { rowPerLine, type RowReader } from "./row.ts";

const PAIR = /([^\s="]+)(?:=("(?:[^"\\]|\\.)*"|[^\s"]*))?(?=\s|$)/y;
const SPACE = /\s*/y;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** Reads logfmt: `key=value key="a \"quoted\" value" flag`. A key alone is true; of a key that stands twice the last counts. */
export function createLogfmtReader(): RowReader {
  return rowPerLine((text) => {
    const read = readPairs(text);
    return typeof read === "number" ? `At character ${read + 1} stands neither a key nor a key with its value.` : read;
  });
}

/** The index of the first thing that is no pair, when there is one. */
function readPairs(text: string): EventRecord | number {
  const pairs: [string, string | boolean][] = [];
  SPACE.lastIndex = 0;
  SPACE.exec(text);
  for (let at = SPACE.lastIndex; at < text.length; at = SPACE.lastIndex) {
    PAIR.lastIndex = at;
    const found = PAIR.exec(text);
    if (!found) return at;
    const [, key, value] = found;
    pairs.push([key!, value === undefined ? true : value.startsWith('"') ? unquoted(value) : value]);
    SPACE.lastIndex = PAIR.lastIndex;
    SPACE.exec(text);
  }
  return Object.fromEntries(pairs);
}

function unquoted(value: string): string {
  return value.slice(1, -1).replaceAll(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
}
