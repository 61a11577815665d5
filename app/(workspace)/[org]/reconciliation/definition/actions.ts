"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { parseJson } from "#lib/platform/parse-json.ts";
import { approveDefinition, declineDefinition, proposeDefinition, type ScopeRule } from "#lib/reconciliation/index.ts";

const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

export const proposeDefinitionAction = formAction({
  verb: proposeDefinition,
  // The verb reads the rules by its schema, whatever the field holds.
  input: (form) => ({ types: linesOf(textField(form, "types")), rules: parseJson(textField(form, "rules")) as ScopeRule[], reason: textField(form, "reason") }),
  answer: ({ version, inForce }) => ({ version, inForce }),
});

export const approveDefinitionAction = formAction({ verb: approveDefinition, input: (form) => ({ definitionId: textField(form, "proposalId") }) });

export const declineDefinitionAction = formAction({ verb: declineDefinition, input: (form) => ({ definitionId: textField(form, "proposalId"), reason: textField(form, "reason") }) });
