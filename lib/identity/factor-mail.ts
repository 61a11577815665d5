import type { FactorChange } from "./sign-in.repository.ts";

const SENTENCES: Readonly<Record<Exclude<FactorChange, "totp_begun" | "passkey_begun" | "passkey_renamed">, string>> = {
  totp_added: "An authenticator app was added to your account. Signing in asks for its code from now on.",
  totp_removed: "The authenticator app was removed from your account.",
  passkey_added: "A passkey was added to your account. It signs in without your password.",
  passkey_removed: "A passkey was removed from your account.",
  recovery_codes_renewed: "New recovery codes were made for your account. The earlier ones are worth nothing now.",
  recovery_code_used: "Somebody signed in to your account with a recovery code instead of your second factor.",
};

/** The sentence for a change; null when it is none that a person is told of. */
function sentenceOf(change: string): string | null {
  return (SENTENCES as Readonly<Record<string, string>>)[change] ?? null;
}

/** Whether a person is told of a change by mail. */
export function isMailed(change: FactorChange): boolean {
  return sentenceOf(change) !== null;
}

type FactorMailFacts = { name: string; change: string; at: Date; baseUrl: string };

/**
 * The mail that tells a person of a change in how they sign in, in plain text and in HTML; both say the same. It carries
 * no link but the site's own address: what a mail of this kind must not teach is to follow links in it.
 *
 * @throws RangeError for a change that nobody is told of
 */
export function factorMail({ name, change, at, baseUrl }: FactorMailFacts): { subject: string; text: string; html: string } {
  const sentence = sentenceOf(change);
  if (sentence === null) throw new RangeError(`nobody is told of ${change}`);
  const host = new URL(baseUrl).host;
  const subject = "The way you sign in to Tickmark was changed";
  const when = `It happened on ${utc(at)} at ${host}.`;
  const otherwise = "If it was you, there is nothing to do. If it was not, sign in, change your password, look at your factors under your name, and tell your administrator.";
  const lines = [`Hello ${oneLine(name)},`, sentence, when, otherwise];
  const body = lines.map((line) => `<p>${escaped(line)}</p>`).join("\n");
  return {
    subject,
    text: `${lines.join("\n\n")}\n`,
    html: `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head><body style="font-family:sans-serif;font-size:15px;line-height:1.5">${body}</body></html>\n`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A line break in a name must not begin a line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/** 4 Dec 2026 09:00 UTC */
function utc(instant: Date): string {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(instant);
  return `${day} ${instant.toISOString().slice(11, 16)} UTC`;
}
