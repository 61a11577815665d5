import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { adoptionOf, type Adoption } from "./adoption.ts";
import { adoptionsAt } from "./adoption.repository.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { controlStandings } from "./control-standing.repository.ts";
import { countRequirements, type CountedControl, type RequirementCounts } from "./framework-standing.ts";
import { allFrameworks, type FrameworkRow } from "./frameworks.repository.ts";
import { mappedItems } from "./matrix.repository.ts";
import { ownVersions } from "./own-frameworks.repository.ts";
import { requirementStanding } from "./requirement-status.ts";

export type FrameworkListRow = FrameworkRow & {
  /** Whether its last day of validity has passed. */
  retired: boolean;
  adoption: Adoption;
  counts: RequirementCounts;
  /** Controls mapped into it. */
  controls: number;
};

/** Every edition with how its requirements stand now, counted: adopted ones first, then those in force, then the others. */
export const listFrameworks = defineVerb({
  name: "frameworks.list",
  permission: "frameworks.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, scope, now }): Promise<FrameworkListRow[]> {
    const asOf = asOfNow(now);
    const controls = await controlStandings(tx, scope, undefined, asOf, now);
    const own = (await ownVersions(tx)).map((one) => one.versionId);
    const items = await mappedItems(tx, scope, own, controls.map((one) => one.controlId), asOf);
    const frameworks = await allFrameworks(tx);
    const adoptions = await adoptionsAt(tx, scope.organizationId);
    const rows = frameworks.map((framework): FrameworkListRow => {
      const mapped = items.get(framework.key) ?? [];
      const standings = mapped.map((places) => {
        const of = places.flatMap(({ place, satisfies }): CountedControl[] => { const one = controls[place]; return one === undefined ? [] : [{ status: one.standing.status, strength: satisfies ? "satisfies" : "contributes" }]; });
        return { ...requirementStanding(of), controls: of };
      });
      return {
        ...framework,
        retired: isRetired(framework.validUntil, now),
        adoption: adoptionOf(adoptions.get(framework.key), framework.contentHash),
        counts: countRequirements(standings),
        controls: new Set(mapped.flatMap((places) => places.map((one) => one.place))).size,
      };
    });
    const isAdopted = (row: FrameworkListRow): boolean => row.adoption.state === "adopted";
    return rows.sort((a, b) => Number(isAdopted(b)) - Number(isAdopted(a)) || Number(a.retired) - Number(b.retired));
  },
});

export type FrameworkName = Pick<FrameworkRow, "key" | "name" | "edition"> & { retired: boolean };

/** What the editions are called, for pages that only name them. */
export const listFrameworkNames = defineVerb({
  name: "frameworks.list_names",
  permission: "frameworks.read",
  effect: "read",
  input: z.strictObject({}),
  run: async ({ tx, now }): Promise<FrameworkName[]> => (await allFrameworks(tx)).map(({ key, name, edition, validUntil }) => ({ key, name, edition, retired: isRetired(validUntil, now) })),
});

/** Whether a last day of validity lies before today, by UTC: publishers name no time zone. */
export function isRetired(validUntil: string | null, now: Date): boolean {
  return validUntil !== null && validUntil < now.toISOString().slice(0, 10);
}
