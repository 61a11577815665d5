import { frequencyAndTrigger, lastRecordedMappings, lastRecordedVersions, storedRequests, type LibraryControl } from "#lib/controls/index.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { inOrder } from "./control-file.ts";

/** Codes of the controls that are retired: they are no part of what the organization does now, and no file brings them back. */
export async function retiredCodes(tx: TenantTransaction, organizationId: string): Promise<Set<string>> {
  return new Set([...(await lastRecordedVersions(tx, organizationId)).values()].filter((one) => one.retirement !== null).map((one) => one.code));
}

/** Every control of the organization that is not retired, as it was recorded last, in the form of its file, by code. */
export async function storedControls(tx: TenantTransaction, organizationId: string): Promise<Map<string, LibraryControl>> {
  const versions = [...(await lastRecordedVersions(tx, organizationId)).values()].filter((one) => one.retirement === null).sort((a, b) => a.code.localeCompare(b.code, "en", { numeric: true }));
  const mappings = Map.groupBy(await lastRecordedMappings(tx, organizationId), (one) => one.controlId);
  const requests = Map.groupBy(await storedRequests(tx, organizationId), (one) => one.controlId);
  return new Map(versions.map((version) => [version.code, {
    code: version.code,
    title: version.title,
    kind: version.kind === "automated" ? "automated" : "manual",
    ...frequencyAndTrigger(version.operates),
    ownerTeam: version.ownerTeam,
    criticality: version.criticality,
    processOwners: version.processOwners,
    mappings: inOrder((mappings.get(version.controlId) ?? []).filter((one) => !one.retracted).map((one) => ({
      framework: one.frameworkKey, requirement: one.requirementCode, relation: one.strength, origin: one.origin, rationale: one.rationale,
    }))),
    evidenceRequests: (requests.get(version.controlId) ?? []).filter((one) => one.retiredAt === null).sort((a, b) => a.position - b.position || a.key.localeCompare(b.key)).map((one) => ({
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
  }]));
}
