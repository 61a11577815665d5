import { z } from "zod";
import type { ContentProblem } from "#lib/content/index.ts";

/** One step of a test: what the tester does, from which items, and what of it counts as a deviation. */
export type TestStep = {
  /** Stable inside the control: D1 of the test of design, O3 of the test of operating effectiveness. Numbers are not used again. */
  key: string;
  does: string;
  /** The complete set that the step starts from; null where it looks at one thing. */
  population: string | null;
  /** How many of the population, and how they are chosen; null where all of them, or none, are. */
  sample: string | null;
  deviation: string;
};

/**
 * The two tests of a control. Design: would the control as described, if operated, answer its requirements?
 * Operating effectiveness: did it operate so throughout the period?
 */
export const CONTROL_TESTS = {
  designTest: { letter: "D", heading: "Test of design" },
  operatingTest: { letter: "O", heading: "Test of operating effectiveness" },
} as const;
export type ControlTest = keyof typeof CONTROL_TESTS;
export const CONTROL_TEST_NAMES = Object.keys(CONTROL_TESTS) as ControlTest[];
export type ControlTests = Record<ControlTest, TestStep[]>;

/** Steps of one test: more would be several controls. */
export const MAX_STEPS = 30;
export const MAX_STEP_TEXT = 2_000;

/** Characters of one text of a step: its line in a file begins with a key or a word. */
export const MAX_STEP_WORDS = MAX_STEP_TEXT - 20;

const FACTS = { Population: "population", Sample: "sample", Deviation: "deviation" } as const;
type Fact = (typeof FACTS)[keyof typeof FACTS];

const STEP = /^- ([A-Z]\d{1,3}): (\S[^\n]*)$/u;
const FACT = /^ {2}- (Population|Sample|Deviation): (\S[^\n]*)$/u;

/** How people and papers name a step: SYS.1.01-O3. */
export const stepName = (code: string, step: Pick<TestStep, "key">): string => `${code}-${step.key}`;

/** The steps as lines of a control's file; {@link parseTestSteps} reads them back. */
export function formatTestSteps(steps: readonly TestStep[]): string {
  return steps.flatMap((step) => [
    `- ${step.key}: ${step.does}`,
    ...Object.entries(FACTS).flatMap(([word, fact]) => (step[fact] === null ? [] : [`  - ${word}: ${step[fact]}`])),
  ]).join("\n");
}

/**
 * Reads the steps of one test. Never throws on bad content; every problem has its line.
 *
 * @param at the file, and the line on which the text begins
 */
export function parseTestSteps(text: string, test: ControlTest, at: { file: string; line: number }): { steps: TestStep[]; problems: ContentProblem[] } {
  const steps: (TestStep & { line: number })[] = [];
  const problems: ContentProblem[] = [];
  const report = (line: number, sentence: string): number => problems.push({ file: at.file, line, column: 1, sentence });
  text.split("\n").forEach((written, index) => {
    const line = at.line + index;
    const row = written.trimEnd();
    if (row === "") return;
    if (row.length > MAX_STEP_TEXT) report(line, `This line has ${row.length} characters; at most ${MAX_STEP_TEXT}.`);
    const step = STEP.exec(row);
    const fact = FACT.exec(row);
    const current = steps.at(-1);
    if (step !== null) steps.push({ key: step[1] ?? "", does: step[2] ?? "", population: null, sample: null, deviation: "", line });
    else if (fact === null) report(line, `A step is written “- ${CONTROL_TESTS[test].letter}1: …”, and below it “  - Population: …”, “  - Sample: …” or “  - Deviation: …”.`);
    else if (current === undefined) report(line, `“${fact[1] ?? ""}” stands above the first step.`);
    else setFact(current, FACTS[fact[1] as keyof typeof FACTS], fact[2] ?? "", () => report(line, `“${fact[1] ?? ""}” stands twice in the step ${current.key}.`));
  });
  for (const { sentence, line } of stepProblems(steps, test)) report(steps[line]?.line ?? at.line, sentence);
  return { steps: steps.map(({ line: _, ...step }) => step), problems };
}

