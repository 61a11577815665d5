import type { Metadata } from "next";
import { globalContext } from "#app/_edge/session.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { PASSWORD_MIN_LENGTH, readAccountLink } from "#lib/identity/index.ts";
import { AuthFrame } from "../../auth-frame.tsx";
import { resetPasswordAction } from "./actions.ts";
import { ResetForm } from "./reset-form.tsx";

// The address is the secret: no page that is followed from here may learn it.
export const metadata: Metadata = { title: "Choose a new password", referrer: "no-referrer" };

/** What a mailed link leads to. Looking uses nothing up, because mail scanners follow links; the button does. */
export default async function ResetPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const link = await readAccountLink(await globalContext(), { token: token.slice(0, 100), kind: "password_reset" });
  if (link === null) {
    return (
      <AuthFrame title="This link has ended" note="It works once, for one hour. Your password is as it was, unless you chose a new one with it.">
        <p className="mt-5"><LinkButton href="/forgot-password">Mail me a new link</LinkButton></p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Choose a new password" note={<>for <span className="wrap-anywhere">{link.accountEmail}</span></>}>
      <ResetForm action={resetPasswordAction.bind(null, token)} email={link.accountEmail ?? ""} minLength={PASSWORD_MIN_LENGTH} />
    </AuthFrame>
  );
}
