import { z } from "zod";
import { lineInput, textInput } from "#lib/access/index.ts";
import { contentOf, CONTROL_FREQUENCIES, CONTROL_KINDS, CRITICALITIES, frequencyAndTrigger, MAX_TEXT, operatesText, type ControlVersionRow, type VersionContent } from "#lib/controls/index.ts";
import type { ControlTexts } from "./control-texts.ts";

const MAX_OWNERS = 50;
const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
const text = textInput(MAX_TEXT).transform((value) => value.replace(/\r\n?/g, "\n"));

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
    context, guidance, howTested, whySufficient, auditorValidates, linkNote,
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
    criticality: CRITICALITIES.find((one) => one === texts.criticality) ?? null, ownerTeam, processOwners: linesOf(texts.processOwners), context, guidance, howTested, whySufficient, auditorValidates, linkNote,
  };
}
