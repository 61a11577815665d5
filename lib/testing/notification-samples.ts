import { assignIncident, warnOfTimeLimit } from "#lib/incidents/index.ts";
import { claimNotificationMail, endNotificationMail, returnNotificationMail, sendMailAgain } from "#lib/notifications/claim-notification-mail.ts";
import { claimWorkDigest } from "#lib/digests/index.ts";
import { endNews, readNewsReader } from "#lib/notifications/gather-mail.ts";
import {
  chooseMails, countUnread, gatherDigest, gatherMail, listMails, listNotifications, markAllRead, markNotifications, openNotification, readMailChoices,
} from "#lib/notifications/index.ts";
import { readSubscription, recordStop } from "#lib/notifications/stop-mails.ts";
import { remindPeople } from "#lib/reminders/run-due-reminders.ts";
import type { FurnishedWorld } from "./furnished-world.ts";
import { sample, type VerbSample } from "./verb-sample.ts";

/** A notification of the auditor, of the engagement `inside`. */
const toldAuditor = async (world: FurnishedWorld): Promise<string> => (await listNotifications(await world.auditor(), { show: "all" })).rows[0]!.id;
const ownReading = { quiet: { why: "What somebody has read of their own is no act that the organization keeps.", tables: ["notification"] } };

const ofMails = (...tables: string[]) => ({ quiet: { why: "A mail is its own record: whom it was for, when, and what became of it.", tables: ["notification", "notification_mail", "due_work", "job_run", ...tables] } });
/** A mail in line to the analyst: of an incident that was given to them a while ago. */
const waitingMail = async (world: FurnishedWorld): Promise<{ mailId: string }> => {
  const { memberId } = world.members.security_analyst;
  await assignIncident(world.as("admin"), { incidentId: await world.freshIncident(), memberId });
  const at = world.clock.now();
  world.clock.advance(4 * 86_400_000);
  const { mailIds } = await gatherMail(world.asSystem(), { memberId });
  world.clock.set(at);
  return { mailId: mailIds[0]! };
};

/** A digest in line to the analyst, of a day that has none yet. */
const waitingDigest = async (world: FurnishedWorld): Promise<string> => {
  const at = world.clock.now();
  world.clock.advance(world.next() * 7 * 86_400_000);
  const { mailId } = await gatherDigest(world.asSystem(), { memberId: world.members.security_analyst.memberId });
  world.clock.set(at);
  return mailId ?? "";
};

/** Inboxes, their mails, and what puts something into them. */
export const OF_NOTIFICATIONS: readonly VerbSample[] = [
  sample(chooseMails)("employee", () => ({ modes: { mentioned: "daily" }, timeZone: "Europe/Rome", digestHour: 9, quietFrom: 21, quietUntil: 6, quietWeekends: true })),
  sample(readMailChoices)("employee", () => ({})),
  sample(listMails)("admin", () => ({ show: "all" })),
  sample(gatherMail)("system", (world) => ({ memberId: world.members.security_analyst.memberId }), ofMails()),
  sample(gatherDigest)("system", (world) => ({ memberId: world.members.security_analyst.memberId }), ofMails("job")),
  sample(claimWorkDigest)("system", async (world) => ({ mailId: await waitingDigest(world) }), ofMails()),
  sample(readNewsReader)("system", async (world) => ({ id: await toldAuditor(world) })),
  sample(endNews)("system", async (world) => ({ id: await toldAuditor(world) }), ofMails()),
  sample(claimNotificationMail)("system", waitingMail, ofMails()),
  sample(endNotificationMail)("system", waitingMail, ofMails()),
  sample(returnNotificationMail)("system", async (world) => ({ ...(await waitingMail(world)), problem: "The mail server refused the mail (450).", final: false }), ofMails()),
  sample(sendMailAgain)("system", waitingMail, ofMails("job")),
  sample(readSubscription)("system", (world) => ({ memberId: world.members.security_analyst.memberId })),
  sample(recordStop)("system", (world) => ({ memberId: world.members.control_owner.memberId })),
  sample(countUnread)("employee", () => ({})),
  sample(listNotifications)("auditor", () => ({ show: "all" })),
  sample(markAllRead)("auditor", async (world) => ({ newest: await toldAuditor(world) }), ownReading),
  sample(markNotifications)("auditor", async (world) => ({ ids: [await toldAuditor(world)], read: true }), ownReading),
  sample(openNotification)("auditor", async (world) => ({ id: await toldAuditor(world) }), ownReading),
  sample(remindPeople)("system", () => ({}), { quiet: { why: "Each reminder is its own record.", tables: ["notification", "due_work"] } }),
  sample(warnOfTimeLimit)("system", async (world) => ({ incidentId: await world.freshIncident() }), { quiet: { why: "A warning is its own record.", tables: ["notification", "due_work"] } }),
];
