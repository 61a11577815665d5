"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { adoptFramework, leaveFramework } from "#lib/frameworks/index.ts";

export const adoptFrameworkAction = formAction({ verb: adoptFramework, input: (form) => ({ key: textField(form, "key") }) });

export const leaveFrameworkAction = formAction({ verb: leaveFramework, input: (form) => ({ key: textField(form, "key"), reason: textField(form, "reason") }) });
