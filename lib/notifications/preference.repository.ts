import { z } from "zod";
import { storedWord } from "#lib/platform/stored-word.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { MAIL_MODES, NOTIFICATION_KIND_NAMES, WORK_DIGESTS } from "./kinds.ts";
import { INITIAL_DIGEST, INITIAL_RHYTHM, type Preferences } from "./preferences.ts";

const modes = z.partialRecord(z.enum(NOTIFICATION_KIND_NAMES), z.enum(MAIL_MODES));
const key = (organizationId: string, memberId: string) => ({ organizationId_memberId: { organizationId, memberId } });

/** A person's preferences, with the organization's time zone where they chose none. */
export async function readPreferences(tx: TenantTransaction, organizationId: string, memberId: string): Promise<Preferences> {
  const { timeZone } = await tx.organization.findUniqueOrThrow({ where: { id: organizationId }, select: { timeZone: true } });
  const row = await tx.notificationPreference.findUnique({ where: key(organizationId, memberId) });
  if (row === null) return { modes: {}, rhythm: { ...INITIAL_RHYTHM, timeZone }, workDigest: INITIAL_DIGEST, stoppedAt: null };
  const { digestHour, quietFrom, quietUntil, quietWeekends } = row;
  return { modes: modes.parse(row.modes), rhythm: { digestHour, quietFrom, quietUntil, quietWeekends, timeZone: row.timeZone ?? timeZone }, workDigest: storedWord(WORK_DIGESTS, row.workDigest), stoppedAt: row.stoppedAt };
}

/** In which zone and at which hours a person is mailed. */
export async function rhythmOf(tx: TenantTransaction, organizationId: string, memberId: string): Promise<Preferences["rhythm"]> {
  return (await readPreferences(tx, organizationId, memberId)).rhythm;
}

export async function writePreferences(tx: TenantTransaction, organizationId: string, memberId: string, preferences: Preferences, now: Date): Promise<void> {
  const { modes: chosen, rhythm, workDigest, stoppedAt } = preferences;
  const data = { modes: chosen, ...rhythm, workDigest, stoppedAt, changedAt: now };
  await tx.notificationPreference.upsert({ where: key(organizationId, memberId), create: { organizationId, memberId, ...data }, update: data });
}
