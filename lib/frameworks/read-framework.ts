import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { countByStatus, type StatusCount } from "#lib/evidence/client.ts";
import type { Status } from "#lib/status/index.ts";
import { adoptionOf, type Adoption } from "./adoption.ts";
import { adoptionsAt } from "./adoption.repository.ts";
import type { ControlStanding } from "./control-standing.repository.ts";
import { countRequirements, mappedControls, standingOf, type RequirementCounts } from "./framework-standing.ts";
import { findFramework, requirementsOf, type FrameworkRow } from "./frameworks.repository.ts";
import { isRetired } from "./list-frameworks.ts";
import { gapText, type MappedControl, type RequirementGap } from "./requirement-status.ts";

export type RequirementLine = {
  code: string;
  title: string;
  parentCode: string | null;
  newInEdition: boolean;
  status: Status;
  gap: RequirementGap | null;
  /** What is missing, in a few words; empty when it is proven. */
  missing: string;
  controls: MappedControl[];
};

export type RequirementGroup = { code: string; title: string; counts: RequirementCounts; statuses: StatusCount[]; requirements: RequirementLine[] };

export type FrameworkPage = {
  framework: FrameworkRow & { retired: boolean; adoption: Adoption };
  counts: RequirementCounts;
  /** Statuses of the requirements that a control satisfies; gaps are counted apart. */
  statuses: StatusCount[];
  groups: RequirementGroup[];
  /** Columns of the matrix, in the order of codes. */
  controls: ControlStanding[];
  /** True when only the controls of an engagement are looked at, so that a gap may be closed by one outside it. */
  limitedToEngagement: boolean;
};

/** One edition: every requirement with the controls that satisfy it and those that contribute, and where gaps are. */
export const readFramework = defineVerb({
  name: "frameworks.read",
  permission: "frameworks.read",
  effect: "read",
  input: z.strictObject({ key: z.string().min(1).max(64) }),
  async run({ tx, scope, input, now }): Promise<FrameworkPage> {
    const framework = await findFramework(tx, input.key);
    if (framework === null) throw notFound("framework");
    const adoption = (await adoptionsAt(tx, scope.organizationId)).get(input.key);
    const mapped = await mappedControls(tx, scope, now, input.key);
    const requirements = await requirementsOf(tx, [input.key]);
    const lines = requirements.map((one) => {
      const standing = standingOf(mapped, input.key, one.code);
      const { code, title, parentCode, newInEdition, groupCode, groupTitle } = one;
      return { group: { code: groupCode, title: groupTitle }, line: { code, title, parentCode, newInEdition, ...standing, missing: gapText(standing.controls) } };
    });
    const all = lines.map((one) => one.line);
    const groups = [...Map.groupBy(lines, (one) => one.group.code)].map(([code, ofGroup]): RequirementGroup => {
      const inside = ofGroup.map((one) => one.line);
      return { code, title: ofGroup[0]?.group.title ?? "", counts: countRequirements(inside), statuses: satisfiedStatuses(inside), requirements: inside };
    });
    return {
      framework: { ...framework, retired: isRetired(framework.validUntil, now), adoption: adoptionOf(adoption, framework.contentHash) },
      counts: countRequirements(all),
      statuses: satisfiedStatuses(all),
      groups,
      controls: mapped.controls,
      limitedToEngagement: scope.engagement !== null,
    };
  },
});

function satisfiedStatuses(lines: readonly RequirementLine[]): StatusCount[] {
  return countByStatus(lines.filter((one) => one.gap === null).map((one) => one.status));
}
