"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import { settleDrift } from "#lib/drift/index.ts";

/** Controls as rows of a table carry them: "code source base". */
export const settleDifferencesAction = formAction({
  verb: settleDrift,
  input: (form) => ({
    act: textField(form, "act"),
    controls: listField(form, "selected").map((text) => {
      const [code = "", source = "", base = ""] = text.split(" ");
      return { code, source, base };
    }),
  }),
  answer: (settled) => settled,
});

/** One control, the fields that were ticked. */
export const settleFieldsAction = formAction({
  verb: settleDrift,
  input: (form) => ({ act: textField(form, "act"), controls: [{ code: textField(form, "code"), source: textField(form, "source"), base: textField(form, "base"), fields: listField(form, "field") }] }),
  answer: (settled) => settled,
});
