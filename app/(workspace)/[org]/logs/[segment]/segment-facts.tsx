import Link from "next/link";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection } from "#app/_ui/with-rail.tsx";
import { formatUtcOffset } from "#lib/logs/client.ts";
import type { SegmentView } from "#lib/logs/index.ts";
import { SegmentState, shown } from "../segment-state.tsx";

type Props = { org: string; segment: SegmentView; zone: string };

/** What was received, and what its times are read with. */
export function SegmentFacts({ org, segment, zone }: Props) {
  const { byteLength, storedEncoding, scannedBytes } = segment;
  const unpacked = storedEncoding === "gzip" ? [{ key: "Unpacked", value: scannedBytes === 0 ? "not yet known" : `${sizeText(scannedBytes)}${segment.status === "finished" ? "" : " so far"}` }] : [];
  return (
    <>
      <RailSection title="As received">
        <KeyValue items={[
          { key: "State", value: <SegmentState segment={segment} /> },
          { key: "Source", value: <Link prefetch={false} className="link" href={`/${org}/logs?source=${segment.sourceId}`}>{segment.sourceName}</Link> },
          { key: "SHA-256", value: <Hash value={segment.sha256} /> },
          { key: "Size", value: <span title={`${shown(byteLength)} bytes`}>{sizeText(byteLength)}{storedEncoding === "gzip" ? ", gzip" : ""}</span> },
          ...unpacked,
          { key: "Received", value: <Timestamp at={segment.receivedAt} zone={zone} show="second" /> },
          { key: "Received by", value: segment.receivedBy },
        ]} />
      </RailSection>
      <RailSection title="Times">
        <KeyValue items={[
          { key: "Reference time", value: <Timestamp at={segment.referenceTime} zone={zone} show="second" /> },
          { key: "UTC offset", value: formatUtcOffset(segment.utcOffsetMinutes) },
          { key: "First event", value: segment.firstEventAt === null ? "none so far" : <Timestamp at={segment.firstEventAt} zone={zone} show="second" /> },
          { key: "Last event", value: segment.lastEventAt === null ? "none so far" : <Timestamp at={segment.lastEventAt} zone={zone} show="second" /> },
        ]} />
        <p className="mt-2 text-xs text-muted">The reference time resolves times that carry no year; the offset, those that state no zone.</p>
      </RailSection>
    </>
  );
}
