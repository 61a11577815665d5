import type { Scope } from "#lib/access/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { requirementsOf, type RequirementRecord, type RequirementRow } from "./frameworks.repository.ts";
import { mappingsInForce } from "./mappings.repository.ts";
import { ownVersions } from "./own-frameworks.repository.ts";
import { ownKey, type OwnFramework } from "./own-input.ts";

/** What taking a file would do to the organization's own framework of that id. */
export type OwnFrameworkPlan = {
  key: string;
  /** The version that it would become; the present one when nothing differs. */
  version: number;
  kind: "new" | "changed" | "same";
  added: string[];
  removed: string[];
  retitled: { code: string; before: string; after: string }[];
  /** Items that the file no longer has although controls are mapped to them. */
  stillMapped: { code: string; controls: string[] }[];
  contentHash: string;
};

export async function planOwnFramework(tx: TenantTransaction, scope: Scope, now: Date, framework: OwnFramework): Promise<OwnFrameworkPlan> {
  const key = ownKey(framework.id);
  const contentHash = sha256Hex(canonicalJson({ ...framework, id: key }));
  const present = (await ownVersions(tx)).find((one) => one.key === key);
  if (present === undefined) return { key, version: 1, kind: "new", added: framework.requirements.map((one) => one.id), removed: [], retitled: [], stillMapped: [], contentHash };
  const differences = differ(await requirementsOf(tx, [key]), framework);
  const gone = new Set(differences.removed);
  const mappings = (await mappingsInForce(tx, scope, asOfNow(now), { frameworkKey: key })).filter((one) => gone.has(one.requirementCode));
  const stillMapped = [...Map.groupBy(mappings, (one) => one.requirementCode)].map(([code, ofCode]) => ({ code, controls: ofCode.map((one) => one.controlCode) }));
  const same = present.contentHash === contentHash;
  return { key, version: (present.own?.version ?? 0) + (same ? 0 : 1), kind: same ? "same" : "changed", ...differences, stillMapped, contentHash };
}

function differ(before: readonly RequirementRow[], { requirements }: OwnFramework) {
  const known = new Map(before.map((one) => [one.code, one.title]));
  const wanted = new Set(requirements.map((one) => one.id));
  return {
    added: requirements.filter((one) => !known.has(one.id)).map((one) => one.id),
    removed: [...known.keys()].filter((code) => !wanted.has(code)),
    retitled: requirements.flatMap(({ id, title }) => {
      const earlier = known.get(id);
      return earlier === undefined || earlier === title ? [] : [{ code: id, before: earlier, after: title }];
    }),
  };
}

/** The requirements of an own framework in the form in which all are stored. */
export function requirementRecords({ groups, requirements }: OwnFramework): RequirementRecord[] {
  const titles = new Map(groups.map((group) => [group.id, group.title]));
  return requirements.map(({ id, title, group, parent, newInEdition }, position) => ({ code: id, title, groupCode: group, groupTitle: titles.get(group) ?? "", parentCode: parent, newInEdition, position }));
}
