import { SEVERITIES } from "#lib/alerts/client.ts";
import type { Scope } from "#lib/access/index.ts";
import type { OwnerRef } from "#lib/people/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import type { DueDate } from "./due-date.ts";
import { FINDING_EVENT_KINDS, FINDING_SOURCES, FINDING_STATUSES, FINDING_VISIBILITIES, type FindingEventKind, type FindingSource, type FindingStatus, type FindingVisibility } from "./words.ts";

const include = { state: true } satisfies Prisma.FindingInclude;

/** An auditor sees the findings that are shared, touch a control of the engagement, and were there within its period; an accepted risk is there still. */
function within({ engagement }: Scope): Prisma.FindingWhereInput {
  if (engagement === null) return {};
  return {
    raisedAt: { lt: engagement.until },
    controls: { some: { controlId: { in: [...engagement.controlIds] } } },
    state: { visibility: "shared_with_auditor", OR: [{ settledAt: null }, { settledAt: { gte: engagement.from } }, { status: "risk_accepted" }] },
  };
}

function findingOf(row: Prisma.FindingGetPayload<{ include: typeof include }>) {
  const { organizationId: _, sourceKind, state, ...fields } = row;
  if (state === null) throw new Error(`finding ${row.id} has no state`);
  const { organizationId: __, status, severity, visibility, sourceKind: ___, ...standing } = state;
  return {
    ...fields,
    sourceKind: storedWord(FINDING_SOURCES, sourceKind),
    state: { ...standing, status: storedWord(FINDING_STATUSES, status), severity: storedWord(SEVERITIES, severity), visibility: storedWord(FINDING_VISIBILITIES, visibility) },
  };
}

export type StoredFinding = ReturnType<typeof findingOf>;

/** @throws AppError not_found for an unknown id, another tenant's, or one outside the scope */
export async function requireFinding(tx: TenantTransaction, scope: Scope, findingId: string): Promise<StoredFinding> {
  const row = await tx.finding.findFirst({ where: { organizationId: scope.organizationId, id: findingId, ...within(scope) }, include });
  if (row === null) throw notFound("finding");
  return findingOf(row);
}

/** The finding that Tickmark keeps for a subject; null before it raised one. */
export async function findBySubject(tx: TenantTransaction, organizationId: string, subjectKey: string): Promise<StoredFinding | null> {
  const row = await tx.finding.findUnique({ where: { organizationId_subjectKey: { organizationId, subjectKey } }, include });
  return row === null ? null : findingOf(row);
}

/** The newest finding that a person raised under a title since an instant: a form that was sent twice. */
export async function findSentTwice(tx: TenantTransaction, organizationId: string, raisedBy: string, title: string, since: Date): Promise<StoredFinding | null> {
  const row = await tx.finding.findFirst({ where: { organizationId, raisedBy, title, raisedAt: { gte: since } }, include, orderBy: { number: "desc" } });
  return row === null ? null : findingOf(row);
}

export type NewFinding = DueDate & {
  title: string;
  description: string;
  sourceKind: FindingSource;
  sourceId: string | null;
  sourceName: string;
  subjectKey: string | null;
  raisedBy: string;
  severity: Severity;
  visibility: FindingVisibility;
  owner: OwnerRef | null;
  controlIds: readonly string[];
  requirements: readonly RequirementRef[];
};

export type RequirementRef = { frameworkKey: string; requirementCode: string };

export function ownerColumns(owner: OwnerRef | null): { ownerMemberId: string | null; ownerPlaceholderId: string | null } {
  const nobody = { ownerMemberId: null, ownerPlaceholderId: null };
  if (owner === null) return nobody;
  return "memberId" in owner ? { ...nobody, ownerMemberId: owner.memberId } : { ...nobody, ownerPlaceholderId: owner.placeholderId };
}

/** Writes a finding that is open, with what it touches. Its first event is written by the step that raises it. */
export async function insertFinding(tx: TenantTransaction, organizationId: string, now: Date, finding: NewFinding): Promise<{ id: string; number: number }> {
  const { title, description, sourceKind, sourceId, sourceName, subjectKey, raisedBy, owner, controlIds, requirements, severity, visibility, dueOn, dueDays, dueFrom } = finding;
  const id = newId("fnd", now.getTime());
  const number = await nextNumber(tx, organizationId);
  await tx.finding.create({ data: { organizationId, id, number, title, description, sourceKind, sourceId, sourceName, subjectKey, raisedAt: now, raisedBy } });
  await tx.findingState.create({
    data: { organizationId, findingId: id, number, status: "open", severity, sourceKind, visibility, dueOn, dueDays, dueFrom, ...ownerColumns(owner), updatedAt: now },
  });
  await putControls(tx, organizationId, id, controlIds);
  await putRequirements(tx, organizationId, id, requirements);
  return { id, number };
}

