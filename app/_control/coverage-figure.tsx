import { CoverageBar, CoverageKey, type CoverageHole, type Lane } from "#app/_ui/coverage-bar.tsx";
import { Section } from "#app/_ui/section.tsx";
import { shortDayRange, type CoverageBarLane, type CoverageRect, type NamedHole } from "#lib/evidence/client.ts";
import type { ControlCoveragePage } from "#lib/evidence/index.ts";
import { statusFacts } from "#lib/status/client.ts";
import { FreshnessObjective } from "./freshness-objective.tsx";

/** Stretches named for each request beneath the bar; the lanes name every one. */
const NAMED = 2;

/** Which days of the period are proven, request by request. Percentages carry counts; the future stays blank. */
export function CoverageFigure({ page, past = false }: { page: ControlCoveragePage; past?: boolean }) {
  const { coverage, bar, period } = page;
  const { provenDays, endedDays } = coverage.summary;
  const range = `${shortDayRange(period.firstDay, period.lastDay)} ${period.lastDay.slice(0, 4)}, ${period.timeZone}`;
  const lanes: Lane[] = [
    { ...laneOf(bar.summary, true), value: <>{endedDays === 0 ? null : <b>{Math.floor((provenDays / endedDays) * 100)} %</b>} · {provenDays} of {endedDays} days</> },
    ...bar.lanes.map((lane) => ({ ...laneOf(lane, false), value: `${lane.count} of ${endedDays}` })),
  ];
  const ticks = bar.ticks.map((tick) => ({ x: tick.x, label: tick.label, major: true }));
  return (
    <>
      <Section title="Period coverage" count={range} aside={<CoverageKey />}>
        <CoverageBar
          label={bar.alternative}
          lanes={lanes}
          ticks={ticks}
          {...(bar.nowX === null ? {} : { today: { x: bar.nowX, label: past ? "As of" : "Today" } })}
          holes={[...Map.groupBy(coverage.holes, (hole) => hole.key).values()].map(holesOfRequest)}
        />
      </Section>
      <FreshnessObjective page={page} />
    </>
  );
}

function laneOf(lane: CoverageBarLane, whole: boolean): Omit<Lane, "value"> {
  return { label: lane.label, whole, spans: joined(lane.rects).flatMap((rect) => spanOf(rect, whole)) };
}

/** Neighbouring holes of one cause are one drawing, whatever their reasons; each keeps its words. */
function joined(rects: readonly CoverageRect[]): CoverageRect[] {
  const drawn: CoverageRect[] = [];
  for (const rect of rects) {
    const last = drawn.at(-1);
    const touches = last !== undefined && last.state === "hole" && rect.state === "hole" && last.cause === rect.cause && Math.abs(last.x + last.width - rect.x) < 1e-9;
    if (touches) drawn[drawn.length - 1] = { ...last, width: last.width + rect.width, lastDay: rect.lastDay, title: `${last.title}; ${rect.title}` };
    else drawn.push(rect);
  }
  return drawn;
}

function spanOf(rect: CoverageRect, whole: boolean): Lane["spans"] {
  const { x, width, title: label } = rect;
  if (rect.state === "running") return [];
  if (rect.state === "proven") return [{ x, width, kind: whole ? "proven" : "evidence", label }];
  const { tone } = statusFacts(rect.cause ?? "not_yet_known");
  return [{ x, width, kind: "hole", tone, hatched: rect.cause !== "never_collected", label }];
}

/** The holes of one request in a line: the longest first, the rest counted. */
function holesOfRequest(holes: readonly NamedHole[]): CoverageHole {
  const longest = [...holes].sort((a, b) => b.days - a.days);
  const { tone, glyph } = statusFacts(longest[0]?.cause ?? "not_yet_known");
  const named = longest.slice(0, NAMED).map((hole) => `${shortDayRange(hole.firstDay, hole.lastDay)} ${statusFacts(hole.cause).word.toLowerCase()}, ${hole.whats.join(", ")}`);
  const rest = holes.length - named.length;
  return { tone, glyph, text: `${longest[0]?.label ?? ""}: ${named.join("; ")}${rest > 0 ? `; ${rest} more` : ""}` };
}
