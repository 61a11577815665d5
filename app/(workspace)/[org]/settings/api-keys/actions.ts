"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, numberField, textField } from "#app/_edge/form-fields.ts";
import { createKey, revokeKey } from "#lib/api-keys/index.ts";

/** Makes a key. It is in the answer, once; nothing keeps it. */
export const createKeyAction = formAction({
  verb: createKey,
  input: (form) => ({ name: textField(form, "name"), scopes: listField(form, "scopes"), days: numberField(form, "days"), proof: textField(form, "proof_password") }),
  answer: ({ token }) => ({ token }),
});

export const revokeKeyAction = formAction({ verb: revokeKey, input: (form) => ({ keyId: textField(form, "keyId"), reason: textField(form, "reason") }) });
