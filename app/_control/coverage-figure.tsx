import { CoverageBar, CoverageKey, type CoverageHole, type Lane } from "#app/_ui/coverage-bar.tsx";
import { Section } from "#app/_ui/section.tsx";
import { shortDayRange, type CoverageBarLane, type CoverageRect, type NamedHole } from "#lib/evidence/client.ts";
import type { ControlCoveragePage } from "#lib/evidence/index.ts";
import { statusFacts } from "#lib/status/client.ts";

/** Holes named beneath the bar; more would be a list to read and not a figure, and the lanes still name each. */
const NAMED = 12;

/** Which days of the period are proven, request by request. Percentages carry counts; the future stays blank. */
export function CoverageFigure({ page }: { page: ControlCoveragePage }) {
  const { coverage, bar, period } = page;
  const { provenDays, endedDays } = coverage.summary;
  const range = `${shortDayRange(period.firstDay, period.lastDay)} ${period.lastDay.slice(0, 4)}, ${period.timeZone}`;
  const lanes: Lane[] = [
    { ...laneOf(bar.summary, true), value: <>{endedDays === 0 ? null : <b>{Math.floor((provenDays / endedDays) * 100)} %</b>} · {provenDays} of {endedDays} days</> },
    ...bar.lanes.map((lane) => ({ ...laneOf(lane, false), value: `${lane.count} of ${endedDays}` })),
  ];
  const ticks = bar.ticks.map((tick) => ({ x: tick.x, label: tick.label, major: true }));
  return (
    <Section title="Period coverage" count={range} aside={<CoverageKey />}>
      <CoverageBar
        label={bar.alternative}
        lanes={lanes}
        ticks={ticks}
        {...(bar.nowX === null ? {} : { today: { x: bar.nowX, label: "Today" } })}
        holes={coverage.holes.slice(0, NAMED).map(holeOf)}
      />
      {coverage.holes.length > NAMED ? <p className="pt-1 text-xs text-muted">{coverage.holes.length - NAMED} more holes stand in the lanes above.</p> : null}
    </Section>
  );
}

function laneOf(lane: CoverageBarLane, whole: boolean): Omit<Lane, "value"> {
  return { label: lane.label, whole, spans: lane.rects.flatMap((rect) => spanOf(rect, whole)) };
}

function spanOf(rect: CoverageRect, whole: boolean): Lane["spans"] {
  const { x, width, title: label } = rect;
  if (rect.state === "running") return [];
  if (rect.state === "proven") return [{ x, width, kind: whole ? "proven" : "evidence", label }];
  const { tone } = statusFacts(rect.cause ?? "not_yet_known");
  return [{ x, width, kind: "hole", tone, hatched: rect.cause !== "never_collected", label }];
}

function holeOf(hole: NamedHole): CoverageHole {
  const { tone, glyph, word } = statusFacts(hole.cause);
  return { tone, glyph, text: `${shortDayRange(hole.firstDay, hole.lastDay)}, ${hole.label}: ${[word.toLowerCase(), ...hole.whats].join(", ")}` };
}
