import type { FieldChange } from "#lib/control-files/index.ts";

/** With what a control's text is compared. */
export const DRIFT_SOURCES = ["library", "folder"] as const;
export type DriftSource = (typeof DRIFT_SOURCES)[number];

/**
 * Who changed a field since both said the same: the source, the organization, both; `unknown` where nobody kept what both said.
 * What the organization alone changed of a library's text is its own wording and no difference.
 */
export const DRIFT_CAUSES = ["source", "here", "both", "unknown"] as const;
export type DriftCause = (typeof DRIFT_CAUSES)[number];

/** One field that is otherwise: `before` is how the organization has it, `after` what the source says. */
export type FieldDrift = FieldChange & { cause: DriftCause; /** Whether it can be taken over here: that a control is retired comes with an import of the folder. */ takeable: boolean };

/** Where a field can be decided on: what was only changed here needs an export, not a decision. */
export function awaitsDecision({ cause, takeable }: Pick<FieldDrift, "cause" | "takeable">): boolean {
  return takeable && cause !== "here";
}

/** "Statement, Scope, 3 mappings, 1 evidence request" */
export function fieldsText(fields: readonly string[]): string {
  const [mappings, requests] = ["Mapping ", "Evidence request "].map((prefix) => fields.filter((one) => one.startsWith(prefix)).length);
  const single = fields.filter((one) => !one.startsWith("Mapping ") && !one.startsWith("Evidence request "));
  const counted = (count: number | undefined, one: string, many: string): string[] => (count === undefined || count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);
  return [...single, ...counted(mappings, "mapping", "mappings"), ...counted(requests, "evidence request", "evidence requests")].join(", ");
}
