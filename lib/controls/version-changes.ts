import type { ControlVersionRow } from "./controls.repository.ts";
import { CONTROL_TEST_NAMES, CONTROL_TESTS, formatTestSteps } from "./test-steps.ts";

/** What a version says otherwise than the one before it, by the name of the part. */
export type VersionChange = { part: string; before: string; after: string };

const PARTS = [
  ["title", "Title"], ["statement", "Statement"], ["operates", "Operates"], ["kind", "Kind"], ["ownerTeam", "Team"], ["criticality", "Criticality"], ["context", "Context"], ["scope", "Scope"],
  ["guidance", "Guidance"], ["howTested", "How it is tested"], ["whySufficient", "Why that suffices"], ["auditorValidates", "What an auditor validates"],
] as const;

const NOT_SAID = "not stated";

/** The parts in which a version differs from the one recorded before it; none for the first. */
export function versionChanges(before: ControlVersionRow | undefined, after: ControlVersionRow): VersionChange[] {
  if (before === undefined) return [];
  const texts = PARTS.map(([field, part]) => ({ part, before: before[field] ?? NOT_SAID, after: after[field] ?? NOT_SAID }));
  const tests = CONTROL_TEST_NAMES.map((test) => ({ part: CONTROL_TESTS[test].heading, before: formatTestSteps(before[test]), after: formatTestSteps(after[test]) }));
  const held = { part: "Retired", before: before.retirement?.reason ?? "", after: after.retirement?.reason ?? "" };
  const owners = { part: "Process owners", before: before.processOwners.join(", "), after: after.processOwners.join(", ") };
  const links = { part: "Links", before: linksText(before), after: linksText(after) };
  return [...texts, owners, links, ...tests, held].filter((one) => one.before !== one.after);
}

function linksText({ linkNote, links }: ControlVersionRow): string {
  return [linkNote, ...links.map(({ title, url }) => `${title}: ${url}`)].filter((line) => line !== "").join("\n");
}
