"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { acceptProposals, mapControls, retractMappings, undoMappings, type ChangedMappings } from "#lib/mappings/index.ts";

const keyOf = (form: FormData): string => textField(form, "frameworkKey");

/** Pairs as rows of tables carry them: "control requirement", and the version where one is to be taken back. */
function pairsOf(form: FormData, name: string): { controlId: string; requirementCode: string; versionId: string }[] {
  return listField(form, name).map((text) => {
    const [controlId = "", requirementCode = "", versionId = ""] = text.split(" ");
    return { controlId, requirementCode, versionId };
  });
}

const withoutVersion = (form: FormData, name: string) => pairsOf(form, name).map(({ controlId, requirementCode }) => ({ controlId, requirementCode }));

const answer = (changed: ChangedMappings): ChangedMappings => changed;

export const acceptProposalsAction = formAction({
  verb: acceptProposals, answer,
  input: (form) => ({ frameworkKey: keyOf(form), pairs: withoutVersion(form, "selected"), as: textField(form, "as") === "contributes" ? "contributes" : "proposed" }),
});

export const mapControlsAction = formAction({
  verb: mapControls, answer,
  input: (form) => ({ frameworkKey: keyOf(form), requirementCode: textField(form, "requirementCode"), controlIds: listField(form, "controlIds"), strength: textField(form, "strength"), rationale: textField(form, "rationale") }),
});

export const retractMappingsAction = formAction({
  verb: retractMappings, answer,
  input: (form) => ({ frameworkKey: keyOf(form), pairs: withoutVersion(form, "selected"), reason: textField(form, "reason") || "Taken back while mapping." }),
});

export const undoMappingsAction = formAction({ verb: undoMappings, answer, input: (form) => ({ frameworkKey: keyOf(form), pairs: pairsOf(form, "pairs") }) });
