import Link from "next/link";
import { Check } from "lucide-react";

export type StepState = "done" | "current" | "open" | "skipped";
export type Step = {
  label: string;
  state: StepState;
  /** Where it is taken up again; none while it cannot be entered yet. */
  href?: string;
  /** What was answered, or why it was left out. */
  note?: string;
};

const WORDS: Readonly<Record<StepState, string>> = { done: "done", current: "now", open: "not begun", skipped: "left out" };

/** How far one is in a few steps in order. Each can be left and taken up again; its state is said, not coloured alone. */
export function Stepper({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <nav aria-label={label}>
      <ol className="stepper">
        {steps.map((step, index) => <li key={step.label} data-state={step.state}><StepBody step={step} number={index + 1} /></li>)}
      </ol>
    </nav>
  );
}

function StepBody({ step: { label, state, href, note }, number }: { step: Step; number: number }) {
  const inside = (
    <>
      <span className="stepper-mark num" aria-hidden="true">{state === "done" ? <Check strokeWidth={2} /> : state === "skipped" ? "–" : number}</span>
      <span className="stepper-text">
        <span className="stepper-label">{label}<span className="sr-only">, {WORDS[state]}</span></span>
        {note === undefined ? null : <span className="stepper-note">{note}</span>}
      </span>
    </>
  );
  const current = state === "current" ? "step" as const : undefined;
  if (href === undefined) return <span className="stepper-step" aria-current={current}>{inside}</span>;
  return <Link prefetch={false} href={href} className="stepper-step" aria-current={current}>{inside}</Link>;
}