async function nextNumber(tx: TenantTransaction, organizationId: string): Promise<number> {
  const [counter] = await tx.$queryRaw<{ last_number: number }[]>`
    INSERT INTO number_counter (organization_id, name, last_number) VALUES (${organizationId}, 'finding', 1)
    ON CONFLICT (organization_id, name) DO UPDATE SET last_number = number_counter.last_number + 1 RETURNING last_number`;
  return counter!.last_number;
}

/** Makes these the controls that a finding touches. */
export async function putControls(tx: TenantTransaction, organizationId: string, findingId: string, controlIds: readonly string[]): Promise<void> {
  await tx.findingControl.deleteMany({ where: { organizationId, findingId, controlId: { notIn: [...controlIds] } } });
  await tx.findingControl.createMany({ data: controlIds.map((controlId) => ({ organizationId, findingId, controlId })), skipDuplicates: true });
}

/** Makes these the requirements that a finding touches beside those that its controls answer. */
export async function putRequirements(tx: TenantTransaction, organizationId: string, findingId: string, requirements: readonly RequirementRef[]): Promise<void> {
  await tx.findingRequirement.deleteMany({ where: { organizationId, findingId } });
  await tx.findingRequirement.createMany({ data: requirements.map(({ frameworkKey, requirementCode }) => ({ organizationId, findingId, frameworkKey, requirementCode })) });
}

/** What an event says of the finding from then on; left out where it says nothing. */
export type EventFacts = {
  status?: FindingStatus;
  severity?: Severity;
  dueOn?: string;
  acceptedUntil?: string;
  visibility?: FindingVisibility;
  ownerMemberId?: string | null;
  ownerPlaceholderId?: string | null;
};

/** What a finding touches from an event on, where it says so. */
export type Touched = { controlIds: string[]; requirementRefs: string[] };

export type NewEvent = EventFacts & Partial<Touched> & { findingId: string; number: number; kind: FindingEventKind; memberId: string; text: string };

export async function insertEvent(tx: TenantTransaction, organizationId: string, now: Date, event: NewEvent): Promise<string> {
  const id = newId("fev", now.getTime());
  await tx.findingEvent.create({ data: { organizationId, id, at: now, ...event } });
  return id;
}

/** Findings as they were raised. */
export async function findingsById(tx: TenantTransaction, organizationId: string, ids: readonly string[]) {
  const rows = await tx.finding.findMany({ where: { organizationId, id: { in: [...ids] } } });
  return rows.map(({ sourceKind, ...row }) => ({ ...row, sourceKind: storedWord(FINDING_SOURCES, sourceKind) }));
}

/** What happened to findings, each in the order in which it was done. */
export async function eventsOf(tx: TenantTransaction, organizationId: string, findingIds: readonly string[]) {
  const rows = await tx.findingEvent.findMany({ where: { organizationId, findingId: { in: [...findingIds] } }, orderBy: [{ findingId: "asc" }, { number: "asc" }] });
  return rows.map(({ organizationId: _, kind, status, severity, visibility, ...event }) => ({
    ...event,
    kind: storedWord(FINDING_EVENT_KINDS, kind),
    status: status === null ? null : storedWord(FINDING_STATUSES, status),
    severity: severity === null ? null : storedWord(SEVERITIES, severity),
    visibility: visibility === null ? null : storedWord(FINDING_VISIBILITIES, visibility),
  }));
}

export type StoredEvent = Awaited<ReturnType<typeof eventsOf>>[number];

/**
 * Moves the state on if it is still the one that was read: of two people acting at once, one wins and the other is told.
 *
 * @returns whether it was
 */
export async function moveState(tx: TenantTransaction, organizationId: string, finding: StoredFinding, now: Date, data: Prisma.FindingStateUncheckedUpdateManyInput): Promise<boolean> {
  const { count } = await tx.findingState.updateMany({
    where: { organizationId, findingId: finding.id, revision: finding.state.revision },
    data: { ...data, revision: { increment: 1 }, updatedAt: now },
  });
  return count === 1;
}
