import { MAIL_STYLE } from "./mail-style.ts";

/** One of several things that a mail tells, and where it is. */
export type MailItem = { title: string; detail: string; url: string };

/** What a mail of ours consists of. Every part is text: markup in a name stays text in both versions. */
export type MailParts = {
  subject: string;
  greeting: string;
  /** What happened, one paragraph each. */
  lead: readonly string[];
  /** Facts, as a small table. */
  rows?: readonly (readonly [key: string, value: string])[];
  items?: readonly MailItem[];
  link?: { label: string; url: string };
  /** Texts to be kept as they are, line by line. */
  verbatim?: readonly { label: string; text: string }[];
  /** How long the link lives, whom to ask: one paragraph each. */
  closing: readonly string[];
  /** Why it came, and how to have it otherwise; small. */
  footer?: readonly { text: string; url?: string }[];
};

export type MailText = { subject: string; text: string; html: string };

/** A mail in plain text and in HTML; both say the same. */
export function composeMail(parts: MailParts): MailText {
  const rows = parts.rows ?? [];
  const text = [
    oneLine(parts.greeting), "",
    ...parts.lead.map(oneLine), "",
    ...(rows.length === 0 ? [] : [...rows.map(([key, value]) => `${key}: ${oneLine(value)}`), ""]),
    ...(parts.link === undefined ? [] : [`${parts.link.label}:`, parts.link.url, ""]),
    ...(parts.verbatim ?? []).flatMap(({ label, text: lines }) => [`${label}:`, "", ...lines.trimEnd().split("\n"), ""]),
    ...(parts.items ?? []).flatMap(({ title, detail, url }) => [`- ${oneLine(title)}`, ...(detail === "" ? [] : [`  ${oneLine(detail)}`]), `  ${url}`, ""]),
    ...parts.closing.map(oneLine), "",
    ...(parts.footer === undefined ? [] : ["-- ", ...parts.footer.map(({ text: line, url }) => (url === undefined ? oneLine(line) : `${oneLine(line)}: ${url}`)), ""]),
  ].join("\n");
  return { subject: shortened(oneLine(parts.subject)), text, html: htmlOf({ ...parts, rows }) };
}

function htmlOf(parts: MailParts & { rows: NonNullable<MailParts["rows"]> }): string {
  const row = ([key, value]: readonly [string, string]): string =>
    `<tr><th scope="row" align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:500">${escaped(key)}</th><td style="padding:2px 0">${escaped(value)}</td></tr>`;
  const body = [
    `<p>${escaped(parts.greeting)}</p>`,
    ...parts.lead.map((line) => `<p>${escaped(line)}</p>`),
    ...(parts.rows.length === 0 ? [] : [`<table cellspacing="0" cellpadding="0">${parts.rows.map(row).join("")}</table>`]),
    ...(parts.link === undefined ? [] : [`<p><a href="${escaped(parts.link.url)}">${escaped(parts.link.label)}</a></p>`]),
    ...(parts.verbatim ?? []).map(({ label, text: lines }) => `<p>${escaped(label)}:</p><pre>${lines.trimEnd().split("\n").map(escaped).join("\n")}</pre>`),
    ...(parts.items === undefined ? [] : [`<ul class="items">${parts.items.map(itemHtml).join("")}</ul>`]),
    ...parts.closing.map((line) => `<p>${escaped(line)}</p>`),
    ...(parts.footer === undefined ? [] : [`<div class="footer">${parts.footer.map(footerHtml).join("")}</div>`]),
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width"><title>${escaped(parts.subject)}</title><style>${MAIL_STYLE}</style></head><body><div class="page"><div class="mark">Tickmark</div>\n${body.join("\n")}\n</div></body></html>\n`;
}

const itemHtml = ({ title, detail, url }: MailItem): string =>
  `<li><a href="${escaped(url)}">${escaped(title)}</a>${detail === "" ? "" : `<div class="detail">${escaped(detail)}</div>`}</li>`;

const footerHtml = ({ text, url }: { text: string; url?: string }): string => `<p>${url === undefined ? escaped(text) : `<a href="${escaped(url)}">${escaped(text)}</a>`}</p>`;

/** A subject line is read in a list; titles of records are longer. */
function shortened(subject: string): string {
  return subject.length > 150 ? `${subject.slice(0, 149)}…` : subject;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A line break in a name must not start a header or a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** 4 Dec 2026 09:00 UTC: a mail is read anywhere. */
export function utcText(instant: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(instant);
  return `${day} ${instant.toISOString().slice(11, 16)} UTC`;
}

/** Whether a mail server refused for good (RFC 5321: 5xx), so that trying again would be refused again. */
export function isRefusedForGood(error: unknown): boolean {
  return error instanceof Error && "responseCode" in error && typeof error.responseCode === "number" && error.responseCode >= 500;
}

/** What may be shown of a mail server's refusal: the code, never its text, which may name hosts and addresses. */
export function mailProblem(error: unknown): string {
  const code = error instanceof Error && "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : null;
  return code === null ? "The mail server could not be reached or did not take the mail." : `The mail server refused the mail (${code}).`;
}
