import { Meter } from "./meter.tsx";
import { numberText } from "./region-now.ts";

type ProgressProps = {
  label: string;
  /** Done and all, in the same unit; without a number of all it is under way, and nobody knows how far. */
  done: number;
  of?: number;
  /** The step in words: "Writing the report". */
  step?: string;
};

/** How far something long is: the step, the counts, the share. Said to screen readers when the words change. */
export function Progress({ label, done, of, step }: ProgressProps) {
  const counts = of === undefined ? `${numberText(done)} so far` : `${numberText(done)} of ${numberText(of)}`;
  return (
    <div className="grid gap-1.5">
      <p role="status" className="flex gap-3"><span className="min-w-0 flex-1">{step ?? label}</span><span className="num text-muted">{counts}{of === undefined || of <= 0 ? "" : ` · ${Math.floor((done / of) * 100)} %`}</span></p>
      {of === undefined ? <span className="skeleton w-full" /> : <Meter label={`${label}, ${counts}`} value={done} max={of} />}
    </div>
  );
}
