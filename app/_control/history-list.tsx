import Link from "next/link";
import { DiffText } from "#app/_ui/diff-text.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { HistoryEntry } from "#lib/controls/index.ts";

/** What was recorded of a control, newest first. What takes effect at another time says so. */
export function HistoryList({ entries, zone, evidenceHref }: { entries: readonly HistoryEntry[]; zone: string; evidenceHref: (evidenceId: string) => string }) {
  if (entries.length === 0) return <p className="text-muted">Nothing was recorded by then.</p>;
  return (
    <ul className="grid gap-1.5">
      {entries.map((entry, index) => (
        <li key={index} className="grid grid-cols-[56px_minmax(0,1fr)] gap-2">
          <span className="text-muted"><Timestamp at={entry.at} zone={zone} show="day" /></span>
          <span>
            {entry.evidenceId === null ? entry.text : <Link className="link" href={evidenceHref(entry.evidenceId)}>{entry.text}</Link>}
            {entry.detail === "" ? null : <span className="text-muted"> {entry.detail}</span>}
            {entry.effectiveFrom === null || entry.effectiveFrom.getTime() === entry.at.getTime() ? null : <span className="text-muted">, in force from <Timestamp at={entry.effectiveFrom} zone={zone} show="date" /></span>}
            <Changes changes={entry.changes} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What a version changed, word by word, for who wants to see it. */
function Changes({ changes }: { changes: HistoryEntry["changes"] }) {
  if (changes.length === 0) return null;
  return (
    <details>
      <summary className="min-h-[24px] text-muted">Changed: {changes.map((one) => one.part.toLowerCase()).join(", ")}</summary>
      {changes.map((one) => <div key={one.part} className="border-l border-line pl-2"><p className="text-xs text-muted">{one.part}</p><DiffText before={one.before} after={one.after} /></div>)}
    </details>
  );
}
