import type { Scope } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { IncidentEntryKind, Severity, Visibility } from "#prisma/generated/enums.ts";
import { INCIDENT_STATUSES, type IncidentStatus } from "./words.ts";

const withState = { state: true, alerts: { orderBy: { alertId: "asc" } } } satisfies Prisma.IncidentInclude;

/** An auditor sees the incidents declared within the engagement's period; everyone else sees all. */
function within(scope: Scope): Prisma.IncidentWhereInput {
  const { engagement } = scope;
  return engagement === null ? {} : { declaredAt: { gte: engagement.from, lt: engagement.until } };
}

/** @throws AppError not_found for an unknown id, another tenant's, or one outside the scope */
export async function requireIncident(tx: TenantTransaction, scope: Scope, incidentId: string) {
  const row = await tx.incident.findFirst({ where: { id: incidentId, ...within(scope) }, include: withState });
  if (row?.state == null) throw notFound("incident");
  return { ...row, state: withStatus(row.state) };
}

function withStatus<State extends { status: string }>(state: State): Omit<State, "status"> & { status: IncidentStatus } {
  return { ...state, status: storedWord(INCIDENT_STATUSES, state.status) };
}

export type IncidentRow = Awaited<ReturnType<typeof requireIncident>>;

export type IncidentFilter = { status?: readonly IncidentStatus[]; text?: string; before?: { number: number }; take: number };

/** Newest first by number. */
export async function findIncidents(tx: TenantTransaction, scope: Scope, filter: IncidentFilter): Promise<IncidentRow[]> {
  const rows = await tx.incident.findMany({
    where: {
      ...within(scope),
      ...(filter.status === undefined ? {} : { state: { status: { in: [...filter.status] } } }),
      ...(filter.text === undefined ? {} : { title: { contains: filter.text, mode: "insensitive" } }),
      ...(filter.before === undefined ? {} : { number: { lt: filter.before.number } }),
    },
    include: withState,
    orderBy: { number: "desc" },
    take: filter.take,
  });
  return rows.flatMap((row) => (row.state === null ? [] : [{ ...row, state: withStatus(row.state) }]));
}

/** The entries of an incident, oldest first. An auditor reads what is shared with auditors only. */
export function findEntries(tx: TenantTransaction, scope: Scope, incidentId: string) {
  return tx.incidentEntry.findMany({
    where: { incidentId, ...(scope.engagement === null ? {} : { visibility: "shared_with_auditor" }) },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
}

export type NewEntry = {
  incidentId: string;
  kind: IncidentEntryKind;
  memberId: string;
  text?: string;
  severity?: Severity;
  assigneeId?: string;
  cause?: string;
  visibility?: Visibility;
};

export async function addEntry(tx: TenantTransaction, organizationId: string, now: Date, entry: NewEntry): Promise<string> {
  const id = newId("ien", now.getTime());
  await tx.incidentEntry.create({ data: { organizationId, id, at: now, text: "", visibility: "shared_with_auditor", ...entry } });
  return id;
}

/**
 * Moves the state on if it is still the one that was read: of two people acting at once, one wins and the other is told.
 *
 * @returns whether it was
 */
export async function moveState(
  tx: TenantTransaction,
  incident: IncidentRow,
  now: Date,
  data: Prisma.IncidentStateUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.incidentState.updateMany({
    where: { incidentId: incident.id, revision: incident.state.revision },
    data: { ...data, revision: { increment: 1 }, updatedAt: now },
  });
  return count === 1;
}

export type NewIncident = {
  title: string;
  severity: Severity;
  declaredBy: string;
  firstEventAt: Date;
  alertedAt: Date;
  acknowledgedAt: Date | null;
  assigneeMemberId: string | null;
};

export async function createIncident(tx: TenantTransaction, organizationId: string, now: Date, incident: NewIncident): Promise<{ id: string; number: number }> {
  const [counter] = await tx.$queryRaw<{ last_number: number }[]>`
    INSERT INTO number_counter (organization_id, name, last_number) VALUES (${organizationId}, 'incident', 1)
    ON CONFLICT (organization_id, name) DO UPDATE SET last_number = number_counter.last_number + 1 RETURNING last_number`;
  const id = newId("inc", now.getTime());
  const number = counter!.last_number;
  const { severity, assigneeMemberId, acknowledgedAt, ...facts } = incident;
  await tx.incident.create({ data: { organizationId, id, number, declaredAt: now, ...facts } });
  await tx.incidentState.create({
    data: { organizationId, incidentId: id, status: "open", severity, assigneeMemberId, acknowledgedAt, updatedAt: now },
  });
  return { id, number };
}

/** The kind of due work that time limits are found by. */
export const TIME_LIMIT_DUE = "incident_time_limit";

export async function putTimeLimit(tx: TenantTransaction, incidentId: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${TIME_LIMIT_DUE}, ${incidentId}, ${at}::timestamptz)`;
}

export async function endTimeLimit(tx: TenantTransaction, incidentId: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${TIME_LIMIT_DUE}, ${incidentId})`;
}

/** Adds alerts that the incident does not have yet. */
export async function addAlerts(tx: TenantTransaction, organizationId: string, incidentId: string, alertIds: readonly string[], now: Date): Promise<number> {
  const { count } = await tx.incidentAlert.createMany({
    data: alertIds.map((alertId) => ({ organizationId, incidentId, alertId, addedAt: now })),
    skipDuplicates: true,
  });
  return count;
}

/** @throws AppError not_found when the person is not a member (any more) */
export async function requireMember(tx: TenantTransaction, memberId: string): Promise<{ id: string; name: string }> {
  const member = await tx.member.findFirst({ where: { id: memberId, removedAt: null, role: { not: "auditor" } }, select: { id: true, name: true } });
  if (member === null) throw notFound("member");
  return member;
}

