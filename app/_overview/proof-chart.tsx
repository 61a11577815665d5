import { formatInstant } from "#app/_ui/format-time.ts";
import { proofChart } from "./proof-chart.geometry.ts";

type Props = { days: readonly { day: string; proven: number }[]; total: number; today: string };

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`;
const dayWords = (day: string): string => formatInstant(`${day}T12:00:00Z`, "UTC", "day");

/** How many requests accepted evidence covers on each day of the period, of all that is asked; the days ahead are left blank. */
export function ProofChart({ days, total, today }: Props) {
  const { bars, todayX } = proofChart(days, total, today);
  const past = bars.filter((bar) => !bar.future);
  const last = past.at(-1);
  const least = past.reduce((low, bar) => (bar.proven < low.proven ? bar : low), past[0] ?? { day: "", proven: 0 });
  const first = days[0];
  const end = days.at(-1);
  if (first === undefined || end === undefined) return null;
  const words = last === undefined ? "The period has not begun." : `Evidence covers ${last.proven} of ${total} requests on ${dayWords(last.day)}; fewest ${least.proven} on ${dayWords(least.day)}`;
  return (
    <figure className="proof-chart">
      <svg width="100%" height="56" role="img" aria-label={`Requests covered by accepted evidence, per day. ${words}.`}>
        <line x1="0" x2="100%" y1="0.5" y2="0.5" className="proof-chart-all" />
        {past.map((bar) => (
          <g key={bar.day}>
            <title>{`${dayWords(bar.day)}: ${bar.proven} of ${total}`}</title>
            <rect x={percent(bar.x)} width={percent(bar.width)} y="0" height="100%" className="proof-chart-gap" />
            <rect x={percent(bar.x)} width={percent(bar.width)} y={percent(bar.provenTop)} height={percent(bar.provenHeight)} className="proof-chart-proven" />
          </g>
        ))}
        <line x1="0" x2="100%" y1="100%" y2="100%" className="proof-chart-base" />
        {todayX === null ? null : <line x1={percent(todayX)} x2={percent(todayX)} y1="0" y2="100%" className="proof-chart-today" />}
      </svg>
      <figcaption className="flex justify-between gap-4 text-xs text-muted">
        <span>{dayWords(first.day)}</span>
        <span>{words}</span>
        <span>{dayWords(end.day)}</span>
      </figcaption>
    </figure>
  );
}
