import { textField } from "#app/_edge/form-fields.ts";

/** `kind:id` of the record that a comment is about, as the form sends it. */
export function addedIn(form: FormData) {
  const about = textField(form, "about");
  const cut = about.indexOf(":");
  return { subject: { subjectKind: about.slice(0, cut), subjectId: about.slice(cut + 1) }, text: textField(form, "text"), visibility: textField(form, "visibility") };
}

export const editedIn = (form: FormData) => ({ comment: textField(form, "comment"), text: textField(form, "text") });

export const withdrawnIn = (form: FormData) => ({ comment: textField(form, "comment"), reason: textField(form, "reason") });
