import type { Scope } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import type { PacketSchedule } from "#prisma/generated/client.ts";
import type { Recipient } from "./packet-record.ts";

/** The kind of due work that schedules are found by. */
const SCHEDULE_DUE = "packet_schedule";

export type NewSchedule = Pick<PacketSchedule, "controlId" | "engagementId" | "frequency" | "timeZone" | "hour" | "people" | "nextRunAt" | "createdBy"> & { recipients: Recipient[] };

/** Adds a schedule and puts its first run in line. */
export async function insertSchedule(tx: TenantTransaction, organizationId: string, schedule: NewSchedule, now: Date): Promise<string> {
  const id = newId("sch", now.getTime());
  await tx.packetSchedule.create({ data: { organizationId, id, ...schedule, createdAt: now } });
  await putDue(tx, id, schedule.nextRunAt);
  return id;
}

/** @throws AppError not_found */
export async function requireSchedule(tx: TenantTransaction, organizationId: string, id: string): Promise<PacketSchedule> {
  const row = await tx.packetSchedule.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (row === null) throw notFound("schedule");
  return row;
}

/** Schedules in the order of their next run, paused ones last. */
export function findSchedules(tx: TenantTransaction, scope: Scope, take: number): Promise<PacketSchedule[]> {
  return tx.packetSchedule.findMany({
    where: { organizationId: scope.organizationId },
    orderBy: [{ pausedAt: { sort: "asc", nulls: "first" } }, { nextRunAt: "asc" }, { id: "asc" }],
    take,
  });
}

/** A running schedule that does exactly the same. */
export async function findSameSchedule(tx: TenantTransaction, organizationId: string, wanted: Omit<NewSchedule, "nextRunAt" | "createdBy">): Promise<PacketSchedule | null> {
  const { controlId, engagementId, frequency, timeZone, hour, people, recipients } = wanted;
  return tx.packetSchedule.findFirst({ where: { organizationId, pausedAt: null, controlId, engagementId, frequency, timeZone, hour, people, recipients: { equals: recipients } } });
}

export function countSchedules(tx: TenantTransaction, organizationId: string): Promise<number> {
  return tx.packetSchedule.count({ where: { organizationId } });
}

/** Moves a schedule on if its next run is still the one that was read; false when another worker did. */
export async function moveOn(tx: TenantTransaction, schedule: PacketSchedule, nextRunAt: Date): Promise<boolean> {
  const { organizationId, id } = schedule;
  const { count } = await tx.packetSchedule.updateMany({ where: { organizationId, id, nextRunAt: schedule.nextRunAt, pausedAt: null }, data: { nextRunAt } });
  if (count === 1) await putDue(tx, id, nextRunAt);
  return count === 1;
}

/** Another plan for a schedule that is still as it was read. @throws AppError conflict */
export async function replacePlan(tx: TenantTransaction, before: PacketSchedule, plan: Omit<NewSchedule, "controlId" | "createdBy">): Promise<void> {
  const { organizationId, id, nextRunAt, pausedAt } = before;
  const { count } = await tx.packetSchedule.updateMany({ where: { organizationId, id, nextRunAt, pausedAt }, data: plan });
  if (count === 0) throw new AppError("conflict", "schedule_moved_on", "The schedule ran or was changed meanwhile. Look at it again.");
  if (pausedAt === null) await putDue(tx, id, plan.nextRunAt);
}

/** Pauses a running schedule. False when it is paused already. */
export async function pause(tx: TenantTransaction, organizationId: string, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.packetSchedule.updateMany({ where: { organizationId, id, pausedAt: null }, data: { pausedAt: now } });
  if (count === 1) await removeDue(tx, id);
  return count === 1;
}

/** Lets a paused schedule run again. False when it is not paused. */
export async function resume(tx: TenantTransaction, organizationId: string, id: string, nextRunAt: Date): Promise<boolean> {
  const { count } = await tx.packetSchedule.updateMany({ where: { organizationId, id, pausedAt: { not: null } }, data: { pausedAt: null, nextRunAt } });
  if (count === 1) await putDue(tx, id, nextRunAt);
  return count === 1;
}

export async function putDue(tx: TenantTransaction, id: string, at: Date): Promise<void> {
  await tx.$executeRaw`SELECT directory_put_due_work(${SCHEDULE_DUE}, ${id}, ${at}::timestamptz)`;
}

export async function removeDue(tx: TenantTransaction, id: string): Promise<void> {
  await tx.$executeRaw`SELECT directory_remove_due_work(${SCHEDULE_DUE}, ${id})`;
}
