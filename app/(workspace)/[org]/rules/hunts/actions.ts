"use server";
import { redirect } from "next/navigation";
import { formAction, formOutcome } from "#app/_edge/form-action.ts";
import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { pageContext } from "#app/_edge/page-context.ts";
import { cancelHunt, pauseHunt, raiseMatches, requestHunt, resumeHunt, type RaisedMatches } from "#lib/hunts/index.ts";

type Asked = Parameters<typeof requestHunt>[1];

function choiceIn(form: FormData): Asked["choice"] {
  const kind = textField(form, "choice");
  if (kind === "rules") return { kind, ruleKeys: listField(form, "ruleKey") };
  if (kind === "texts") return { kind, textIds: listField(form, "textId") };
  if (kind === "pack") return { kind, packId: textField(form, "packId") };
  return { kind: "in_force" };
}

/** Compiles what was chosen, and puts the hunt in line. */
export async function requestHuntAction(org: string, _previous: FormState, form: FormData): Promise<FormState> {
  const state = await formOutcome(form, async () => requestHunt(await pageContext(String(org)), { reason: textField(form, "reason"), choice: choiceIn(form), sourceIds: listField(form, "sourceId"), firstDay: textField(form, "firstDay"), lastDay: textField(form, "lastDay") }));
  if (state.ok === true) redirect(`/${org}/rules/hunts/${state.answer.huntId}`);
  return state;
}

const huntId = (form: FormData) => ({ huntId: textField(form, "huntId") });
export const pauseHuntAction = formAction({ verb: pauseHunt, input: huntId });
export const resumeHuntAction = formAction({ verb: resumeHunt, input: huntId });
export const cancelHuntAction = formAction({ verb: cancelHunt, input: huntId });
export const raiseMatchesAction = formAction({
  verb: raiseMatches,
  input: (form) => {
    const matchId = optionalField(form, "matchId");
    return { ...huntId(form), ...(matchId === undefined ? {} : { matchIds: [matchId] }) };
  },
  answer: (raised): RaisedMatches => raised,
});
