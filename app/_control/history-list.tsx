import Link from "next/link";
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
          </span>
        </li>
      ))}
    </ul>
  );
}
