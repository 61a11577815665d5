import type { Metadata } from "next";
import { globalContext } from "#app/_edge/session.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { readAccountLink } from "#lib/identity/index.ts";
import { AuthFrame } from "../../auth-frame.tsx";
import { confirmEmailChangeAction } from "./actions.ts";
import { ConfirmAddressForm } from "./confirm-address-form.tsx";

// The address is the secret: no page that is followed from here may learn it.
export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer" };

/** What a mailed link leads to. Looking uses nothing up, because mail scanners follow links; the button does. */
export default async function ConfirmAddressPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await readAccountLink(await globalContext(), { token: token.slice(0, 100), kind: "email_change" });
  if (link === null) {
    return (
      <AuthFrame title="This link has ended" note="It works once, for 24 hours, and a later request ends it. Ask for the new address again under your name.">
        <p className="mt-5"><LinkButton href="/account">Your account</LinkButton></p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Confirm your address" note={<>Your account has the address <span className="wrap-anywhere">{link.accountEmail}</span>. From now on it is to be <strong className="font-semibold wrap-anywhere text-text">{link.address}</strong>.</>}>
      <ConfirmAddressForm action={confirmEmailChangeAction.bind(null, token)} />
    </AuthFrame>
  );
}
