"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { raiseFinding } from "#lib/findings/index.ts";
import { sourceOf } from "./source-of.ts";
import { requirementsIn } from "./requirements-in.ts";

export const raiseFindingAction = formAction({
  verb: raiseFinding,
  input: (form) => {
    const memberId = optionalField(form, "ownerMemberId");
    return {
      title: textField(form, "title"), description: textField(form, "description"), severity: textField(form, "severity"), source: sourceOf(form),
      controlIds: listField(form, "controlIds").filter((id) => id !== ""), requirements: requirementsIn(form), ...(memberId === undefined ? {} : { owner: { kind: "member", memberId } }),
    };
  },
  goTo: ({ id }, org) => `/${org}/findings/${id}`,
});
