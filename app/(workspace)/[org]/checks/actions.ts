"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { optionalField, textField } from "#app/_edge/form-fields.ts";
import { approveAcceptance, declineAcceptance, endCheckAcceptance, proposeAcceptance, runChecksNow, setCheckParameters, withdrawAcceptance } from "#lib/check-runs/index.ts";
import { typedBelow } from "../connections/typed-below.ts";

export const runNowAction = formAction({ verb: runChecksNow, input: (form) => ({ checkId: optionalField(form, "checkId") }) });

export const setParametersAction = formAction({
  verb: setCheckParameters,
  input: (form) => ({ checkId: textField(form, "checkId"), reason: textField(form, "reason"), parameters: typedBelow(form, "parameter").map(({ name, value }) => ({ name, value: value.trim() === "" ? Number.NaN : Number(value) })) }),
});

export const proposeAcceptanceAction = formAction({
  verb: proposeAcceptance,
  input(form) {
    const [connectionId, ...rest] = textField(form, "thing").split(" ");
    const thing = rest.length === 0 ? {} : { connectionId, resource: rest.join(" ") };
    return { checkId: textField(form, "checkId"), until: textField(form, "until"), reason: textField(form, "reason"), ...thing };
  },
  answer: ({ holds }) => ({ holds }),
});

const acceptanceOf = (form: FormData) => ({ acceptanceId: textField(form, "acceptanceId") });
export const approveAcceptanceAction = formAction({ verb: approveAcceptance, input: acceptanceOf });
export const declineAcceptanceAction = formAction({ verb: declineAcceptance, input: (form) => ({ ...acceptanceOf(form), reason: textField(form, "reason") }) });
export const withdrawAcceptanceAction = formAction({ verb: withdrawAcceptance, input: (form) => ({ ...acceptanceOf(form), reason: textField(form, "reason") }) });
export const endAcceptanceAction = formAction({ verb: endCheckAcceptance, input: (form) => ({ ...acceptanceOf(form), reason: textField(form, "reason") }) });
