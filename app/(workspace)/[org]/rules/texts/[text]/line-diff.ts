/** A line of two texts laid side by side; `gap` stands for lines that are the same and far from any change. */
export type DiffRow = { kind: "same" | "added" | "removed"; /** In the text that has it; of both, in the later. */ number: number; text: string } | { kind: "gap"; lines: number };

/** Unchanged lines shown around a change. */
const CONTEXT = 3;
/** Cells of the table that finds the longest common lines; beyond, what differs is shown as taken out and put in as a whole. */
const CELLS_MAX = 4_000_000;

/** What changed between two texts, line by line. */
export function lineDiff(before: string, after: string): DiffRow[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const same = (from: number, count: number): DiffRow[] => b.slice(from, from + count).map((text, at) => ({ kind: "same", number: from + at + 1, text }));
  return folded([...same(0, start), ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end), start), ...same(b.length - end, end)]);
}

const linesOf = (text: string): string[] => (text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/));

/** The longest lines in common, by the table of all pairs. */
function middle(a: readonly string[], b: readonly string[], offset: number): DiffRow[] {
  const removed = (at: number): DiffRow => ({ kind: "removed", number: offset + at + 1, text: a[at]! });
  const added = (at: number): DiffRow => ({ kind: "added", number: offset + at + 1, text: b[at]! });
  if (a.length * b.length > CELLS_MAX) return [...a.map((_, at) => removed(at)), ...b.map((_, at) => added(at))];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) common[i * width + j] = a[i] === b[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  }
  const rows: DiffRow[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push({ kind: "same", number: offset + j + 1, text: b[j]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) rows.push(removed(i++));
    else rows.push(added(j++));
  }
  return rows;
}

function folded(rows: readonly DiffRow[]): DiffRow[] {
  const near = rows.map((_, at) => rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some((row) => row.kind !== "same"));
  const out: DiffRow[] = [];
  rows.forEach((row, at) => {
    const last = out.at(-1);
    if (near[at] === true) out.push(row);
    else if (last?.kind === "gap") last.lines += 1;
    else out.push({ kind: "gap", lines: 1 });
  });
  return rows.some((row) => row.kind !== "same") ? out : [...rows];
}
