import type { VerbArguments } from "#lib/access/index.ts";
import { controlsOfRequests, whoActsAt, type WhoActs, type Work } from "#lib/acting/index.ts";
import { newId } from "#lib/platform/ids.ts";
import { workOf, type NotificationFacts, type NotificationKind, type SubjectKind } from "./kinds.ts";
import { putNews } from "./mail.repository.ts";
import { COLLECT_MS } from "./mail-times.ts";
import { insertNotifications, settle, settleInStead, toldInStead, type NewNotification, type Settled } from "./notification.repository.ts";

type Act = Pick<VerbArguments<unknown>, "tx" | "context" | "now">;

/** Something that people ought to know. */
export type News = {
  kind: NotificationKind;
  /**
   * Ids of members. Where it asks for work that somebody else does in their stead, that person is told instead. Who acts is
   * not told of their own act; who has left, or is no member but a rule, is passed over.
   */
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
  const standIns = await standInsFor({ tx, context, now }, news);
  const rows = news.flatMap((each) => {
    const { to, facts, subject, engagementId, ...one } = each;
    return readersOf(to, standIns(each)).filter(({ memberId }) => memberId !== actor).map(({ memberId, instead }): NewNotification => ({
      ...one, id: newId("ntf", now.getTime()), memberId, subjectKind: subject.kind, subjectId: subject.id, engagementId: engagementId ?? null,
      facts: shortened(instead === null ? facts : { ...facts, for: instead.name }), createdAt: now, forMemberId: instead?.id ?? null,
    }));
  });
  const ids = await insertNotifications(tx, context.organizationId, rows);
  if (ids.length > 0) await putNews(tx, ids, new Date(now.getTime() + COLLECT_MS));
}

type StandIn = (memberId: string) => ReturnType<WhoActs["standInFor"]>;

/** For each piece of news: who is told in whose stead. Most organizations have given nothing to anybody, and pay one look-up. */
async function standInsFor({ tx, context: { organizationId }, now }: Act, news: readonly News[]): Promise<(one: News) => StandIn> {
  const nobody = (): null => null;
  if (news.every(({ kind }) => workOf(kind) === null)) return () => nobody;
  const who = await whoActsAt(tx, organizationId, now);
  if (who.isNobody) return () => nobody;
  const controls = await controlsOfRequests(tx, organizationId, news.flatMap(({ subject }) => (subject.kind === "evidence_request" ? [subject.id] : [])));
  return ({ kind, subject }) => {
    const work = workOf(kind);
    if (work === null) return nobody;
    const of: Work = { kind: work, id: subject.id, controlId: subject.kind === "occurrence" ? (subject.id.split(":")[0] ?? null) : (controls.get(subject.id) ?? null) };
    return (memberId) => who.standInFor(memberId, of);
  };
}

/** Who is told, each once: whoever is told for themselves is not told in another's stead as well. */
function readersOf(to: readonly string[], standIn: StandIn): { memberId: string; instead: { id: string; name: string } | null }[] {
  const readers = new Map<string, { id: string; name: string } | null>();
  for (const id of to) {
    const other = standIn(id);
    if (other === null) readers.set(id, null);
    else if (!readers.has(other.standInId)) readers.set(other.standInId, { id, name: other.memberName });
  }
  return [...readers].map(([memberId, instead]) => ({ memberId, instead }));
}

/** Stand-ins whose time is over need not act on what they were told in another's stead. */
export async function settleStandIns({ tx, context: { organizationId }, now }: Act, who: WhoActs): Promise<void> {
  for (const pair of await toldInStead(tx, organizationId)) {
    if (!who.isPair(pair.memberId, pair.forMemberId)) await settleInStead(tx, organizationId, pair, now);
  }
}

function shortened(facts: NotificationFacts): NotificationFacts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, typeof value === "string" && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value])) as NotificationFacts;
}

/** Says that nothing is owed any more of what was told about a record: it counts as read, and no mail is sent of it. */
export async function settleNotifications({ tx, context, now }: Act, what: Settled): Promise<void> {
  await settle(tx, context.organizationId, what, now);
}
