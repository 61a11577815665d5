import Link from "next/link";
import { Hash } from "#app/_ui/hash.tsx";
import { readPopulationRecord } from "#lib/populations/index.ts";
import type { EvidencePlaces } from "./evidence-record.tsx";

/** What a population was counted over: the question, the count, and the segments that were read completely, each by its hash. */
export function PopulationSource({ record, places }: { record: string; places: EvidencePlaces }) {
  const { query, count, segments } = readPopulationRecord(record);
  return (
    <>
      <p className="max-w-[72ch]">Counted {count}: {query.replaceAll("`", "")}.</p>
      <ul className="grid gap-1" aria-label="Segments that were read completely">
        {segments.map((segment) => {
          const href = places.sourceHref("log_segment", segment.id);
          return (
            <li key={segment.id} className="flex flex-wrap items-center gap-x-2">
              {href === undefined ? segment.source : <Link className="link" href={href}>{segment.source}</Link>}
              <span className="text-muted">{segment.parsed_lines} of {segment.lines} lines understood</span>
              <Hash value={segment.sha256} label={`SHA-256 of the segment of ${segment.source}`} copy />
            </li>
          );
        })}
      </ul>
    </>
  );
}
