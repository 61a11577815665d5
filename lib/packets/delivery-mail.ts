import { composeMail, utcText, type MailText } from "#lib/platform/mail-text.ts";

/** What a mail about a packet says; nothing of its evidence, and nothing that a wrong reader could use but the link. */
export type DeliveryMailFacts = {
  organizationName: string;
  demo: boolean;
  recipientName: string;
  /** PKT-12 */
  packetName: string;
  controlCode: string;
  controlTitle: string;
  firstDay: string;
  lastDay: string;
  timeZone: string;
  /** "5 met, 1 partial" */
  statusCounts: string;
  completeness: string;
  link: string;
  expiresAt: Date;
};

/** The mail in plain text and in HTML; both say the same. */
export function deliveryMail(facts: DeliveryMailFacts): MailText {
  const { organizationName, packetName, controlCode } = facts;
  const demo = facts.demo ? " (demo data)" : "";
  return composeMail({
    subject: `Evidence packet ${packetName}: ${controlCode}, ${facts.firstDay} to ${facts.lastDay}${demo}`,
    greeting: `Hello ${facts.recipientName},`,
    lead: [`${organizationName} has sent you the report of an evidence packet.`],
    rows: [
      ["Control", `${controlCode} ${facts.controlTitle}`],
      ["Period", `${facts.firstDay} to ${facts.lastDay} (${facts.timeZone}), both days included`],
      ["Evidence requests", facts.statusCounts],
      ["Completeness", facts.completeness],
      ["Packet", `${packetName}${demo}`],
    ],
    link: { label: "Download the report", url: facts.link },
    closing: [
      `The link is personal and expires on ${utcText(facts.expiresAt)}. Downloads are recorded. Please do not pass it on.`,
      "Statuses are management's view. The opinion is the auditor's.",
    ],
  });
}
