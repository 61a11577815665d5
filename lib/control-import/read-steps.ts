import { CONTROL_TESTS, formatTestSteps, parseTestSteps, type ControlTest, type TestStep } from "#lib/controls/index.ts";

/** A line of a cell, as people write it: with or without the marks of a list. */
const STEP = /^\s*(?:[-*•]\s*)?([A-Z]\d{1,3})\s*[:.)]\s*(.*)$/u;
const FACT = /^\s*(?:[-*•]\s*)?(Population|Sample|Deviation)\s*:\s*(.*)$/iu;

/** The steps of a test as a cell holds them; {@link readSteps} reads them back. No line begins with what a spreadsheet runs. */
export function stepsCell(steps: readonly TestStep[]): string {
  return formatTestSteps(steps).replace(/^- /gmu, "").replace(/^ {2}- /gmu, "  ");
}

/** Steps of a cell: each a line "D1: …", and below it "Population: …", "Sample: …", "Deviation: …". Problems name the line of the cell. */
export function readSteps(cell: string, test: ControlTest): { steps: TestStep[]; problems: string[] } {
  const lines = cell.split(/\r\n|\r|\n/).map((line) => {
    const [step, fact] = [STEP.exec(line), FACT.exec(line)];
    if (fact !== null) return `  - ${capital(fact[1] ?? "")}: ${fact[2] ?? ""}`;
    return step === null ? line : `- ${step[1] ?? ""}: ${step[2] ?? ""}`;
  });
  const { steps, problems } = parseTestSteps(lines.join("\n"), test, { file: "", line: 1 });
  return { steps, problems: problems.map(({ line, sentence }) => `line ${line}: ${sentence.startsWith("A step is written") ? `a step is written “${CONTROL_TESTS[test].letter}1: …”, and below it “Population: …”, “Sample: …” or “Deviation: …”.` : sentence}`) };
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`;
