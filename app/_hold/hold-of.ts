import { listField, optionalField, textField } from "#app/_edge/form-fields.ts";

/** A hold as its form says it: the reason, and what it holds. */
export function holdOf(form: FormData): object {
  const firstDay = optionalField(form, "firstDay");
  const period = firstDay === undefined ? undefined : { firstDay, lastDay: textField(form, "lastDay") };
  return { reason: textField(form, "reason"), on: scopeOf(textField(form, "scope"), form, period) };
}

function scopeOf(kind: string, form: FormData, period: object | undefined): object {
  if (kind === "evidence") return { kind, evidenceIds: listField(form, "evidenceIds") };
  if (kind === "controls") return { kind, controlIds: listField(form, "controlIds"), period };
  return kind === "period" ? { kind, period: period ?? { firstDay: "", lastDay: "" } } : { kind };
}
