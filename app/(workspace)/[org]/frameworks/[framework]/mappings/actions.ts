"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import type { ChangedMappings } from "#lib/drafts/index.ts";
import { acceptProposals, mapControls, retractMappings, undoMappings } from "#lib/mappings/index.ts";

const keyOf = (form: FormData): string => textField(form, "frameworkKey");

/** Pairs as rows of tables carry them: "control requirement". */
function pairsOf(form: FormData, name: string): { controlId: string; requirementCode: string }[] {
  return listField(form, name).map((text) => {
    const [controlId = "", requirementCode = ""] = text.split(" ");
    return { controlId, requirementCode };
  });
}

/** Pairs that are to be taken back: with the version that made them, or with the draft that they wait in and its revision. */
function madePairsOf(form: FormData, name: string) {
  return listField(form, name).map((text) => {
    const [controlId = "", requirementCode = "", madeBy = "", revision] = text.split(" ");
    return revision === undefined ? { controlId, requirementCode, versionId: madeBy } : { controlId, requirementCode, draftId: madeBy, revision: Number(revision) };
  });
}

const answer = (changed: ChangedMappings): ChangedMappings => changed;

export const acceptProposalsAction = formAction({
  verb: acceptProposals, answer,
  input: (form) => ({ frameworkKey: keyOf(form), pairs: pairsOf(form, "selected"), as: textField(form, "as") === "contributes" ? "contributes" : "proposed" }),
});

export const mapControlsAction = formAction({
  verb: mapControls, answer,
  input: (form) => ({ frameworkKey: keyOf(form), requirementCode: textField(form, "requirementCode"), controlIds: listField(form, "controlIds"), strength: textField(form, "strength"), rationale: textField(form, "rationale") }),
});

export const retractMappingsAction = formAction({
  verb: retractMappings, answer,
  input: (form) => ({ frameworkKey: keyOf(form), pairs: pairsOf(form, "selected"), reason: textField(form, "reason") || "Taken back while mapping." }),
});

export const undoMappingsAction = formAction({ verb: undoMappings, answer, input: (form) => ({ frameworkKey: keyOf(form), pairs: madePairsOf(form, "pairs") }) });
