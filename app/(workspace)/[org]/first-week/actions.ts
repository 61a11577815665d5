"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { checkedField, listField, textField } from "#app/_edge/form-fields.ts";
import { adoptControlsStep, answerSystemsStep, nameOwner, settleStep, stateAimsStep, tailorRequestsStep } from "#lib/first-week/index.ts";
import { settleOwner } from "#lib/ownership/index.ts";
import { invitePeople } from "#lib/people/index.ts";
import { SYSTEM_KIND_NAMES } from "#lib/systems/client.ts";

const pageOf = (org: string, step: string | null): string => `/${org}/first-week${step === null ? "" : `/${step}`}`;

/** What is run, by kind. Nothing chosen and nothing named: not known, unless "none" was said. */
export const answerSystemsAction = formAction({
  verb: answerSystemsStep,
  input: (form) => ({ answers: SYSTEM_KIND_NAMES.map((kind) => ({ kind, names: namesOf(form, kind) })) }),
  goTo: (_, org) => pageOf(org, "frameworks"),
});

function namesOf(form: FormData, kind: string): string[] | null {
  const others = textField(form, `other.${kind}`).split(",").map((name) => name.trim()).filter((name) => name !== "");
  const names = [...listField(form, `systems.${kind}`), ...others];
  return names.length === 0 && !checkedField(form, `none.${kind}`) ? null : names;
}

export const stateAimsAction = formAction({
  verb: stateAimsStep,
  input: (form) => ({
    aims: listField(form, "framework").map((frameworkKey) => ({ frameworkKey, type: textField(form, `type.${frameworkKey}`) })),
    firstDay: textField(form, "firstDay"), lastDay: textField(form, "lastDay"), timeZone: textField(form, "timeZone"),
  }),
  goTo: (_, org) => pageOf(org, "controls"),
});

export const adoptControlsStepAction = formAction({
  verb: adoptControlsStep,
  input: (form) => ({ codes: listField(form, "codes") }),
  goTo: (_, org) => pageOf(org, "requests"),
});

export const tailorRequestsStepAction = formAction({ verb: tailorRequestsStep, input: () => ({}), goTo: (_, org) => pageOf(org, "owners") });

export const nameOwnerAction = formAction({
  verb: nameOwner,
  input: (form) => ({ controlIds: listField(form, "controlIds"), owner: ownerOf(form), invite: checkedField(form, "invite") }),
  answer: ({ controls, requests, invited }) => ({ controls, requests, invited }),
});

function ownerOf(form: FormData) {
  const chosen = textField(form, "owner");
  if (chosen === "nobody") return { kind: "nobody" };
  if (chosen.startsWith("mem_")) return { kind: "member", memberId: chosen };
  return { kind: "person", name: textField(form, "name"), email: textField(form, "email") };
}

/** Invites one person who owns something already. */
export const inviteOwnerAction = formAction({
  verb: invitePeople,
  input: (form) => ({ people: [{ email: textField(form, "email"), name: textField(form, "name"), role: "control_owner" }], sendMail: true }),
});

export const settleOwnerAction = formAction({
  verb: settleOwner,
  input: (form) => ({ placeholderId: textField(form, "placeholderId"), memberId: textField(form, "memberId") }),
});

/** Says how a step stands, and goes on to the next; the end of the guidance leads to the overview. */
export const settleStepAction = formAction({
  verb: settleStep,
  input: (form) => ({ step: textField(form, "step"), state: textField(form, "state") }),
  goTo: ({ step, next }, org) => (step === "whole" ? `/${org}` : pageOf(org, next)),
});
