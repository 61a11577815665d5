import { Section } from "#app/_ui/section.tsx";
import { CONTROL_TESTS, stepName, type ControlTest, type TestStep } from "#lib/controls/client.ts";

/** The steps of one test of a control: what is done, from which items, and what counts as a deviation. */
export function TestSection({ code, test, steps }: { code: string; test: ControlTest; steps: readonly TestStep[] }) {
  if (steps.length === 0) return null;
  return (
    <Section title={CONTROL_TESTS[test].heading} count={`${steps.length} ${steps.length === 1 ? "step" : "steps"}`} flush={false}>
      <ol className="max-w-[76ch]">
        {steps.map((step) => (
          <li key={step.key} className="grid gap-x-4 gap-y-1 border-b border-line py-3 last:border-b-0 sm:grid-cols-[92px_minmax(0,1fr)]">
            <span className="pt-px font-mono text-xs text-muted">{stepName(code, step)}</span>
            <div className="grid gap-1.5">
              <p className="text-base text-pretty">{step.does}</p>
              <dl className="grid gap-x-3 gap-y-0.5 text-sm sm:grid-cols-[76px_minmax(0,1fr)]">
                <Fact name="Population" text={step.population} />
                <Fact name="Sample" text={step.sample} />
                <Fact name="Deviation" text={step.deviation} />
              </dl>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Fact({ name, text }: { name: string; text: string | null }) {
  return text === null ? null : <><dt className="text-muted">{name}</dt><dd className="text-pretty">{text}</dd></>;
}
