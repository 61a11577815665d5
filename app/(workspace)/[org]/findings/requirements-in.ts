import { listField } from "#app/_edge/form-fields.ts";

/** The requirements that a form names, each as `framework code`. */
export function requirementsIn(form: FormData): { frameworkKey: string; requirementCode: string }[] {
  return listField(form, "requirements").filter((one) => one !== "").map((one) => {
    const space = one.indexOf(" ");
    return { frameworkKey: one.slice(0, space), requirementCode: one.slice(space + 1) };
  });
}
