import type { VerbArguments } from "#lib/access/index.ts";
import { membersHolding, notify, settleNotifications, type News } from "#lib/notifications/index.ts";
import { dayOf, daysIncluded } from "#lib/platform/zoned-time.ts";
import { livingKeys, type MadeKey } from "./api-key.repository.ts";
import { API_KEY_LIMITS } from "./limits.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** What ended within it is still told of: the day's look comes once. */
const LOOK_BACK_MS = 86_400_000;

/**
 * Tells administrators which keys end 14, 3 and 0 days from today, in the organization's zone, and which have stopped
 * because their maker may make none any more. Said again it tells nothing twice.
 */
export async function tellOfKeys(act: Act, { today, timeZone }: { today: string; timeZone: string }): Promise<void> {
  const { tx, context, now } = act;
  const keys = await livingKeys(tx, context.organizationId, new Date(now.getTime() - LOOK_BACK_MS));
  if (keys.length === 0) return;
  const to = await membersHolding(tx, context.organizationId, "api_keys.manage");
  await notify(act, ...keys.flatMap((key) => {
    if (!key.makerMay) return [stopped(key, to)];
    const day = dayOf(key.expiresAt, timeZone);
    const left = day < today ? -1 : daysIncluded(today, day) - 1;
    const threshold = [...API_KEY_LIMITS.noticeDays].reverse().find((days) => left >= 0 && left <= days);
    return threshold === undefined ? [] : [{ ...aboutKey(key, to), kind: "api_key_ending" as const, cause: `api_key_ending:${key.id}:${threshold}`, facts: { title: key.name, day } }];
  }));
}

/** Tells administrators at once which keys stop with their maker: somebody who was removed, or may make none any more. */
export async function tellOfStoppedKeys(act: Act, memberId: string): Promise<void> {
  const { tx, context, now } = act;
  const made = (await livingKeys(tx, context.organizationId, now)).filter(({ createdBy }) => createdBy === memberId);
  if (made.length === 0) return;
  const to = await membersHolding(tx, context.organizationId, "api_keys.manage");
  const stoppedKeys = made.filter(({ makerMay }) => !makerMay);
  await notify(act, ...stoppedKeys.map((key) => stopped(key, to)));
  const working = made.filter(({ makerMay }) => makerMay).map(({ id }) => id);
  await settleNotifications(act, { kinds: ["api_key_stopped"], subjectIds: working });
}

function stopped(key: MadeKey, to: readonly string[]): News {
  return { ...aboutKey(key, to), kind: "api_key_stopped", cause: `api_key_stopped:${key.id}`, facts: { title: key.name, by: key.createdByName } };
}

function aboutKey({ id }: MadeKey, to: readonly string[]): Pick<News, "to" | "subject"> {
  return { to, subject: { kind: "api_key", id } };
}
