import { textField } from "#app/_edge/form-fields.ts";

/** What a form says that a finding was raised from; the verb checks it. */
export function sourceOf(form: FormData): object {
  const kind = textField(form, "sourceKind");
  if (kind === "policy") return { kind, name: textField(form, "policyName") };
  if (kind === "incident") return { kind, incidentId: textField(form, "incidentId") };
  return kind === "engagement" ? { kind, engagementId: textField(form, "engagementId") } : { kind };
}
