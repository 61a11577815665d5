"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { checkedField, listField, numberField, textField } from "#app/_edge/form-fields.ts";
import { standardReference } from "#lib/standards/client.ts";
import { approveStandard, declineStandard, proposeStandard } from "#lib/standards/index.ts";

const partsOf = (text: string): string[] => text.split(/[\n,]/).map((part) => part.trim()).filter((part) => part !== "");

export const proposeStandardAction = formAction({
  verb: proposeStandard,
  input: (form) => ({
    ...(textField(form, "number") === "" ? {} : { number: numberField(form, "number") }),
    title: textField(form, "title"), systemType: textField(form, "systemType"), types: partsOf(textField(form, "types")), checks: listField(form, "checks"), controlCodes: partsOf(textField(form, "controlCodes")),
    source: textField(form, "source"), address: textField(form, "address"), statement: textField(form, "statement"), logging: textField(form, "logging"), ends: checkedField(form, "ends"), reason: textField(form, "reason"),
  }),
  goTo: ({ number }, org) => `/${org}/standards/${standardReference(number)}`,
});

export const approveStandardAction = formAction({ verb: approveStandard, input: (form) => ({ standardId: textField(form, "proposalId") }) });

export const declineStandardAction = formAction({ verb: declineStandard, input: (form) => ({ standardId: textField(form, "proposalId"), reason: textField(form, "reason") }) });
