import { z } from "zod";
import { lineInput, textInput } from "#lib/access/index.ts";
import {
  contentOf, CONTROL_FREQUENCIES, CONTROL_KINDS, CRITICALITIES, formatTestSteps, frequencyAndTrigger, holdsStepsAlone, MAX_STEP_TEXT, MAX_STEPS, MAX_TEXT, operatesText, readStepLines, stepFaults, stepProblems, type ControlTest, type ControlVersionRow, type TestStep, type VersionContent,
} from "#lib/controls/index.ts";
import type { ControlTexts } from "./control-texts.ts";

const MAX_OWNERS = 50;
const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
const text = textInput(MAX_TEXT).transform((value) => value.replace(/\r\n?/g, "\n"));

/** Of one test: its steps with four texts each. */
const MAX_TEST = MAX_STEPS * 4 * (MAX_STEP_TEXT + 20);

/** The steps of one test; what they lack is told by step and field (`texts.designTest.D2.deviation`). */
const stepsInput = (test: ControlTest) =>
  z.string().max(MAX_TEST).transform((value) => value.replace(/\r\n?/g, "\n")).superRefine((value, check) => {
    const steps = readStepLines(value);
    const report = (path: string[], message: string): void => check.addIssue({ code: "custom", path, message });
    const faults = stepFaults(steps);
    for (const { key, field, sentence } of faults) report([key, field], sentence);
    if (faults.length === 0) for (const { sentence } of stepProblems(steps, test)) report([], sentence);
    if (!holdsStepsAlone(value)) report([], "A line of it is no step.");
  }).transform((value) => formatTestSteps(trimmed(value)));

/** Steps without the blanks around their words; what is empty is not said. */
function trimmed(text: string): TestStep[] {
  const said = (value: string | null): string | null => (value === null || value.trim() === "" ? null : value.trim());
  return readStepLines(text).map(({ key, does, population, sample, deviation }) => ({ key, does: does.trim(), population: said(population), sample: said(sample), deviation: deviation.trim() }));
}

/** The parts of a control as a form sends them. */
export const textsInput = z.strictObject({
  title: lineInput(200),
  statement: text.refine((value) => value !== "", "Say what is done."),
  scope: text,
  kind: z.enum(CONTROL_KINDS),
  frequency: z.enum([...CONTROL_FREQUENCIES, ""]),
  trigger: textInput(2_000),
  criticality: z.enum([...CRITICALITIES, ""]),
  ownerTeam: lineInput(200),
  processOwners: text.refine((value) => linesOf(value).length <= MAX_OWNERS && linesOf(value).every((line) => line.length <= 200), `At most ${MAX_OWNERS} lines of 200 characters.`),
  context: text,
  guidance: text,
  designTest: stepsInput("designTest"),
  operatingTest: stepsInput("operatingTest"),
  howTested: text,
  whySufficient: text,
  auditorValidates: text,
  linkNote: text,
});

/** A version as a form has it, and would send it back. */
export function textsOf(version: ControlVersionRow): ControlTexts {
  const { title, statement, scope, kind, criticality, ownerTeam, processOwners, context, guidance, howTested, whySufficient, auditorValidates, linkNote, operates } = version;
  const { frequency, trigger } = frequencyAndTrigger(operates);
  const texts: ControlTexts = {
    title, statement, scope, kind, frequency: frequency ?? "", trigger: trigger ?? "", criticality: criticality ?? "", ownerTeam, processOwners: processOwners.join("\n"),
    context, guidance, designTest: formatTestSteps(version.designTest), operatingTest: formatTestSteps(version.operatingTest), howTested, whySufficient, auditorValidates, linkNote,
  };
  return Object.fromEntries(Object.entries(texts).map(([part, value]) => [part, value.replace(/\r\n?/g, "\n").trim()])) as ControlTexts;
}

/** What a form says, as a version has it; what no form edits is as in the version given. */
export function contentFrom(texts: ControlTexts, version: ControlVersionRow): VersionContent {
  const frequency = CONTROL_FREQUENCIES.find((one) => one === texts.frequency) ?? null;
  const { title, statement, scope, kind, ownerTeam, context, guidance, howTested, whySufficient, auditorValidates, linkNote } = texts;
  return {
    ...contentOf(version),
    title, statement, scope, kind, frequency, operates: operatesText({ frequency, trigger: texts.trigger === "" ? null : texts.trigger }),
    criticality: CRITICALITIES.find((one) => one === texts.criticality) ?? null, ownerTeam, processOwners: linesOf(texts.processOwners), context, guidance,
    designTest: readStepLines(texts.designTest), operatingTest: readStepLines(texts.operatingTest), howTested, whySufficient, auditorValidates, linkNote,
  };
}
