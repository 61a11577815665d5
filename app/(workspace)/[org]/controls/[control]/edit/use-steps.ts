import { useEffect, useRef, useState, type RefObject } from "react";
import { formatTestSteps, nextStepKey, readStepLines, type ControlTest, type TestStep } from "#lib/controls/client.ts";

export type StepWord = "does" | "population" | "sample" | "deviation";
type Removed = { step: TestStep; at: number };
type Given = { test: ControlTest; text: string; /** The number of the first step that is added. */ nextStep: number; onChange: (text: string) => void };

export type Steps = {
  steps: TestStep[];
  removed: Removed | null;
  /** What happened last, for who does not see it. */
  said: string;
  /** Around everything: what is to be focused next is looked for in it. */
  root: RefObject<HTMLFieldSetElement | null>;
  word: (key: string, field: StepWord, value: string) => void;
  add: () => void;
  move: (at: number, by: -1 | 1) => void;
  remove: (at: number) => void;
  putBack: () => void;
};

/** The steps of one test while somebody works on them. All of it is one text; the focus stays with the step that was acted on. */
export function useSteps({ test, text, nextStep, onChange }: Given): Steps {
  const steps = readStepLines(text);
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [said, setSaid] = useState("");
  const { root, focus } = useFocusNext();
  const put = (next: readonly TestStep[], what: string, selector: string): void => {
    onChange(formatTestSteps(next));
    setSaid(what);
    focus(selector);
  };
  return {
    steps, removed, said, root,
    word(key, field, value) {
      // A line of the text is one line: what is pasted with breaks goes on after a space.
      const line = value.replace(/\s*[\r\n]+\s*/gu, " ");
      const isOptional = field === "population" || field === "sample";
      onChange(formatTestSteps(steps.map((one) => (one.key === key ? { ...one, [field]: line === "" && isOptional ? null : line } : one))));
    },
    add() {
      const key = nextStepKey(test, [...steps, ...(removed === null ? [] : [removed.step])].map((one) => one.key), nextStep);
      put([...steps, { key, does: "", population: null, sample: null, deviation: "" }], `${key} is added at the end.`, `[data-step=${key}] textarea`);
    },
    move(at, by) {
      const step = steps[at];
      const to = at + by;
      if (step === undefined || to < 0 || to >= steps.length) return;
      const way = to === 0 ? "down" : to === steps.length - 1 ? "up" : by < 0 ? "up" : "down";
      put(steps.toSpliced(at, 1).toSpliced(to, 0, step), `${step.key} is step ${to + 1} of ${steps.length} now.`, `[data-step=${step.key}] [data-act=${way}]`);
    },
    remove(at) {
      const step = steps[at];
      if (step === undefined) return;
      setRemoved({ step, at });
      put(steps.toSpliced(at, 1), `${step.key} is removed.`, "[data-act=back]");
    },
    putBack() {
      if (removed === null) return;
      setRemoved(null);
      put(steps.toSpliced(removed.at, 0, removed.step), `${removed.step.key} is back.`, `[data-step=${removed.step.key}] textarea`);
    },
  };
}

/** Focuses an element once it is drawn where it now stands: what moves in the document loses the focus. */
function useFocusNext(): { root: RefObject<HTMLFieldSetElement | null>; focus: (selector: string) => void } {
  const root = useRef<HTMLFieldSetElement>(null);
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    root.current?.querySelector<HTMLElement>(wanted.current)?.focus();
    wanted.current = null;
  });
  return { root, focus: (selector) => { wanted.current = selector; } };
}
