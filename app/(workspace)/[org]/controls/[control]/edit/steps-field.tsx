"use client";
import { Button } from "#app/_ui/button.tsx";
import { FieldError } from "#app/_ui/field.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { CONTROL_TESTS, MAX_STEP_WORDS, MAX_STEPS, type ControlTest, type TestStep } from "#lib/controls/client.ts";
import { useSteps, type StepWord } from "./use-steps.ts";

type Props = { test: ControlTest; text: string; /** The number of the first step that is added. */ nextStep: number; onChange: (text: string) => void; /** Of a step's field, or of the test. */ problem: (path?: string) => string | undefined };

const HINTS: Readonly<Record<ControlTest, string>> = {
  designTest: "Would the control as it is described, if it were operated, answer its requirements?",
  operatingTest: "Did it operate so throughout the period?",
};

/** The steps of one test: added, worded, moved and removed. */
export function StepsField({ test, text, nextStep, onChange, problem }: Props) {
  const { steps, removed, said, root, word, add, move, remove, putBack } = useSteps({ test, text, nextStep, onChange });
  const { heading } = CONTROL_TESTS[test];
  const error = problem();
  return (
    <fieldset ref={root} className="grid gap-2">
      <legend className="font-medium">{heading}</legend>
      <p className="text-muted">{HINTS[test]}</p>
      <input type="hidden" name={test} value={text} />
      {error === undefined ? null : <FieldError>{error}</FieldError>}
      {steps.length === 0 ? null : (
        <ol className="grid">
          {steps.map((step, at) => (
            <li key={step.key} data-step={step.key} className="grid gap-3 border-t border-line py-4 [&_.field]:mt-0">
              <div className="flex flex-wrap items-center gap-x-1 gap-y-1">
                <span className="mr-auto font-mono text-sm text-muted">{step.key}</span>
                <Button kind="quiet" data-act="up" disabled={at === 0} aria-label={`Move ${step.key} up`} onClick={() => move(at, -1)}>Up</Button>
                <Button kind="quiet" data-act="down" disabled={at === steps.length - 1} aria-label={`Move ${step.key} down`} onClick={() => move(at, 1)}>Down</Button>
                <Button kind="quiet" aria-label={`Remove ${step.key}`} onClick={() => remove(at)}>Remove</Button>
              </div>
              <StepWords step={step} test={test} onWord={(field, value) => word(step.key, field, value)} problem={(field) => problem(`${step.key}.${field}`)} />
            </li>
          ))}
        </ol>
      )}
      {removed === null ? null : <p className="flex flex-wrap items-center gap-2 text-muted">{removed.step.key} is removed once you save. <Button kind="quiet" data-act="back" onClick={putBack}>Put {removed.step.key} back</Button></p>}
      <div><Button disabled={steps.length >= MAX_STEPS} aria-label={`Add a step to the ${heading.toLowerCase()}`} onClick={add}>Add a step</Button></div>
      <p role="status" className="sr-only">{said}</p>
    </fieldset>
  );
}

type WordsProps = { step: TestStep; test: ControlTest; onWord: (field: StepWord, value: string) => void; problem: (field: StepWord) => string | undefined };

function StepWords({ step, test, onWord, problem }: WordsProps) {
  const field = (name: StepWord) => {
    const error = problem(name);
    return { name: `${test}-${step.key}-${name}`, value: step[name] ?? "", maxLength: MAX_STEP_WORDS, onChange: (event: { target: { value: string } }) => onWord(name, event.target.value), ...(error === undefined ? {} : { error }) };
  };
  return (
    <>
      <Textarea label="What the tester does" rows={2} {...field("does")} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Textarea label="Population" rows={2} optional {...field("population")} />
        <Textarea label="Sample" rows={2} optional {...field("sample")} />
      </div>
      <Textarea label="What counts as a deviation" rows={2} {...field("deviation")} />
    </>
  );
}
