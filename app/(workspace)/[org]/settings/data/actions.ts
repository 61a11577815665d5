"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { removeExport, requestExport } from "#lib/leaving/index.ts";

export const requestExportAction = formAction({ verb: requestExport, input: (form) => ({ proof: textField(form, "proof_password") }) });

export const removeExportAction = formAction({ verb: removeExport, input: (form) => ({ exportId: textField(form, "exportId") }) });
