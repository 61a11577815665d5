import type { EngagementListRow } from "#lib/engagements/index.ts";

/** An engagement as the form of a schedule offers it. */
export function engagementChoice({ id, name, auditFirm, timeZone, controlIds }: EngagementListRow): { id: string; label: string; timeZone: string; controlIds: readonly string[] } {
  return { id, label: `${name}, ${auditFirm}`, timeZone, controlIds };
}
