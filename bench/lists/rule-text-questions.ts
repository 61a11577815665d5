import { listRuleTexts, readWaitingTexts } from "#lib/rules/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Questions } from "./questions.ts";

type Filter = Parameters<typeof listRuleTexts>[1];

const FILTERS: Readonly<Record<string, Filter>> = {
  "no filter": {}, proposed: { stage: "proposed" }, "in force": { stage: "in_force" }, ended: { stage: "ended" }, own: { origin: "own" }, imported: { origin: "imported" }, tunings: { origin: "tuning" },
  "tunings, proposed": { origin: "tuning", stage: "proposed" }, "tunings, in force": { origin: "tuning", stage: "in_force" }, "own, withdrawn": { origin: "own", stage: "withdrawn" },
  "word, of all": { text: "host" }, "word, frequent": { text: "w1" }, "word, rare": { text: "w1999" }, "words, nothing": { text: "zebra" }, "words, two": { text: "author 17 w200" }, "a rule's id": { text: "key-77777" },
  "word of all, in force": { text: "host", stage: "in_force" }, "word, frequent, tunings in force": { text: "w1", stage: "in_force", origin: "tuning" },
};

/** Texts of rules in each filter, first page and a far one; what waits for review. */
export async function ruleTextQuestions(person: Context): Promise<Questions> {
  let cursor: string | null | undefined;
  for (let page = 0; page < 20 && cursor !== null; page += 1) cursor = (await listRuleTexts(person, { size: 200, ...(cursor == null ? {} : { cursor }) })).nextCursor;
  const far = cursor ?? undefined;
  return [
    ...Object.entries(FILTERS).flatMap(([filter, input]): Questions => [
      [`rule texts, ${filter}, first page`, () => listRuleTexts(person, input)],
      [`rule texts, ${filter}, far page`, () => listRuleTexts(person, { ...input, ...(far === undefined ? {} : { cursor: far }) })],
    ]),
    ["rule texts, what waits", () => readWaitingTexts(person, {})],
  ];
}