const STEP_BEGUN = /^- ([A-Z]\d{1,3}):(?: (.*))?$/u;
const FACT_BEGUN = /^ {2}- (Population|Sample|Deviation):(?: (.*))?$/u;

/** Steps while somebody writes them, whatever they lack yet; {@link formatTestSteps} writes them back. Other lines are left out. */
export function readStepLines(text: string): TestStep[] {
  const steps: TestStep[] = [];
  for (const line of text.split("\n")) {
    const [step, fact] = [STEP_BEGUN.exec(line), FACT_BEGUN.exec(line)];
    const current = steps.at(-1);
    if (step !== null) steps.push({ key: step[1] ?? "", does: step[2] ?? "", population: null, sample: null, deviation: "" });
    else if (fact !== null && current !== undefined) current[FACTS[fact[1] as keyof typeof FACTS]] = fact[2] ?? "";
  }
  return steps;
}

/** Whether every line of a text belongs to a step, finished or not. */
export function holdsStepsAlone(text: string): boolean {
  return text.split("\n").every((line) => line.trim() === "" || STEP_BEGUN.test(line) || FACT_BEGUN.test(line));
}

/** What steps of a form lack, by step and field: `D2`, `deviation`. */
export function stepFaults(steps: readonly TestStep[]): { key: string; field: keyof TestStep; sentence: string }[] {
  return steps.flatMap((step) => {
    const lacks = [
      ...(step.does.trim() === "" ? [{ key: step.key, field: "does" as const, sentence: "Say what the tester does." }] : []),
      ...(step.deviation.trim() === "" ? [{ key: step.key, field: "deviation" as const, sentence: "Say what counts as a deviation: a test that cannot fail is none." }] : []),
    ];
    const long = (["does", "population", "sample", "deviation"] as const).filter((field) => (step[field] ?? "").length > MAX_STEP_WORDS);
    return [...lacks, ...long.map((field) => ({ key: step.key, field, sentence: `At most ${MAX_STEP_WORDS} characters.` }))];
  });
}

/** The key of a step that is added: numbers are not used again, so it follows the highest that was ever given. */
export function nextStepKey(test: ControlTest, taken: readonly string[], atLeast = 1): string {
  return `${CONTROL_TESTS[test].letter}${taken.reduce((next, key) => Math.max(next, Number(key.slice(1)) + 1), atLeast)}`;
}

function setFact(step: TestStep, fact: Fact, text: string, twice: () => void): void {
  if ((step[fact] ?? "") === "") step[fact] = text;
  else twice();
}

const stored = z.array(z.strictObject({ key: z.string(), does: z.string(), population: z.string().nullable(), sample: z.string().nullable(), deviation: z.string() }));

/** Steps out of their column. */
export const readTestSteps = (column: unknown): TestStep[] => stored.parse(column);

/** What the steps of one test say wrongly together; `line` is the index of the step. */
export function stepProblems(steps: readonly TestStep[], test: ControlTest): { line: number; sentence: string }[] {
  const { letter, heading } = CONTROL_TESTS[test];
  const seen = new Set<string>();
  const problems = steps.flatMap(({ key, deviation }, line) => {
    const sentences: string[] = [];
    if (!key.startsWith(letter)) sentences.push(`Steps of the ${heading.toLowerCase()} are called ${letter}1, ${letter}2 and so on; “${key}” was found.`);
    if (seen.has(key)) sentences.push(`The step “${key}” stands twice.`);
    if (deviation === "") sentences.push(`The step “${key}” does not say what a deviation is.`);
    seen.add(key);
    return sentences.map((sentence) => ({ line, sentence }));
  });
  return steps.length > MAX_STEPS ? [...problems, { line: MAX_STEPS, sentence: `The ${heading.toLowerCase()} has ${steps.length} steps; at most ${MAX_STEPS}.` }] : problems;
}
