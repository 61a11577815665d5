import { randomUUID } from "node:crypto";
import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError, notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { findReader } from "./mail.repository.ts";
import { readPreferences, writePreferences } from "./preference.repository.ts";
import { readerOfToken } from "./unsubscribe-link.ts";

export type Unsubscription = { organizationName: string; stopped: boolean };

/** What a link to stop mails is about. */
export const readSubscription = defineVerb({
  name: "notifications.read_subscription",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ memberId: idInput }),
  async run({ tx, context, input }): Promise<Unsubscription> {
    const reader = await findReader(tx, context.organizationId, input.memberId);
    if (reader === null) throw notFound("member");
    return { organizationName: reader.organizationName, stopped: (await readPreferences(tx, context.organizationId, input.memberId)).stoppedAt !== null };
  },
});

/** Mails a person nothing more but what is of their safety. Done twice, it is done once. */
export const recordStop = defineVerb({
  name: "notifications.stop_mails",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ memberId: idInput }),
  async run({ tx, context, input: { memberId }, now, audit, unchanged }): Promise<void> {
    const { organizationId } = context;
    if ((await findReader(tx, organizationId, memberId)) === null) throw notFound("member");
    const preferences = await readPreferences(tx, organizationId, memberId);
    if (preferences.stoppedAt !== null) return unchanged();
    await writePreferences(tx, organizationId, memberId, { ...preferences, stoppedAt: now }, now);
    await audit({ action: "notification_mails.stopped", subjectKind: "member", subjectId: memberId });
  },
});

/** Where a link to stop mails leads; null for one that we did not sign, and for somebody who is no member any more. */
export async function readUnsubscription(token: string): Promise<Unsubscription | null> {
  return withReader(token, (context, memberId) => readSubscription(context, { memberId }));
}

/** Follows a link to stop mails. @returns false when it is none */
export async function stopMails(token: string): Promise<boolean> {
  return (await withReader(token, async (context, memberId) => {
    await recordStop(context, { memberId });
    return true;
  })) ?? false;
}

async function withReader<T>(token: string, work: (context: Context, memberId: string) => Promise<T>): Promise<T | null> {
  const reader = readerOfToken(token);
  if (reader === null) return null;
  const context: Context = { organizationId: reader.organizationId, actor: { kind: "system", name: "unsubscribe_link" }, requestId: randomUUID(), clock: runtime().clock };
  return work(context, reader.memberId).catch((error: unknown) => {
    if (isAppError(error, "not_found")) return null;
    throw error;
  });
}
