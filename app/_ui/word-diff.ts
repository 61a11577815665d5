/** A run of text that both have, that only the new one has, or only the old one. */
export type DiffPart = { kind: "same" | "added" | "removed"; text: string };

/** Words, spaces and single signs: what is compared as one. */
const TOKEN = /\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;
/** Differences that are searched for one by one; a text that differs more is shown as replaced. */
const MOST_EDITS = 1000;

/**
 * What changed from one text to another, word by word (Myers, "An O(ND) Difference Algorithm", 1986). The parts that are
 * not removed make the new text, those that are not added the old one.
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [a, b] = [before.match(TOKEN) ?? [], after.match(TOKEN) ?? []];
  const start = commonLength(a, b, (index) => index);
  const end = Math.min(commonLength(a, b, (index, length) => length - 1 - index), a.length - start, b.length - start);
  const middle = between(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (tokens: readonly string[]): DiffPart => ({ kind: "same", text: tokens.join("") });
  return joined([same(a.slice(0, start)), ...middle, same(a.slice(a.length - end))]);
}

/** Tokens that both have alike, from the place that `at` counts from. */
function commonLength(a: readonly string[], b: readonly string[], at: (index: number, length: number) => number): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[at(length, a.length)] === b[at(length, b.length)]) length += 1;
  return length;
}

function between(a: readonly string[], b: readonly string[]): DiffPart[] {
  const trace = shortestEdits(a, b);
  if (trace === null) return [{ kind: "removed", text: a.join("") }, { kind: "added", text: b.join("") }];
  const parts: DiffPart[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const reached = trace[edits]!;
    const diagonal = x - y;
    const down = comesFromAbove(reached, diagonal, edits);
    const previous = down ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : reached.get(previous)!;
    const fromY = edits === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY && a[x - 1] === b[y - 1]) {
      parts.push({ kind: "same", text: a[x - 1]! });
      [x, y] = [x - 1, y - 1];
    }
    if (edits === 0) break;
    parts.push(down ? { kind: "added", text: b[y - 1]! } : { kind: "removed", text: a[x - 1]! });
    [x, y] = [fromX, fromY];
  }
  return parts.reverse();
}

const comesFromAbove = (reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean =>
  diagonal === -edits || (diagonal !== edits && (reached.get(diagonal - 1) ?? -1) < (reached.get(diagonal + 1) ?? -1));

/** Per number of edits how far each diagonal had come before it; null when more edits would be needed than are searched. */
function shortestEdits(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number>[] | null {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const reached = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(new Map(reached));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = comesFromAbove(reached, diagonal, edits) ? reached.get(diagonal + 1)! : reached.get(diagonal - 1)! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trace;
    }
  }
  return null;
}

/** Neighbours of one kind as one part; of a change, what went stands before what came. */
function joined(parts: readonly DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  let [removed, added] = ["", ""];
  const flush = (): void => {
    if (removed !== "") result.push({ kind: "removed", text: removed });
    if (added !== "") result.push({ kind: "added", text: added });
    [removed, added] = ["", ""];
  };
  for (const { kind, text } of parts) {
    if (text === "") continue;
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else {
      flush();
      const last = result.at(-1);
      if (last?.kind === "same") last.text += text;
      else result.push({ kind, text });
    }
  }
  flush();
  return result;
}
