import type { ControlVersionRow } from "./controls.repository.ts";

/** What a version says otherwise than the one before it, by the name of the part. */
export type VersionChange = { part: string; before: string; after: string };

const PARTS = [
  ["title", "Title"], ["statement", "Statement"], ["operates", "Operates"], ["ownerTeam", "Team"], ["criticality", "Criticality"], ["context", "Context"], ["scope", "Scope"],
  ["guidance", "Guidance"], ["howTested", "How it is tested"], ["whySufficient", "Why that suffices"], ["auditorValidates", "What an auditor validates"],
] as const;

const NOT_SAID = "not stated";

/** The parts in which a version differs from the one recorded before it; none for the first. */
export function versionChanges(before: ControlVersionRow | undefined, after: ControlVersionRow): VersionChange[] {
  if (before === undefined) return [];
  return PARTS.flatMap(([field, part]) => (before[field] === after[field] ? [] : [{ part, before: before[field] ?? NOT_SAID, after: after[field] ?? NOT_SAID }]));
}
