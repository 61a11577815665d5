import { formatInstant, instantDetails, type TimeShow } from "./format-time.ts";

export type TimestampProps = { at: string | Date; zone: string; show?: TimeShow; relative?: string };

/** An instant in the viewer's zone; local, UTC and ISO in its title. Relative time only as an addition. */
export function Timestamp({ at, zone, show = "minute", relative }: TimestampProps) {
  const { local, utc, iso } = instantDetails(at, zone);
  return (
    <>
      <time dateTime={iso} title={`${local}\n${utc}\n${iso}`} className="whitespace-nowrap">{formatInstant(at, zone, show)}</time>
      {relative === undefined ? null : <span className="text-muted"> {relative}</span>}
    </>
  );
}
