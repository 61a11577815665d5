import { memberNames } from "#lib/access/index.ts";
import { readGaps, type RequestFacts } from "#lib/evidence/client.ts";
import type { Scope } from "#lib/access/index.ts";
import { held } from "#lib/platform/as-of.repository.ts";
import { isHeld, type AsOf } from "#lib/platform/as-of.ts";
import { onceInRead } from "#lib/platform/shared-read.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { SourceKind } from "#prisma/generated/enums.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import { approvalOf, storedApproval, type Approval } from "./approval.ts";
import { readTestSteps, type ControlTests } from "./test-steps.ts";
import { CONTROL_FREQUENCIES, CRITICALITIES, type ControlFrequency, type Criticality } from "./control.ts";

export type ControlRow = { id: string; code: string; createdAt: Date };

export type ControlHeader = {
  controlId: string;
  code: string;
  version: number;
  title: string;
  kind: string;
  operates: string;
  ownerTeam: string;
  /** Of the systems in scope; null where nobody said. */
  criticality: Criticality | null;
  processOwners: string[];
};

export type HeldHeader = ControlHeader & { retiredFrom: Date | null };

/** A control that no longer holds: since when, why, and which one took its place. */
export type Retirement = { from: Date; reason: string; successorId: string | null };

export type ControlLink = { title: string; url: string };

/** One version of a control with both of its times. */
export type ControlVersionRow = ControlHeader & ControlTests & {
  id: string;
  effectiveFrom: Date;
  recordedAt: Date;
  recordedBy: string;
  contentHash: string;
  /** Null where it only waits for a trigger, or where its words do not say. */
  frequency: ControlFrequency | null;
  statement: string;
  context: string;
  scope: string;
  guidance: string;
  howTested: string;
  whySufficient: string;
  auditorValidates: string;
  /** What the library says about links, and the organization's own. */
  linkNote: string;
  links: ControlLink[];
  /** Who stands behind its statement and scope; null where they were taken over as they are. */
  approval: Approval | null;
  /** Null while the control holds. */
  retirement: Retirement | null;
};

export type EvidenceRequestRow = {
  id: string;
  controlId: string;
  key: string;
  position: number;
  title: string;
  guidance: string;
  freshnessDays: number;
  sourceKinds: SourceKind[];
  ownerMemberId: string | null;
  ownerPlaceholderId: string | null;
  createdAt: Date;
  retiredAt: Date | null;
  facts: RequestFacts;
};

/** The control, if it lies within the scope. */
export function findControl(tx: TenantTransaction, scope: Scope, by: { id: string } | { code: string }): Promise<ControlRow | null> {
  const inScope = scope.engagement === null ? {} : { AND: { id: { in: [...scope.engagement.controlIds] } } };
  return onceInRead(tx, `control ${JSON.stringify(by)} of ${scope.engagement?.id ?? "all"}`, () => tx.control.findFirst({ where: { organizationId: scope.organizationId, ...by, ...inScope }, select: { id: true, code: true, createdAt: true } }));
}

/** Every control of the scope, in the order of codes. Adoption bounds their number. */
export function allControls(tx: TenantTransaction, scope: Scope): Promise<ControlRow[]> {
  const inScope = scope.engagement === null ? {} : { id: { in: [...scope.engagement.controlIds] } };
  return tx.control.findMany({ where: { organizationId: scope.organizationId, ...inScope }, select: { id: true, code: true, createdAt: true }, orderBy: { code: "asc" } });
}

/**
 * Headers of the versions in force, by control; of those named alone, where some are. Of retired controls those that retired
 * after `heldAfter`, none without it. One text: hundreds of rows, each by itself, would cost more than the query.
 */
export async function headersInForce(tx: TenantTransaction, organizationId: string, asOf: AsOf, controlIds?: readonly string[], heldAfter: Date | null = null): Promise<Map<string, HeldHeader>> {
  const named = controlIds === undefined ? Prisma.empty : Prisma.sql`AND v.control_id = ANY(${[...controlIds]}::text[])`;
  const [row] = await tx.$queryRaw<{ headers: string }[]>`
    SELECT coalesce(json_agg(held), '[]')::text AS headers FROM (
      SELECT DISTINCT ON (v.control_id) v.control_id AS "controlId", c.code, v.version, v.title, v.kind, v.operates, v.owner_team AS "ownerTeam",
             v.criticality, v.process_owners AS "processOwners", v.retired_from AS "retiredFrom"
      FROM control_version v JOIN control c ON c.organization_id = v.organization_id AND c.id = v.control_id
      WHERE v.organization_id = ${organizationId} AND ${held("v", asOf)} ${named}
      ORDER BY v.control_id, v.effective_from DESC, v.version DESC
    ) held WHERE "retiredFrom" IS NULL OR "retiredFrom" > ${heldAfter}::timestamptz`;
  const headers = JSON.parse(row?.headers ?? "[]") as (Omit<HeldHeader, "retiredFrom"> & { retiredFrom: string | null })[];
  return new Map(headers.map(({ retiredFrom, ...header }) => [header.controlId, { ...header, retiredFrom: retiredFrom === null ? null : new Date(retiredFrom) }]));
}

