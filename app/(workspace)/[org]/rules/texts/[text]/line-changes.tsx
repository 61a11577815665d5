import { lineDiff } from "./line-diff.ts";

const SAID = { same: "", added: "added", removed: "removed" } as const;
const SIGN = { same: " ", added: "+", removed: "−" } as const;

/** Two texts line by line: what was taken out and what was added, with a little of what stands around. */
export function LineChanges({ before, after }: { before: string; after: string }) {
  const rows = lineDiff(before, after);
  if (rows.every((row) => row.kind === "same")) return <p className="text-muted">The text is the same.</p>;
  return (
    <ol className="line-changes" aria-label="Changed lines">
      {rows.map((row, at) => row.kind === "gap" ? <li key={at} className="log-gap">{row.lines} unchanged {row.lines === 1 ? "line" : "lines"}</li> : (
        <li key={at} data-kind={row.kind}>
          <span className="log-number">{row.number}</span>
          <span aria-hidden="true">{SIGN[row.kind]}</span>
          <code>{SAID[row.kind] === "" ? null : <span className="sr-only">{SAID[row.kind]}: </span>}{row.text}</code>
        </li>
      ))}
    </ol>
  );
}
