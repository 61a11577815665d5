import type { Metadata } from "next";
import Link from "next/link";
import { AskForMail } from "../ask-for-mail.tsx";
import { AuthFrame } from "../auth-frame.tsx";
import { MailPlace } from "../mail-place.tsx";
import { requestPasswordResetAction } from "./actions.ts";

export const metadata: Metadata = { title: "Forgot your password?" };

/** Asks for a link to choose a new password. */
export default function ForgotPasswordPage() {
  return (
    <AuthFrame title="Forgot your password?" note="Enter the address that you sign in with. A link to choose a new password is mailed to it.">
      <AskForMail
        action={requestPasswordResetAction}
        submit="Mail me a link"
        sent="If this address has an account, a mail is on its way. Its link works once, for one hour. Your present password works until then."
      />
      <p className="mt-6"><Link className="link" href="/sign-in">Back to sign-in</Link></p>
      <MailPlace />
    </AuthFrame>
  );
}
