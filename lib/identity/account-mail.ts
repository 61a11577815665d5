import { composeMail, utcText, type MailText } from "#lib/platform/mail-text.ts";

const HOUR = 3_600_000;

/** Mails that carry a single-use link: how long it lives, and the path that it leads to. */
export const LINKS = {
  // One hour: OWASP's Forgot Password Cheat Sheet asks for a short life; a mail arrives within minutes.
  password_reset: { lifeMs: HOUR, path: "reset-password" },
  email_change: { lifeMs: 24 * HOUR, path: "confirm-address" },
  sign_up: { lifeMs: 24 * HOUR, path: "new-organization" },
} as const;

/** Mails that tell what happened. They are tried for this long. */
export const NOTICE_LIFE_MS = 3 * 24 * HOUR;

export type LinkKind = keyof typeof LINKS;
export type NoticeKind = "password_changed" | "email_changed" | "second_factor_removed";

export const isLinkKind = (kind: LinkKind | NoticeKind): kind is LinkKind => Object.hasOwn(LINKS, kind);

export type AccountMailFacts = {
  /** Empty where there is no account yet. */
  name: string;
  /** The address of the account now; empty where there is none yet. */
  email: string;
  at: Date;
  expiresAt: Date;
  baseUrl: string;
  /** Set for mails with a link. */
  link: string | null;
};

/** What a mail about an account says. It tells what to do when one did not ask for it. */
export function accountMail(kind: LinkKind | NoticeKind, facts: AccountMailFacts): MailText {
  const host = new URL(facts.baseUrl).host;
  const greeting = facts.name === "" ? "Hello," : `Hello ${facts.name},`;
  const ends = `The link works once and ends on ${utcText(facts.expiresAt)}.`;
  const link = (label: string) => ({ label, url: facts.link ?? facts.baseUrl });
  switch (kind) {
    case "password_reset":
      return composeMail({
        subject: "Choose a new password for Tickmark",
        greeting,
        lead: [`Somebody asked for a new password for your account at ${host}.`],
        link: link("Choose a new password"),
        closing: [ends, "If it was not you, do nothing: your password stays as it is."],
      });
    case "password_changed":
      return composeMail({
        subject: "Your password for Tickmark was changed",
        greeting,
        lead: [`The password of your account at ${host} was changed on ${utcText(facts.at)}. Every other session has ended.`],
        link: { label: "If it was not you, choose a new one at once", url: `${facts.baseUrl}/forgot-password` },
        closing: ["Then tell an administrator of your organization."],
      });
    case "email_change":
      return composeMail({
        subject: "Confirm your new address for Tickmark",
        greeting,
        lead: [`This address is to become the one of your account at ${host}, in place of ${facts.email}.`],
        link: link("Confirm this address"),
        closing: [ends, "If you did not ask for it, do nothing: no account is changed."],
      });
    case "email_changed":
      return composeMail({
        subject: "Your address for Tickmark was changed",
        greeting,
        lead: [`Since ${utcText(facts.at)} your account at ${host} has another address: ${masked(facts.email)}. Sign in with that one; mail no longer comes here.`],
        closing: ["If it was not you, tell an administrator of your organization at once."],
      });
    case "second_factor_removed":
      return composeMail({
        subject: "Your second factor for Tickmark was removed",
        greeting,
        lead: [
          `On ${utcText(facts.at)} the second factors of your account at ${host} were taken off, with their recovery codes, because they were reported lost. Every session has ended.`,
          "Your password alone signs you in now. Sign in and set up a new factor under your name.",
        ],
        link: { label: "If you did not ask for it, choose a new password at once", url: `${facts.baseUrl}/forgot-password` },
        closing: ["Then tell an administrator of your organization."],
      });
    case "sign_up":
      return composeMail({
        subject: "Create your organization on Tickmark",
        greeting,
        lead: [`Somebody asked at ${host} to create an organization with this address.`],
        link: link("Create the organization"),
        closing: [ends, "If it was not you, do nothing: nothing is created."],
      });
  }
}

/** An address that its owner recognises and others do not learn: `n…@example.com`. */
function masked(email: string): string {
  const at = email.lastIndexOf("@");
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}
