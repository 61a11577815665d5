import type { VerbArguments } from "#lib/access/index.ts";
import { newId } from "#lib/platform/ids.ts";
import type { NotificationFacts, NotificationKind, SubjectKind } from "./kinds.ts";
import { putNews } from "./mail.repository.ts";
import { COLLECT_MS } from "./mail-times.ts";
import { insertNotifications, settle, type NewNotification, type Settled } from "./notification.repository.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Something that people ought to know. */
export type News = {
  kind: NotificationKind;
  /** Ids of members. Who acts is not told of their own act; who has left, or is no member but a rule, is passed over. */
  to: readonly string[];
  /** Names what happened, so that it is told once however often it is said: `evidence_due:<request>:<day>:7`. */
  cause: string;
  subject: { kind: SubjectKind; id: string };
  facts: NotificationFacts;
  /** For auditors: the engagement that they see it in. */
  engagementId?: string;
};

/** Titles are cut here: a notification points to the record, it does not repeat it. */
const LONGEST_TEXT = 300;

/** Tells people something, inside the transaction of the act itself: they hear of it if, and only if, it happened. */
export async function notify({ tx, context, now }: Act, ...news: readonly News[]): Promise<void> {
  const actor = context.actor.kind === "member" ? context.actor.memberId : null;
  const rows = news.flatMap(({ to, facts, subject, engagementId, ...one }) =>
    [...new Set(to)].filter((memberId) => memberId !== actor).map((memberId): NewNotification => ({
      ...one, id: newId("ntf", now.getTime()), memberId, subjectKind: subject.kind, subjectId: subject.id, engagementId: engagementId ?? null, facts: shortened(facts), createdAt: now,
    })),
  );
  const ids = await insertNotifications(tx, context.organizationId, rows);
  if (ids.length > 0) await putNews(tx, ids, new Date(now.getTime() + COLLECT_MS));
}

function shortened(facts: NotificationFacts): NotificationFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === "string" && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value])) as NotificationFacts;
}

/** Says that nothing is owed any more of what was told about a record: it counts as read, and no mail is sent of it. */
export async function settleNotifications({ tx, context, now }: Act, what: Settled): Promise<void> {
  await settle(tx, context.organizationId, what, now);
}
