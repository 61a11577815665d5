import type { Metadata } from "next";
import { LinkButton } from "#app/_ui/button.tsx";
import { readUnsubscription } from "#lib/notifications/index.ts";
import { AuthFrame } from "../../auth-frame.tsx";
import { stopMailsAction } from "./actions.ts";
import { StopForm } from "./stop-form.tsx";

// The address is the secret: no page that is followed from here may learn it.
export const metadata: Metadata = { title: "Stop mails", referrer: "no-referrer" };

/** What the link in a mail leads to, signed in or not. Looking stops nothing, because mail scanners follow links; the button does. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const subscription = await readUnsubscription(token.slice(0, 200));
  if (subscription === null) {
    return (
      <AuthFrame title="This link stops nothing" note="It is not complete, or you are not in that organization any more and get no mail from it.">
        <p className="mt-5"><LinkButton href="/account/notifications">Mail settings</LinkButton></p>
      </AuthFrame>
    );
  }
  const { organizationName, stopped } = subscription;
  if (stopped) {
    return (
      <AuthFrame title="Mails are stopped" note={<><strong className="font-semibold wrap-anywhere text-text">{organizationName}</strong> mails you nothing more, but what is about your access or its own end. Your notifications in Tickmark go on.</>}>
        <p className="mt-5"><LinkButton href="/account/notifications">Mail settings</LinkButton></p>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title="Stop these mails?" note={<>You will no longer hear by mail of what <strong className="font-semibold wrap-anywhere text-text">{organizationName}</strong> asks of you in Tickmark. What is owed stays owed, and stands in your notifications.</>}>
      <StopForm action={stopMailsAction.bind(null, token)} />
      <p className="mt-4 text-muted">Fewer mails instead: one a day, or only some kinds, in your <a className="link" href="/account/notifications">mail settings</a>.</p>
    </AuthFrame>
  );
}