const versionInclude = { control: { select: { code: true } } } as const;
type StoredVersion = Prisma.ControlVersionGetPayload<{ include: typeof versionInclude }>;

function versionOf(row: StoredVersion): ControlVersionRow {
  const { control, organizationId: _, links, frequency, criticality, designTest, operatingTest, retiredFrom, retiredReason, successorId, draftId, approval, proposedBy, approvedBy, ...fields } = row;
  const stored = links as { note?: string; items?: ControlLink[] };
  return {
    ...fields,
    frequency: frequency === null ? null : storedWord(CONTROL_FREQUENCIES, frequency),
    criticality: criticality === null ? null : storedWord(CRITICALITIES, criticality),
    designTest: readTestSteps(designTest),
    operatingTest: readTestSteps(operatingTest),
    code: control.code,
    linkNote: stored.note ?? "",
    links: stored.items ?? [],
    approval: approvalOf({ draftId, approval, proposedBy, approvedBy }),
    retirement: retiredFrom === null ? null : { from: retiredFrom, reason: retiredReason ?? "", successorId },
  };
}

/** The version that held at an instant, by what was recorded then; null before the first. */
export async function versionInForce(tx: TenantTransaction, organizationId: string, controlId: string, asOf: AsOf): Promise<ControlVersionRow | null> {
  return versionAt(await versionsOf(tx, organizationId, controlId), asOf);
}

/** Until when a control held: the start of its retirement, or null while it holds. */
export async function heldUntil(tx: TenantTransaction, organizationId: string, controlId: string, asOf: AsOf): Promise<Date | null> {
  return versionAt(await versionsOf(tx, organizationId, controlId), asOf)?.retirement?.from ?? null;
}

/** Of every version of a control the one that held at an instant, by what was recorded then. Pure. */
export function versionAt(versions: readonly ControlVersionRow[], asOf: AsOf): ControlVersionRow | null {
  const told = versions.filter((one) => isHeld(asOf, one));
  return told.sort((a, b) => b.effectiveFrom.getTime() - a.effectiveFrom.getTime() || b.version - a.version)[0] ?? null;
}

/** Every version of a control, oldest recorded first. */
export async function versionsOf(tx: TenantTransaction, organizationId: string, controlId: string): Promise<ControlVersionRow[]> {
  const rows = await onceInRead(tx, `versions of ${controlId}`, () => tx.controlVersion.findMany({ where: { organizationId, controlId }, orderBy: { version: "asc" }, include: versionInclude }));
  return rows.map(versionOf);
}

/** Every version of the controls given, oldest recorded first. */
export async function versionsOfControls(tx: TenantTransaction, organizationId: string, controlIds: readonly string[]): Promise<Map<string, ControlVersionRow[]>> {
  if (controlIds.length === 0) return new Map();
  const rows = await tx.controlVersion.findMany({ where: { organizationId, controlId: { in: [...controlIds] } }, orderBy: { version: "asc" }, include: versionInclude });
  return Map.groupBy(rows.map(versionOf), (one) => one.controlId);
}

/** The version of a control that was recorded last, whenever it takes effect. */
export async function lastRecordedVersion(tx: TenantTransaction, organizationId: string, controlId: string): Promise<ControlVersionRow | null> {
  const row = await tx.controlVersion.findFirst({ where: { organizationId, controlId }, orderBy: { version: "desc" }, include: versionInclude });
  return row === null ? null : versionOf(row);
}

/** The version recorded last of each control, whenever it takes effect. */
export async function lastRecordedVersions(tx: TenantTransaction, organizationId: string): Promise<Map<string, ControlVersionRow>> {
  const rows = await tx.controlVersion.findMany({ where: { organizationId }, orderBy: { version: "asc" }, include: versionInclude });
  return new Map(rows.map((row) => [row.controlId, versionOf(row)]));
}

export type NewControlVersion = Omit<ControlVersionRow, "code">;

export async function insertControls(tx: TenantTransaction, organizationId: string, controls: readonly ControlRow[]): Promise<void> {
  await tx.control.createMany({ data: controls.map((control) => ({ organizationId, ...control })) });
}

export async function insertControlVersions(tx: TenantTransaction, organizationId: string, versions: readonly NewControlVersion[]): Promise<void> {
  await tx.controlVersion.createMany({
    data: versions.map(({ linkNote, links, retirement, approval, ...fields }) => ({
      organizationId, ...fields, ...storedApproval(approval), links: { note: linkNote, items: links },
      retiredFrom: retirement?.from ?? null, retiredReason: retirement?.reason ?? null, successorId: retirement?.successorId ?? null,
    })),
  });
}

