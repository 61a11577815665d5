import type { Metadata } from "next";
import Link from "next/link";
import { currentSession } from "#app/_edge/session.ts";
import { timeZones } from "#app/_edge/time-zones.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { AskForMail } from "../ask-for-mail.tsx";
import { AuthFrame } from "../auth-frame.tsx";
import { MailPlace } from "../mail-place.tsx";
import { foundAsMemberAction, requestSignUpAction } from "./actions.ts";
import { OrganizationForm } from "./organization-form.tsx";

export const metadata: Metadata = { title: "Create an organization" };

/** A first organization for a stranger, who proves an address first; another one for who is signed in. */
export default async function NewOrganizationPage() {
  const session = await currentSession();
  if (!runtime().signUpAllowed) {
    return (
      <AuthFrame title="Organizations are made by the operator" note="On this installation nobody creates one alone. Ask whoever operates it for a link.">
        <p className="mt-5"><Link className="link" href={session === null ? "/sign-in" : "/"}>Back</Link></p>
      </AuthFrame>
    );
  }
  if (session !== null) {
    return (
      <AuthFrame title="Create an organization" note={<>It begins empty, and you administer it as <span className="wrap-anywhere">{session.email}</span>.</>}>
        <OrganizationForm action={foundAsMemberAction} zones={timeZones()} account={null} />
        <p className="mt-6"><Link className="link" href="/">Back</Link></p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Create an organization" note="Begin with your address: a link to go on is mailed to it. Nothing is kept of you before you follow it.">
      <AskForMail action={requestSignUpAction} submit="Mail me a link" sent="A mail is on its way. Its link works once, for 24 hours, and leads to the next step." />
      <p className="mt-6"><Link className="link" href="/sign-in">Back to sign-in</Link></p>
      <MailPlace />
    </AuthFrame>
  );
}
