import type { MailRhythm } from "./mail-times.ts";
import { isSecurity, NOTIFICATION_KINDS, type MailMode, type NotificationKind, type WorkDigest } from "./kinds.ts";

/** What a person chose; kinds that they never touched are as NOTIFICATION_KINDS has them. */
export type Preferences = {
  modes: Readonly<Partial<Record<NotificationKind, MailMode>>>;
  rhythm: MailRhythm;
  /** How often they are mailed what they owe. */
  workDigest: WorkDigest;
  /** Since when nothing but what is of their safety is mailed. */
  stoppedAt: Date | null;
};

/** What holds until somebody chooses: digests in the morning, nothing in the evening, at night and on weekends. */
export const INITIAL_RHYTHM: Omit<MailRhythm, "timeZone"> = { digestHour: 8, quietFrom: 20, quietUntil: 7, quietWeekends: true };

/** What holds until somebody chooses: a list of what is owed at the start of each week, and of nothing where nothing is. */
export const INITIAL_DIGEST: WorkDigest = "weekly";

/** How a person hears of a kind by mail. */
export function modeOf({ modes, stoppedAt }: Pick<Preferences, "modes" | "stoppedAt">, kind: NotificationKind): MailMode {
  if (isSecurity(kind)) return "at_once";
  return stoppedAt === null ? (modes[kind] ?? NOTIFICATION_KINDS[kind].mail) : "none";
}
