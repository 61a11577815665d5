import type { FileFinding } from "./findings.ts";

const ACTIVE: readonly { pattern: RegExp; detail: string }[] = [
  { pattern: /<(?:\w+:)?script[\s/>]/i, detail: "A script element" },
  { pattern: /[\s"'/]on[a-z]{3,30}\s{0,20}=/i, detail: "A handler of events" },
  { pattern: /(?:href|src|action|data)\s{0,9}=\s{0,9}["']?\s{0,9}j\s?a\s?v\s?a\s?s\s?c\s?r\s?i\s?p\s?t\s{0,9}:/i, detail: "An address that is a script" },
  { pattern: /<(?:\w+:)?(?:iframe|object|embed|foreignObject)[\s/>]/i, detail: "An embedded document" },
  { pattern: /<meta[^<>]{0,300}http-equiv\s{0,9}=\s{0,9}["']?refresh/i, detail: "An order to go to another page" },
  { pattern: /<!ENTITY\s/i, detail: "Entities of its own" },
];

/** What a page, a drawing or another XML document would run in a browser. Each search is bounded, so a hostile file takes no longer. */
export function readMarkupContent(text: string): FileFinding[] {
  const found = ACTIVE.filter(({ pattern }) => pattern.test(text)).map(({ detail }) => detail);
  return found.length === 0 ? [] : [{ kind: "script", detail: `${found.join("; ")}.` }];
}

/** Where a cell begins as a formula; what it calls is judged apart, so that no text is looked at twice. */
const FORMULA_CELL = /(?:^|[,;\t"])[ \t]{0,20}([=+@-][^\n,;]{1,300})/gm;
const CALLS = /\||(?:WEBSERVICE|HYPERLINK|IMPORT(?:XML|DATA|HTML|FEED)|CALL|EXEC)\s{0,3}\(/i;

/** What a table in plain text would do in a spreadsheet program: call another program (DDE), or an address. */
export function readTableContent(text: string): FileFinding[] {
  for (const match of text.matchAll(FORMULA_CELL)) {
    if (CALLS.test(match[1] ?? "")) return [{ kind: "formulas", detail: `The first in line ${text.slice(0, match.index + 1).split("\n").length}.` }];
  }
  return [];
}

/** Text in the encoding that its first bytes tell; UTF-8 otherwise. */
export function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16().toString("utf16le");
  return bytes.toString("utf8");
}
