import Link from "next/link";
import { useId, type ReactNode } from "react";
import type { StatusGlyph, Tone } from "#lib/status/client.ts";
import { CoverageLane, type Lane, type Tick } from "./coverage-lane.tsx";
import { Glyph } from "./glyph.tsx";
import { HatchPattern } from "./hatch.tsx";

export type { CoverageSpan, Lane, Tick } from "./coverage-lane.tsx";
export type CoverageHole = { tone: Tone; glyph: StatusGlyph; text: ReactNode; href?: string };

type CoverageBarProps = {
  /** "Period coverage, 1 Oct – 31 Dec 2026". */
  label: string;
  lanes: readonly Lane[];
  ticks: readonly Tick[];
  today?: { x: number; label: string };
  holes?: readonly CoverageHole[];
};

const HOLE_TONES = ["critical", "caution", "fault", "info", "inert"] as const;

/**
 * Evidence over a period: a thick lane for the whole, a thin one for each source, holes hatched in the hue of their
 * cause and named beneath, the future left blank. Draws geometry that is given to it: fractions 0–1 of the period.
 */
export function CoverageBar({ label, lanes, ticks, today, holes = [] }: CoverageBarProps) {
  const prefix = useId().replace(/[^a-zA-Z0-9]/g, "");
  return (
    <figure className="coverage" aria-label={label}>
      <svg width="0" height="0" className="absolute" aria-hidden="true">
        <defs>{HOLE_TONES.map((tone) => <g key={tone} className={`tone-${tone}`}><HatchPattern id={`${prefix}-${tone}`} size={5} /></g>)}</defs>
      </svg>
      <CoverageAxis ticks={ticks} today={today} />
      <ul>
        {lanes.map((lane) => <CoverageLane key={lane.label} lane={lane} ticks={ticks} today={today?.x} hatch={(tone) => `url(#${prefix}-${tone})`} />)}
      </ul>
      {holes.length === 0 ? null : (
        <figcaption className="coverage-holes">
          <span className="text-muted">Holes</span>
          <ul>
            {holes.map((hole, index) => (
              <li key={index}><Glyph name={hole.glyph} tone={hole.tone} size={14} /> {hole.href === undefined ? hole.text : <Link prefetch={false} href={hole.href} className="underline underline-offset-3">{hole.text}</Link>}</li>
            ))}
          </ul>
        </figcaption>
      )}
    </figure>
  );
}

function CoverageAxis({ ticks, today }: { ticks: readonly Tick[]; today: { x: number; label: string } | undefined }) {
  const labelled = ticks.filter((tick) => tick.label !== undefined);
  return (
    <div className="coverage-row coverage-axis" aria-hidden="true">
      <span />
      <svg width="100%" height="18" className="overflow-visible">
        {labelled.filter((tick) => today === undefined || Math.abs(tick.x - today.x) > 0.08).map((tick) => (
          <text key={tick.x} x={`${tick.x * 100}%`} y="13" textAnchor={tick.x > 0.95 ? "end" : "start"}>{tick.label}</text>
        ))}
        {today === undefined ? null : <text x={`${today.x * 100}%`} y="13" textAnchor={today.x > 0.92 ? "end" : today.x < 0.08 ? "start" : "middle"} className="coverage-today-label">{today.label}</text>}
      </svg>
      <span />
    </div>
  );
}

/** What the inks of a coverage bar mean; stands at the right of the section's title. */
export function CoverageKey() {
  return (
    <span className="coverage-key">
      <span><span className="swatch swatch-proven" aria-hidden="true" />proven</span>
      <span><span className="swatch swatch-ink" aria-hidden="true" />one source</span>
      <span><span className="swatch swatch-hatch tone-caution" aria-hidden="true" />hole</span>
    </span>
  );
}
