import type { Metadata } from "next";
import { signInPath } from "#app/_edge/own-path.ts";
import { currentSession, globalContext } from "#app/_edge/session.ts";
import { SignOutForm } from "#app/_edge/sign-out-form.tsx";
import { timeZones } from "#app/_edge/time-zones.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { PASSWORD_MIN_LENGTH, readAccountLink } from "#lib/identity/index.ts";
import { AuthFrame } from "../../auth-frame.tsx";
import { foundByLinkAction } from "../actions.ts";
import { OrganizationForm } from "../organization-form.tsx";

// The address is the secret: no page that is followed from here may learn it.
export const metadata: Metadata = { title: "Create an organization", referrer: "no-referrer" };

/** What the mailed link leads to: the address is proven, so account and organization are made together. */
export default async function FoundPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [link, session] = [await readAccountLink(await globalContext(), { token: token.slice(0, 100), kind: "sign_up" }), await currentSession()];
  if (link === null) {
    return (
      <AuthFrame title="This link has ended" note="It works once, for 24 hours. If you created an organization with it, sign in.">
        <p className="mt-5 flex gap-2"><LinkButton href="/sign-in">Sign in</LinkButton><LinkButton kind="quiet" href="/new-organization">Ask for a new link</LinkButton></p>
      </AuthFrame>
    );
  }
  if (session !== null) {
    return (
      <AuthFrame title="You are signed in" note={<>as <span className="wrap-anywhere">{session.email}</span>. Create the organization with that account, or sign out to begin as {link.address}.</>}>
        <div className="mt-5 flex gap-2"><LinkButton href="/new-organization">Create it as {session.name}</LinkButton><SignOutForm /></div>
      </AuthFrame>
    );
  }
  if (link.accountEmail !== null) {
    return (
      <AuthFrame title="You have an account" note={<><span className="wrap-anywhere">{link.address}</span> has an account here. Sign in, and create the organization with it.</>}>
        <p className="mt-5"><LinkButton kind="primary" size="lg" href={signInPath("/new-organization")}>Sign in</LinkButton></p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Create an organization" note={<>It begins empty, and you administer it as <span className="wrap-anywhere">{link.address}</span>.</>}>
      <OrganizationForm action={foundByLinkAction.bind(null, token)} zones={timeZones()} account={{ email: link.address, minLength: PASSWORD_MIN_LENGTH }} />
    </AuthFrame>
  );
}
