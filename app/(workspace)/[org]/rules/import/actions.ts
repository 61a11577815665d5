"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { textField } from "#app/_edge/form-fields.ts";
import { importPack } from "#lib/rules/index.ts";

export const importPackAction = formAction({
  verb: importPack,
  input: (form) => ({ sha256: textField(form, "file"), fileName: textField(form, "name"), license: textField(form, "license"), reason: textField(form, "reason") }),
  answer: (done) => done,
});
