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
export function deliveryMail(facts: DeliveryMailFacts): { subject: string; text: string; html: string } {
  const { organizationName, packetName, controlCode } = facts;
  const demo = facts.demo ? " (demo data)" : "";
  const subject = oneLine(`Evidence packet ${packetName}: ${controlCode}, ${facts.firstDay} to ${facts.lastDay}${demo}`);
  const greeting = `Hello ${facts.recipientName},`;
  const what = `${organizationName} has sent you the report of an evidence packet.`;
  const rows: [string, string][] = [
    ["Control", `${controlCode} ${facts.controlTitle}`],
    ["Period", `${facts.firstDay} to ${facts.lastDay} (${facts.timeZone}), both days included`],
    ["Evidence requests", facts.statusCounts],
    ["Completeness", facts.completeness],
    ["Packet", `${packetName}${demo}`],
  ];
  const expiry = `The link is personal and expires on ${utc(facts.expiresAt)}. Downloads are recorded. Please do not pass it on.`;
  const view = "Statuses are management's view. The opinion is the auditor's.";
  return {
    subject,
    text: [greeting, "", what, "", ...rows.map(([key, value]) => `${key}: ${oneLine(value)}`), "", "Download the report:", facts.link, "", expiry, view, ""].join("\n"),
    html: htmlOf({ subject, greeting, what, rows, link: facts.link, closing: [expiry, view] }),
  };
}

function htmlOf(parts: { subject: string; greeting: string; what: string; rows: readonly [string, string][]; link: string; closing: readonly string[] }): string {
  const row = ([key, value]: readonly [string, string]): string =>
    `<tr><th scope="row" align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:500">${escaped(key)}</th><td style="padding:2px 0">${escaped(value)}</td></tr>`;
  const body = [
    `<p>${escaped(parts.greeting)}</p>`,
    `<p>${escaped(parts.what)}</p>`,
    `<table cellspacing="0" cellpadding="0">${parts.rows.map(row).join("")}</table>`,
    `<p><a href="${escaped(parts.link)}">Download the report</a></p>`,
    ...parts.closing.map((line) => `<p>${escaped(line)}</p>`),
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(parts.subject)}</title></head><body style="font-family:sans-serif;font-size:15px;line-height:1.5">${body.join("\n")}</body></html>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A line break in a name must not start a header or a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** 4 Dec 2026 09:00 UTC: packets and what speaks of them use UTC. */
function utc(instant: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(instant);
  return `${day} ${instant.toISOString().slice(11, 16)} UTC`;
}
