import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { kindsFor } from "./inbox.ts";
import { isMailedApart, isSecurity, workOf, type NotificationKind } from "./kinds.ts";
import { MAIL_LIMITS } from "./mail-limits.ts";
import { endDue, findReader, findUnmailed, insertMail, lockReader, MAIL_DUE, markUnwanted, openEngagements, putDue, readerOf, requireMember, type Reader, type Unmailed } from "./mail.repository.ts";
import { mailDue } from "./mail-times.ts";
import { readPreferences } from "./preference.repository.ts";
import { modeOf, type Preferences } from "./preferences.ts";
import { sendNotificationMailKind } from "./send-notification-mail.kind.ts";

/**
 * Makes one mail of everything that a person is to be told of by now, and puts the next time in line. A notification belongs
 * to one mail, so however many workers come here, and wherever one is killed, it is mailed in one only.
 */
export const gatherMail = defineVerb({
  name: "notifications.gather_mail",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ memberId: idInput }),
  async run(args): Promise<{ mailIds: string[] }> {
    const { tx, context: { organizationId }, input: { memberId }, unchanged } = args;
    unchanged();
    await requireMember(tx, organizationId, memberId);
    await lockReader(tx, organizationId, memberId);
    const reader = await findReader(tx, organizationId, memberId);
    await endDue(tx, MAIL_DUE.person, memberId);
    if (reader === null || reader.demo) return { mailIds: [] };
    const { due, next } = await sortByDue(args, reader, await findVisible(args, reader));
    if (next !== null) await putDue(tx, MAIL_DUE.person, memberId, next);
    const mailIds: string[] = [];
    // What is of a person's safety goes out by itself: it has no link to stop it, and must not drown in a list.
    for (const security of [true, false]) {
      const told = due.filter(({ kind }) => isSecurity(kind) === security);
      if (told.length > 0) mailIds.push(await makeMail(args, memberId, security, told));
    }
    return { mailIds };
  },
});

type Act = VerbArguments<{ memberId: string }>;

async function findVisible({ tx, context: { organizationId }, now }: Act, { memberId, role }: Reader): Promise<Unmailed[]> {
  const since = new Date(now.getTime() - MAIL_LIMITS.newsDays * 86_400_000);
  const unmailed = await findUnmailed(tx, organizationId, memberId, { kinds: kindsFor(role), since, take: MAIL_LIMITS.gathered });
  return withinReach(unmailed, role === "auditor" ? await openEngagements(tx, organizationId, memberId, now) : null);
}

/** What a person can open: an auditor within the engagements that are open to them, everybody else outside of any. */
export function withinReach(news: readonly Unmailed[], engagements: ReadonlySet<string> | null): Unmailed[] {
  return news.filter(({ engagementId }) => (engagements === null ? engagementId === null : engagementId !== null && engagements.has(engagementId)));
}

async function sortByDue({ tx, context, now }: Act, reader: Reader, news: readonly Unmailed[]): Promise<{ due: Unmailed[]; next: Date | null }> {
  const preferences = await readPreferences(tx, context.organizationId, reader.memberId);
  const due: Unmailed[] = [];
  const unwanted: string[] = [];
  let next: Date | null = null;
  for (const one of news) {
    const at = isMailedApart(one.kind) || isInDigest(preferences, one.kind) ? null : mailDue(one.createdAt, modeOf(preferences, one.kind), preferences.rhythm, isSecurity(one.kind));
    if (at === null) unwanted.push(one.id);
    else if (at <= now) due.push(one);
    else if (next === null || at < next) next = at;
  }
  // Who changes their mind later hears of what comes then, not of what they did not want to hear.
  await markUnwanted(tx, context.organizationId, unwanted);
  return { due, next };
}

/** Whoever has a daily digest reads there what is to be done; the same in a second mail of the day would say it twice. */
function isInDigest(preferences: Preferences, kind: NotificationKind): boolean {
  return preferences.workDigest === "daily" && workOf(kind) !== null && modeOf(preferences, kind) === "daily";
}

async function makeMail({ tx, context: { organizationId }, now, enqueue }: Act, memberId: string, security: boolean, told: readonly Unmailed[]): Promise<string> {
  const id = newId("nml", now.getTime());
  await insertMail(tx, organizationId, { id, memberId, security, createdAt: now }, told.map((one) => one.id));
  await enqueue(sendNotificationMailKind, { mailId: id }, id);
  return id;
}

/** Whom a new notification is for; null when it is gone. */
export const readNewsReader = defineVerb({
  name: "notifications.read_news_reader",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({ id: idInput }),
  run: ({ tx, context, input }): Promise<string | null> => readerOf(tx, context.organizationId, input.id),
});

/** Takes a new notification out of line. */
export const endNews = defineVerb({
  name: "notifications.end_news",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ id: idInput }),
  async run({ tx, context, input, unchanged }): Promise<void> {
    unchanged();
    if ((await readerOf(tx, context.organizationId, input.id)) === null) throw notFound("notification");
    await endDue(tx, MAIL_DUE.news, input.id);
  },
});

/** A notification is a minute old. Its person's mail is gathered before it leaves the line: a worker killed in between comes back. */
export async function mailNews(context: Context, id: string): Promise<void> {
  const memberId = await readNewsReader(context, { id });
  if (memberId !== null) await gatherMail(context, { memberId });
  await endNews(context, { id });
}
