import Link from "next/link";
import type { ReactNode } from "react";
import type { Tone } from "#lib/status/client.ts";

/** A stretch of the period, in fractions 0–1 of it. */
export type CoverageSpan = {
  x: number;
  width: number;
  /** `proven`: green, the whole lane only. `evidence`: ink, one source. `hole`: should be covered and is not. */
  kind: "proven" | "evidence" | "hole";
  /** A hole's cause. */
  tone?: Tone;
  /** False: an empty outline, for what was never collected. */
  hatched?: boolean;
  /** "14–20 Nov, batch-worker-07 silent": shown on hover, read out in the lane's summary. */
  label: string;
};

export type Lane = { label: string; href?: string; spans: readonly CoverageSpan[]; value: ReactNode; whole?: boolean };
export type Tick = { x: number; label?: string; major?: boolean };

type LaneProps = { lane: Lane; ticks: readonly Tick[]; today: number | undefined; hatch: (tone: Tone) => string };

/** One lane: its name, the drawing, its count. Holes are read out; drawn spans are not. */
export function CoverageLane({ lane, ticks, today, hatch }: LaneProps) {
  const height = lane.whole === true ? 36 : 28;
  const bar = lane.whole === true ? 20 : 8;
  const holes = lane.spans.filter((span) => span.kind === "hole");
  return (
    <li className={`coverage-row${lane.whole === true ? " coverage-whole" : ""}`}>
      <span className="coverage-name">{lane.href === undefined ? lane.label : <Link prefetch={false} href={lane.href}>{lane.label}</Link>}</span>
      <svg width="100%" height={height} role="img" aria-label={holes.length === 0 ? "no hole" : `holes: ${holes.map((hole) => hole.label).join("; ")}`}>
        {ticks.map((tick) => <line key={tick.x} x1={percent(tick.x)} x2={percent(tick.x)} y1="0" y2="100%" className={tick.major === true ? "tick-major" : "tick-minor"} />)}
        <line x1="0" x2="100%" y1="50%" y2="50%" className="tick-major" />
        {lane.spans.map((span, index) => <Span key={index} span={span} y={(height - bar) / 2} height={bar} hatch={hatch} />)}
        {today === undefined ? null : <line x1={percent(today)} x2={percent(today)} y1="0" y2="100%" className="tick-today" />}
      </svg>
      <span className="coverage-value num">{lane.value}</span>
    </li>
  );
}

/** A nested drawing clips a hole's outline to its inside, so a hole of one day keeps its length. */
function Span({ span, y, height, hatch }: { span: CoverageSpan; y: number; height: number; hatch: (tone: Tone) => string }) {
  const tone = span.tone ?? "caution";
  if (span.kind !== "hole") {
    return <rect x={percent(span.x)} width={percent(span.width)} y={y} height={height} className={`span-${span.kind}`}><title>{span.label}</title></rect>;
  }
  return (
    <svg x={percent(span.x)} width={percent(span.width)} y={y} height={height} className={`span-hole tone-${tone}`}>
      <title>{span.label}</title>
      <rect width="100%" height="100%" className="hatch-ground" />
      <rect width="100%" height="100%" className="span-outline" fill={span.hatched === false ? "none" : hatch(tone)} />
    </svg>
  );
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
