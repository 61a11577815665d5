import type { Metadata } from "next";
import type { ReactNode } from "react";
import { signInPath } from "#app/_edge/own-path.ts";
import { currentSession, requestId } from "#app/_edge/session.ts";
import { SignOutForm } from "#app/_edge/sign-out-form.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PASSWORD_MIN_LENGTH } from "#lib/identity/index.ts";
import { ROLE_WORDS } from "#lib/people/client.ts";
import { readInvitation, type InvitationOffer } from "#lib/people/index.ts";
import { AuthFrame } from "../../auth-frame.tsx";
import { joinAsNewAction, joinAsSignedInAction } from "./actions.ts";
import { JoinAsNew, JoinAsSignedIn } from "./join-forms.tsx";

// The address is the secret: no search engine may keep it, and no page that is followed from here may learn it.
export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

/** What a link to an invitation leads to. Looking uses nothing up, because mail scanners follow links; the button does. */
export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [offer, session] = [await readInvitation(token, requestId()), await currentSession()];
  if (offer === null) return <Ended title="This link is not valid">It was copied incompletely, or a newer mail replaced it. Whoever invited you can send it again.</Ended>;
  if (offer.state !== "open") return <Settled offer={offer} />;
  return (
    <AuthFrame title={`Join ${offer.organizationName}`}>
      <p className="mt-1 text-muted">{offer.invitedByName} invites you to {offer.organizationName}{offer.demo ? " (demo data)" : ""}, where its security controls and their evidence are kept.</p>
      <div className="mt-4"><KeyValue
        items={[
          { key: "For", value: <span className="wrap-anywhere">{offer.email}</span> },
          { key: "Role", value: `${ROLE_WORDS[offer.role].label}: ${ROLE_WORDS[offer.role].does}` },
          { key: "Open until", value: `${formatInstant(offer.expiresAt, "UTC", "minute")} UTC` },
        ]}
      /></div>
      <Accepting offer={offer} token={token} viewer={session?.email ?? null} />
    </AuthFrame>
  );
}

/** Who can accept here: the invited person, signed in or new; not somebody else. */
function Accepting({ offer, token, viewer }: { offer: InvitationOffer; token: string; viewer: string | null }) {
  if (viewer === offer.email) return <JoinAsSignedIn action={joinAsSignedInAction.bind(null, token)} organizationName={offer.organizationName} />;
  if (viewer !== null) {
    return (
      <div className="mt-5 grid justify-items-start gap-3">
        <p>You are signed in as <strong className="font-semibold wrap-anywhere">{viewer}</strong>. Sign out to accept as {offer.email}, or ask for an invitation to the address you use.</p>
        <SignOutForm />
      </div>
    );
  }
  if (offer.hasAccount) {
    return (
      <div className="mt-5 grid gap-3">
        <p className="text-muted">This address has an account. Sign in, and you come back here.</p>
        <LinkButton kind="primary" size="lg" href={signInPath(`/join/${token}`)}>Sign in to join</LinkButton>
      </div>
    );
  }
  return <JoinAsNew action={joinAsNewAction.bind(null, token)} email={offer.email} name={offer.name} minLength={PASSWORD_MIN_LENGTH} next={offer.role === "auditor" ? "/" : `/${offer.slug}`} />;
}

function Settled({ offer: { state, organizationName, slug, expiresAt } }: { offer: InvitationOffer }) {
  const open = <LinkButton href={`/${slug}`}>Open {organizationName}</LinkButton>;
  if (state === "accepted") return <Ended title="This invitation was used" action={open}>It joined somebody to {organizationName} and works once. If that was you, sign in.</Ended>;
  if (state === "member") return <Ended title="You are in already" action={open}>The invited person is a member of {organizationName} already.</Ended>;
  if (state === "revoked") return <Ended title="This invitation was withdrawn">An administrator of {organizationName} took it back. Ask them if that surprises you.</Ended>;
  return <Ended title="This invitation has expired">It was open until {formatInstant(expiresAt, "UTC", "minute")} UTC. An administrator of {organizationName} can send it again.</Ended>;
}

function Ended({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <AuthFrame title={title} note={children}>{action === undefined ? null : <p className="mt-5">{action}</p>}</AuthFrame>
  );
}
