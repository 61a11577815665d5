"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { askMessageInspection } from "#lib/connections/index.ts";
import { linkIncident, unlinkIncident } from "#lib/inventory/index.ts";

const linkOf = (form: FormData) => ({ objectId: textField(form, "objectId"), incidentId: textField(form, "incidentId") });

export const linkAction = formAction({ verb: linkIncident, input: linkOf });
export const unlinkAction = formAction({ verb: unlinkIncident, input: linkOf });
export const askMessageInspectionAction = formAction({ verb: askMessageInspection, input: (form) => ({ objectId: textField(form, "objectId") }) });
