"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { scanAgain } from "#lib/logs/index.ts";

export const scanAgainAction = formAction({ verb: scanAgain, input: (form) => ({ segmentId: textField(form, "segmentId") }) });
