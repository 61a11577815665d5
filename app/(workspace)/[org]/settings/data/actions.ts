"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { holdOf } from "#app/_hold/hold-of.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { cancelDeletion, placeLegalHold, releaseLegalHold, removeExport, requestDeletion, requestExport } from "#lib/leaving/index.ts";

export const requestExportAction = formAction({ verb: requestExport, input: (form) => ({ proof: textField(form, "proof_password") }) });

export const removeExportAction = formAction({ verb: removeExport, input: (form) => ({ exportId: textField(form, "exportId") }) });

export const placeHoldAction = formAction({ verb: placeLegalHold, input: holdOf });

export const releaseHoldAction = formAction({ verb: releaseLegalHold, input: (form) => ({ holdId: textField(form, "holdId"), reason: textField(form, "reason") }) });

export const requestDeletionAction = formAction({ verb: requestDeletion, input: (form) => ({ name: textField(form, "name"), proof: textField(form, "proof_password") }) });

export const cancelDeletionAction = formAction({ verb: cancelDeletion, input: (form) => ({ deletionId: textField(form, "deletionId") }) });
