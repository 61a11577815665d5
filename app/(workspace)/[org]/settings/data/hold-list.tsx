import Link from "next/link";
import { ReleaseHold, type HoldAction } from "#app/_hold/hold-dialog.tsx";
import { holdWords } from "#app/_hold/hold-words.ts";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { LeavingView } from "#lib/leaving/index.ts";

type HoldListProps = { org: string; holds: LeavingView["holds"]; zone: string; release: HoldAction | null };

/** Every legal hold that ever was, standing ones first. */
export function HoldList({ org, holds, zone, release }: HoldListProps) {
  if (holds.length === 0) return <p className="py-3 text-muted">No legal hold was ever placed.</p>;
  return (
    <ul className="divide-y divide-line border-b border-line">
      {holds.map((hold) => (
        <li key={hold.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
          <Glyph name={hold.release === null ? "partial" : "tick"} tone={hold.release === null ? "caution" : "inert"} />
          <div className="min-w-0 flex-1 basis-60">
            <p><strong className="font-semibold">{hold.release === null ? "Stands" : "Released"}</strong> {hold.reason}</p>
            <p>{hold.evidence.length === 0 ? holdWords(hold, zone) : hold.evidence.map(({ number, title }, index) => <span key={number}>{index === 0 ? "" : ", "}<Link prefetch={false} className="link" href={`/${org}/evidence/EV-${number}`}>EV-{number} {title}</Link></span>)}</p>
            <p className="text-muted">placed by {hold.placedByName}, <Timestamp at={hold.placedAt} zone={zone} show="minute" /></p>
            {hold.release === null ? null : <p className="text-muted">released by {hold.release.releasedByName}, <Timestamp at={hold.release.releasedAt} zone={zone} show="minute" />: {hold.release.reason}</p>}
          </div>
          {hold.release === null && release !== null ? <ReleaseHold action={release} holdId={hold.id} /> : null}
        </li>
      ))}
    </ul>
  );
}
