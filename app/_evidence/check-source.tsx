import Link from "next/link";
import { Hash } from "#app/_ui/hash.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import type { RestedOn } from "#lib/evidence/index.ts";
import { CollectionSource } from "./collection-source.tsx";
import type { EvidencePlaces } from "./evidence-record.tsx";

/** What a run of a check rested on: each collection with how many of its rows were looked at, and its record of completeness. */
export function CheckSource({ restsOn, places }: { restsOn: readonly RestedOn[]; places: EvidencePlaces }) {
  const looked = restsOn.filter(({ rows }) => rows !== 0);
  const others = restsOn.filter(({ rows }) => rows === 0);
  return (
    <div className="grid gap-2">
      <p className="max-w-[72ch]">{restsOn.length === 0 ? "It rested on no collection: nothing was collected then." : "It rested on these collections, each with the record of what was asked, what came and what is missing."}</p>
      {looked.map((one) => <Collection key={one.id} one={one} places={places} />)}
      {others.length === 0 ? null : (
        <details>
          <summary className="link min-h-6">{others.length === 1 ? "One more collection" : `${numberText(others.length)} more collections`} of the connection, of which no row was looked at</summary>
          <div className="grid gap-2 pt-2">{others.map((one) => <Collection key={one.id} one={one} places={places} />)}</div>
        </details>
      )}
    </div>
  );
}

function Collection({ one, places }: { one: RestedOn; places: EvidencePlaces }) {
  const href = places.sourceHref("collection", one.id);
  return (
    <details className="border-b border-line pb-2">
      <summary className="min-h-6">
        <span className="mono">{one.name}</span> {one.collector}
        <span className="text-muted">, {one.completeness}{one.rows === null ? "" : `, ${numberText(one.rows)} ${one.rows === 1 ? "row" : "rows"} looked at`}</span>
      </summary>
      <div className="grid gap-2 pt-2">
        {one.record === null ? <p>Its record is not there, or is another than the one that the check rested on.</p> : <CollectionSource record={one.record} />}
        {href === undefined ? null : <p><Link className="link" href={href}>Open {one.name}</Link></p>}
        {one.sha256 === null ? null : <p className="text-muted">SHA-256 of its record <Hash value={one.sha256} label={`SHA-256 of the record of ${one.name}`} copy /></p>}
      </div>
    </details>
  );
}
