import { composeMail, utcText, type MailText } from "#lib/platform/mail-text.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { ROLE_WORDS } from "./roles.ts";

export type InvitationMailFacts = {
  organizationName: string;
  demo: boolean;
  name: string;
  role: Role;
  invitedByName: string;
  link: string;
  expiresAt: Date;
};

/** The mail with the link. It names who invites and into what, so that a stranger can tell it from a trick. */
export function invitationMail(facts: InvitationMailFacts): MailText {
  const { label, does } = ROLE_WORDS[facts.role];
  const where = `${facts.organizationName}${facts.demo ? " (demo data)" : ""}`;
  return composeMail({
    subject: `Join ${where} on Tickmark`,
    greeting: facts.name === "" ? "Hello," : `Hello ${facts.name},`,
    lead: [`${facts.invitedByName} invites you to ${where} on Tickmark, where its security controls and their evidence are kept.`],
    rows: [["Your role", `${label}: ${does}`]],
    link: { label: "Accept the invitation", url: facts.link },
    closing: [
      `The link is yours alone, works once and expires on ${utcText(facts.expiresAt)}. Please do not pass it on.`,
      "If you did not expect this, do nothing: no account is made.",
    ],
  });
}
