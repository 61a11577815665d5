/** What a mail of ours consists of. Every part is text: markup in a name stays text in both versions. */
export type MailParts = {
  subject: string;
  greeting: string;
  /** What happened, one paragraph each. */
  lead: readonly string[];
  /** Facts, as a small table. */
  rows?: readonly (readonly [key: string, value: string])[];
  link?: { label: string; url: string };
  /** How long the link lives, whom to ask: one paragraph each. */
  closing: readonly string[];
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
    ...parts.closing.map(oneLine), "",
  ].join("\n");
  return { subject: oneLine(parts.subject), text, html: htmlOf({ ...parts, rows }) };
}

function htmlOf(parts: MailParts & { rows: NonNullable<MailParts["rows"]> }): string {
  const row = ([key, value]: readonly [string, string]): string =>
    `<tr><th scope="row" align="left" valign="top" style="padding:2px 16px 2px 0;font-weight:500">${escaped(key)}</th><td style="padding:2px 0">${escaped(value)}</td></tr>`;
  const body = [
    `<p>${escaped(parts.greeting)}</p>`,
    ...parts.lead.map((line) => `<p>${escaped(line)}</p>`),
    ...(parts.rows.length === 0 ? [] : [`<table cellspacing="0" cellpadding="0">${parts.rows.map(row).join("")}</table>`]),
    ...(parts.link === undefined ? [] : [`<p><a href="${escaped(parts.link.url)}">${escaped(parts.link.label)}</a></p>`]),
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

/** 4 Dec 2026 09:00 UTC: a mail is read anywhere. */
export function utcText(instant: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(instant);
  return `${day} ${instant.toISOString().slice(11, 16)} UTC`;
}

/** What may be shown of a mail server's refusal: the code, never its text, which may name hosts and addresses. */
export function mailProblem(error: unknown): string {
  const code = error instanceof Error && "responseCode" in error && typeof error.responseCode === "number" ? error.responseCode : null;
  return code === null ? "The mail server could not be reached or did not take the mail." : `The mail server refused the mail (${code}).`;
}
