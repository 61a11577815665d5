/** A string value of a rule: text with wildcards. */
export type Glob = readonly (string | Wildcard)[];
export type Wildcard = { readonly wildcard: "many" | "one" | "dash" };

export const MANY: Wildcard = { wildcard: "many" };
const ONE: Wildcard = { wildcard: "one" };
const DASH: Wildcard = { wildcard: "dash" };

/** The characters that `windash` treats as one: hyphen, slash, en dash, em dash, horizontal bar. */
const DASHES = "-/\u2013\u2014\u2015";

/** A compiled glob. Texts must be lower-cased already unless it is cased. */
export type TextMatcher = {
  readonly test: (text: string) => boolean;
  /** Where the glob's literal parts lie in a text that matches; the whole text for an exact value. */
  readonly find: (text: string) => { readonly start: number; readonly end: number } | null;
  /** The text that it equals, when it has no wildcards. */
  readonly exact: string | null;
};

/** Reads Sigma's wildcards: `*`, `?`; a backslash escapes only those and itself. */
export function parseGlob(text: string): Glob {
  const parts: (string | Wildcard)[] = [];
  let plain = "";
  const flush = () => {
    if (plain !== "") parts.push(plain);
    plain = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === "\\" && /[*?\\]/.test(text[at + 1] ?? "")) {
      at += 1;
      plain += text[at]!;
    } else if (char === "*" || char === "?") {
      flush();
      if (char === "?") parts.push(ONE);
      else if (parts.at(-1) !== MANY) parts.push(MANY);
    } else {
      plain += char;
    }
  }
  flush();
  return parts;
}

/** The text of a glob without wildcards, else null. */
export function plainText(glob: Glob): string | null {
  if (glob.length === 0) return "";
  return glob.every((part) => typeof part === "string") ? glob.join("") : null;
}

/** `windash`: a dash or slash that begins a word stands for any of the dashes. */
export function withDashes(glob: Glob): Glob {
  return glob.flatMap((part): Glob => {
    if (typeof part !== "string") return [part];
    return part.split(/\B([-/\u2013\u2014\u2015])\b/).flatMap((piece, at): Glob => (at % 2 === 1 ? [DASH] : piece === "" ? [] : [piece]));
  });
}

export function compileGlob(glob: Glob, cased: boolean): TextMatcher {
  const folded = cased ? glob : glob.map((part) => (typeof part === "string" ? part.toLowerCase() : part));
  const exact = plainText(folded);
  if (exact !== null) return { test: (text) => text === exact, find: (text) => (text === exact ? { start: 0, end: text.length } : null), exact };
  const openStart = folded[0] === MANY;
  const openEnd = folded.at(-1) === MANY;
  const segments = toSegments(folded);
  const [only] = segments;
  if (segments.length === 0) return { test: () => true, find: (text) => ({ start: 0, end: text.length }), exact: null };
  if (segments.length === 1 && only!.plain !== null) {
    const test = simpleTest(only!.plain, openStart, openEnd);
    if (test) return { test, find: (text) => findSegments(text, segments, openStart, openEnd), exact: null };
  }
  const find = (text: string) => findSegments(text, segments, openStart, openEnd);
  const plains = openStart && openEnd ? segments.map(({ plain }) => plain) : [null];
  return { test: plains.includes(null) ? (text) => find(text) !== null : inTurn(plains as string[]), find, exact: null };
}

function simpleTest(plain: string, openStart: boolean, openEnd: boolean): ((text: string) => boolean) | null {
  if (openStart && openEnd) return (text) => text.includes(plain);
  if (openStart) return (text) => text.endsWith(plain);
  return openEnd ? (text) => text.startsWith(plain) : null;
}

/** Whether plain texts stand one behind the other, as most patterns ask. */
function inTurn(plains: readonly string[]): (text: string) => boolean {
  return (text) => {
    let from = 0;
    for (let at = 0; at < plains.length; at += 1) {
      const place = text.indexOf(plains[at]!, from);
      if (place === -1) return false;
      from = place + plains[at]!.length;
    }
    return true;
  };
}

/** What stands between two `*`: fixed in length, with single-character wildcards where `plain` is null. */
type Segment = { readonly plain: string | null; readonly parts: readonly (string | Wildcard)[]; readonly length: number };

function toSegments(glob: Glob): Segment[] {
  const runs: (string | Wildcard)[][] = [[]];
  for (const part of glob) {
    if (part === MANY) runs.push([]);
    else runs.at(-1)!.push(part);
  }
  return runs
    .filter((run) => run.length > 0)
    .map((parts) => ({
      parts,
      plain: parts.every((part) => typeof part === "string") ? parts.join("") : null,
      length: parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 1), 0),
    }));
}

/** Leftmost placement of each segment in turn is enough for `*`: no backtracking, work bounded by text x pattern. */
function findSegments(text: string, segments: readonly Segment[], openStart: boolean, openEnd: boolean): { start: number; end: number } | null {
  let from = 0;
  let start = -1;
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    const at = place(text, segment, from, index === 0 && !openStart, last && !openEnd);
    if (at === -1) return null;
    if (start === -1) start = at;
    from = at + segment.length;
  }
  return { start, end: from };
}

function place(text: string, segment: Segment, from: number, atStart: boolean, atEnd: boolean): number {
  const latest = text.length - segment.length;
  if (latest < from || (atStart && atEnd && latest !== 0)) return -1;
  if (atStart || atEnd) {
    const at = atStart ? 0 : latest;
    return fits(text, segment, at) ? at : -1;
  }
  if (segment.plain !== null) return text.indexOf(segment.plain, from);
  for (let at = from; at <= latest; at += 1) if (fits(text, segment, at)) return at;
  return -1;
}

function fits(text: string, segment: Segment, at: number): boolean {
  let position = at;
  for (const part of segment.parts) {
    if (typeof part === "string") {
      if (!text.startsWith(part, position)) return false;
      position += part.length;
    } else {
      if (part.wildcard === "dash" && !DASHES.includes(text[position] ?? "\0")) return false;
      position += 1;
    }
  }
  return true;
}
