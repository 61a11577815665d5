import type { MyWork, Task } from "#lib/my-work/index.ts";
import { unsubscribeToken, type Reader } from "#lib/notifications/index.ts";
import { isLate } from "#lib/overview/index.ts";
import { countWords } from "#lib/platform/count-bound.ts";
import { composeMail, type MailItem, type MailText } from "#lib/platform/mail-text.ts";
import { statusFacts } from "#lib/status/index.ts";

/** Tasks named one by one in a mail; My work has the rest. */
const LISTED = 20;

type Facts = { reader: Reader; organizationId: string; work: MyWork; now: Date; timeZone: string; baseUrl: string };

/** What somebody owes, as a mail: what is late first, then what waits for their review, then what others do for them. Null when there is nothing to say. */
export function workDigestMail({ reader, organizationId, work, now, timeZone, baseUrl }: Facts): (MailText & { unsubscribeUrl: string }) | null {
  const { tasks, given, toReview, performed } = work;
  const reviews = toReview.total + performed.total;
  if (tasks.length === 0 && reviews === 0) return null;
  const home = `${baseUrl}/${reader.slug}`;
  const late = tasks.filter((task) => isLate(task, now)).length;
  const stead = tasks.filter((task) => task.insteadOf !== null).length;
  const items = [...tasks.slice(0, LISTED).map((task) => taskItem(task, home, now, timeZone)), ...reviewItems(work, home)];
  const token = unsubscribeToken({ organizationId, memberId: reader.memberId });
  const mail = composeMail({
    subject: `${reader.organizationName}: ${summary(tasks.length, late, reviews)}`,
    greeting: `Hello ${reader.name},`,
    lead: [
      `this is what you owe in ${reader.organizationName}: ${summary(tasks.length, late, reviews)}.`,
      ...(stead === 0 ? [] : [`${stead} of it ${stead === 1 ? "is" : "are"} in the stead of ${names(tasks)}.`]),
      ...(given.length === 0 ? [] : [`Others do ${things(given.length)} of yours now.`]),
    ],
    items,
    closing: tasks.length > LISTED ? [`${tasks.length - LISTED} more stand in My work: ${home}/my-work`] : [`All of it: ${home}/my-work`],
    footer: [
      { text: "This digest comes daily or weekly, as you chose, and not at all when you owe nothing." },
      { text: "Choose how often, and what else is mailed", url: `${baseUrl}/account/notifications` },
      { text: `Stop these mails from ${reader.organizationName}`, url: `${baseUrl}/unsubscribe/${token}` },
    ],
  });
  return { ...mail, unsubscribeUrl: `${baseUrl}/api/unsubscribe/${token}` };
}

const things = (count: number): string => (count === 1 ? "1 task" : `${count} tasks`);

function summary(owed: number, late: number, reviews: number): string {
  return [...(owed === 0 ? [] : [`${things(owed)} owed${late === 0 ? "" : `, ${late} late`}`]), ...(reviews === 0 ? [] : [`${reviews} to review`])].join(", ");
}

function names(tasks: readonly Task[]): string {
  return [...new Set(tasks.flatMap((task) => task.insteadOf ?? []))].join(", ");
}

function taskItem(task: Task, home: string, now: Date, timeZone: string): MailItem {
  const when = task.dueAt === null ? statusFacts(task.status).word : `${isLate(task, now) ? "Late since" : "Due"} ${dayText(task.dueAt, timeZone)}`;
  return { title: `${when}: ${task.title}`, detail: task.insteadOf === null ? task.code : `${task.code}, for ${task.insteadOf}`, url: `${home}/${placeOf(task)}` };
}

function placeOf(task: Task): string {
  switch (task.kind) {
    case "evidence_request":
      return `evidence/new?request=${task.id}`;
    case "occurrence":
      return `controls/${task.code}/occurrences/${task.placeId}`;
    case "alert":
      return `alerts?alert=${task.placeId}`;
    case "incident":
      return `incidents/${task.placeId}`;
    case "finding":
      return `findings/${task.placeId}`;
  }
}

function reviewItems({ toReview, performed }: MyWork, home: string): MailItem[] {
  return [
    ...(toReview.total === 0 ? [] : [{ title: `To review: ${toReview.total === 1 ? "1 evidence" : `${countWords(toReview.total)} pieces of evidence`}`, detail: toReview.items.map((item) => item.title).join("; "), url: `${home}/evidence/review` }]),
    ...performed.items.map((item) => ({ title: "To review: a performed control", detail: item.code, url: `${home}/controls/${item.code}/occurrences/${item.windowFirstDay}` })),
  ];
}

/** The last day that lies before an instant: what is due at midnight is due on the day before. */
function dayText(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone }).format(new Date(at.getTime() - 1));
}
