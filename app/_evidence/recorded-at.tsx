import { Timestamp } from "#app/_ui/timestamp.tsx";

/** When something was recorded, as it was written down; a time that this machine's clock has not reached says so. */
export function RecordedAt({ at, isAhead, zone }: { at: Date; isAhead: boolean; zone: string }) {
  return <><Timestamp at={at} zone={zone} show="minute" />{isAhead ? <span className="text-caution-text"> later than this machine’s clock says</span> : null}</>;
}
