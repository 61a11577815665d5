import { Glyph } from "#app/_ui/glyph.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { LeavingView } from "#lib/leaving/index.ts";
import { HoldDialog, type HoldAction } from "./hold-dialog.tsx";

type HoldListProps = { holds: LeavingView["holds"]; zone: string; release: HoldAction | null };

/** Every legal hold that ever was, standing ones first. */
export function HoldList({ holds, zone, release }: HoldListProps) {
  if (holds.length === 0) return <p className="py-3 text-muted">No legal hold was ever placed.</p>;
  return (
    <ul className="divide-y divide-line border-b border-line">
      {holds.map((hold) => (
        <li key={hold.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
          <Glyph name={hold.release === null ? "partial" : "tick"} tone={hold.release === null ? "caution" : "inert"} />
          <div className="min-w-0 flex-1 basis-60">
            <p><strong className="font-semibold">{hold.release === null ? "Stands" : "Released"}</strong> {hold.reason}</p>
            <p className="text-muted">placed by {hold.placedByName}, <Timestamp at={hold.placedAt} zone={zone} show="minute" /></p>
            {hold.release === null ? null : <p className="text-muted">released by {hold.release.releasedByName}, <Timestamp at={hold.release.releasedAt} zone={zone} show="minute" />: {hold.release.reason}</p>}
          </div>
          {hold.release === null && release !== null ? <HoldDialog act="release" action={release} holdId={hold.id} /> : null}
        </li>
      ))}
    </ul>
  );
}
