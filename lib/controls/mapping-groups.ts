import type { Scope } from "#lib/access/index.ts";
import { frameworkLabels, mappingsInForce, requirementTitles, type FrameworkLabel, type MappingInForce } from "#lib/frameworks/index.ts";
import type { AsOf } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

type GroupedMapping = Pick<MappingInForce, "frameworkKey" | "requirementCode" | "strength" | "origin" | "rationale"> & Partial<Pick<MappingInForce, "alone">>;

/** A control's mappings into one framework, with what the framework calls its items. */
export type MappingGroup = {
  framework: FrameworkLabel;
  /** Satisfied first, each in the order of codes. */
  items: (GroupedMapping & { title: string })[];
};

const NATURAL = new Intl.Collator("en", { numeric: true });

/** Mappings of one control in force at an instant, by framework: those in force today first, retired editions last. */
export async function mappingGroups(tx: TenantTransaction, scope: Scope, controlId: string, asOf: AsOf): Promise<MappingGroup[]> {
  return groupMappings(tx, await mappingsInForce(tx, scope, asOf, { controlIds: [controlId] }));
}

/** Mappings by framework, with what the frameworks call them. */
export async function groupMappings(tx: TenantTransaction, mappings: readonly GroupedMapping[]): Promise<MappingGroup[]> {
  const labels = await frameworkLabels(tx);
  const titles = await requirementTitles(tx, [...new Set(mappings.map((one) => one.frameworkKey))], [...new Set(mappings.map((one) => one.requirementCode))]);
  const groups = [...Map.groupBy(mappings, (one) => one.frameworkKey)].flatMap(([key, items]) => {
    const framework = labels.get(key);
    if (framework === undefined) return [];
    const titled = items.map((item) => ({ ...item, title: titles.get(`${key} ${item.requirementCode}`) ?? "" }));
    return [{ framework, items: titled.sort((a, b) => strength(a) - strength(b) || NATURAL.compare(a.requirementCode, b.requirementCode)) }];
  });
  return groups.sort((a, b) => Number(a.framework.validUntil !== null) - Number(b.framework.validUntil !== null) || NATURAL.compare(b.framework.key, a.framework.key));
}

function strength(mapping: GroupedMapping): number {
  return mapping.strength === "satisfies" ? 0 : 1;
}
