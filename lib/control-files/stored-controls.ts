import { frequencyAndTrigger, lastRecordedMappings, lastRecordedVersions, retiringVersion, storedRequests, versionsOfControls, type ControlVersionRow, type MappingRecord, type StoredRequest } from "#lib/controls/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { inOrder } from "./control-file.ts";
import { instantText, type FileControl, type FileRetirement } from "./file-control.ts";

type Stored = { version: ControlVersionRow; mappings: readonly MappingRecord[]; requests: readonly StoredRequest[] };

/** Every control of the organization, as it was recorded last, in the form of its file, by code; a retired one with what its retirement ended. */
export async function storedControls(tx: TenantTransaction, organizationId: string): Promise<Map<string, FileControl>> {
  const versions = [...(await lastRecordedVersions(tx, organizationId)).values()].sort((a, b) => a.code.localeCompare(b.code, "en", { numeric: true }));
  const codes = new Map(versions.map((one) => [one.controlId, one.code]));
  const mappings = Map.groupBy(await lastRecordedMappings(tx, organizationId), (one) => one.controlId);
  const requests = Map.groupBy(await storedRequests(tx, organizationId), (one) => one.controlId);
  const histories = await versionsOfControls(tx, organizationId, versions.filter((one) => one.retirement !== null).map((one) => one.controlId));
  return new Map(versions.map((version) => {
    const all = { version, mappings: mappings.get(version.controlId) ?? [], requests: requests.get(version.controlId) ?? [] };
    return [version.code, version.retirement === null ? inForce(all) : retired(all, histories.get(version.controlId) ?? [], codes)];
  }));
}

function inForce({ version, mappings, requests }: Stored): FileControl {
  return fileOf({ version, mappings: mappings.filter((one) => !one.retracted), requests: requests.filter((one) => one.retiredAt === null) }, version.effectiveFrom, null);
}

function retired({ version, mappings, requests }: Stored, history: readonly ControlVersionRow[], codes: ReadonlyMap<string, string>): FileControl {
  const { retirement } = version;
  const ended = retiringVersion(history)?.recordedAt.getTime() ?? NaN;
  const held = history.findLast((one) => one.retirement === null) ?? version;
  const said: FileRetirement | null = retirement === null ? null : { from: instantText(retirement.from), reason: retirement.reason, successor: retirement.successorId === null ? null : (codes.get(retirement.successorId) ?? null) };
  return fileOf({ version, mappings: mappings.filter((one) => one.retracted && one.recordedAt.getTime() === ended), requests: requests.filter((one) => one.retiredAt?.getTime() === ended) }, held.effectiveFrom, said);
}

function fileOf({ version, mappings, requests }: Stored, effectiveFrom: Date, said: FileRetirement | null): FileControl {
  return {
    code: version.code,
    title: version.title,
    kind: version.kind === "automated" ? "automated" : "manual",
    ...frequencyAndTrigger(version.operates),
    ownerTeam: version.ownerTeam,
    criticality: version.criticality,
    effectiveFrom: instantText(effectiveFrom),
    retired: said,
    processOwners: version.processOwners,
    mappings: inOrder(mappings.map((one) => ({ framework: one.frameworkKey, requirement: one.requirementCode, relation: one.strength, origin: one.origin, rationale: one.rationale }))),
    evidenceRequests: [...requests].sort((a, b) => a.position - b.position || a.key.localeCompare(b.key)).map((one) => ({
      key: one.key, title: one.title, asks: one.guidance, freshnessDays: one.freshnessDays, accepts: one.sourceKinds, answeredBy: [],
    })),
    statement: version.statement,
    context: version.context,
    scope: version.scope,
    guidance: version.guidance,
    howTested: version.howTested,
    designTest: version.designTest,
    operatingTest: version.operatingTest,
    whySufficient: version.whySufficient,
    auditorValidates: version.auditorValidates,
    privateLinks: version.linkNote,
  };
}