/** Until the transaction ends nobody else changes controls or mappings of the organization: two at once would both build on the same state. */
export async function lockControls(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`controls ${organizationId}`}, 0))`;
}

/** Evidence requests of the controls given, or those of some owners among them, that are asked now: those retired before it are left out. */
export async function requestsOf(tx: TenantTransaction, organizationId: string, controlIds: readonly string[], now: Date, ownerIds?: readonly string[]): Promise<EvidenceRequestRow[]> {
  const rows = await tx.evidenceRequest.findMany({
    where: { organizationId, controlId: { in: [...controlIds] }, OR: [{ retiredAt: null }, { retiredAt: { gt: now } }], ...(ownerIds === undefined ? {} : { ownerMemberId: { in: [...ownerIds] } }) },
    orderBy: [{ controlId: "asc" }, { position: "asc" }, { key: "asc" }],
  });
  return rows.map((row) => {
    const { organizationId: _, gaps, lastGoodAt, freshUntil, awaitingReview, askedFrom: _since, revisedAt: _at, revisedBy: _by, ...fields } = row;
    return { ...fields, facts: { gaps: readGaps(gaps), lastGoodAt, freshUntil, awaitingReview } };
  });
}

/** Names of who owns requests, by request: of members, also those who have left, and of people who are no members yet. */
export async function requestOwnerNames(tx: TenantTransaction, organizationId: string, requests: readonly Pick<EvidenceRequestRow, "id" | "ownerMemberId" | "ownerPlaceholderId">[]): Promise<Map<string, string>> {
  const members = await memberNames(tx, organizationId, [...new Set(requests.flatMap((one) => one.ownerMemberId ?? []))]);
  const ids = [...new Set(requests.flatMap((one) => one.ownerPlaceholderId ?? []))];
  const rows = ids.length === 0 ? [] : await tx.placeholderOwner.findMany({ where: { organizationId, id: { in: ids } }, select: { id: true, name: true } });
  const expected = new Map(rows.map((row) => [row.id, `${row.name} (not a member yet)`]));
  return new Map(requests.flatMap((one) => {
    const name = members.get(one.ownerMemberId ?? "") ?? expected.get(one.ownerPlaceholderId ?? "");
    return name === undefined ? [] : [[one.id, name] as const];
  }));
}

export type ControlName = { id: string; code: string; title: string };

/** Code and title (of the version recorded last) of the controls given that lie within the scope, in the order of codes. */
export function controlNames(tx: TenantTransaction, scope: Scope, controlIds: readonly string[]): Promise<ControlName[]> {
  const inScope = scope.engagement === null ? [...controlIds] : controlIds.filter((id) => scope.engagement?.controlIds.includes(id));
  if (inScope.length === 0) return Promise.resolve([]);
  return onceInRead(tx, `names of controls ${inScope.join(" ")}`, () => tx.$queryRaw<ControlName[]>`
    SELECT DISTINCT ON (c.code) c.id, c.code, coalesce(v.title, '') AS title
    FROM control c LEFT JOIN control_version v ON v.organization_id = c.organization_id AND v.control_id = c.id
    WHERE c.organization_id = ${scope.organizationId} AND c.id = ANY(${inScope}::text[])
    ORDER BY c.code, v.version DESC`);
}

/** The first controls in force at an instant, in the order of codes. */
export function controlNamesInForce(tx: TenantTransaction, { organizationId, engagement }: Scope, asOf: AsOf, most?: number): Promise<{ controlId: string; code: string; title: string }[]> {
  const inScope = engagement === null ? Prisma.empty : Prisma.sql`AND c.id = ANY(${[...engagement.controlIds]}::text[])`;
  return tx.$queryRaw`
    SELECT c.id AS "controlId", c.code, v.title
    FROM control c CROSS JOIN LATERAL (
      SELECT title, retired_from FROM control_version v
      WHERE v.organization_id = c.organization_id AND v.control_id = c.id AND ${held("v", asOf)}
      ORDER BY v.effective_from DESC, v.version DESC LIMIT 1
    ) v
    WHERE c.organization_id = ${organizationId} AND v.retired_from IS NULL ${inScope}
    ORDER BY c.code LIMIT ${most ?? null}`;
}

/** Of every control in force at an instant what it is called and what it says, for comparing words. */
export function statementsInForce(tx: TenantTransaction, organizationId: string, asOf: AsOf): Promise<{ controlId: string; code: string; title: string; statement: string }[]> {
  return tx.$queryRaw`
    SELECT "controlId", code, title, statement FROM (
      SELECT DISTINCT ON (v.control_id) v.control_id AS "controlId", c.code, v.title, v.statement, v.retired_from
      FROM control_version v JOIN control c ON c.organization_id = v.organization_id AND c.id = v.control_id
      WHERE v.organization_id = ${organizationId} AND ${held("v", asOf)}
      ORDER BY v.control_id, v.effective_from DESC, v.version DESC
    ) held WHERE retired_from IS NULL`;
}
