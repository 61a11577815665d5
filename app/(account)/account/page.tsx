import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { signInPath } from "#app/_edge/own-path.ts";
import { currentSession, globalContext } from "#app/_edge/session.ts";
import { SignOutForm } from "#app/_edge/sign-out-form.tsx";
import { readChrome } from "#app/_shell/read-chrome.ts";
import { setKeys } from "#app/_shell/set-chrome.ts";
import { Wordmark } from "#app/_shell/product-mark.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { listMySessions, PASSWORD_MIN_LENGTH, readMyFactors } from "#lib/identity/index.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import { AddressForm } from "./address-form.tsx";
import { changePasswordAction, requestEmailChangeAction, revokeOtherSessionsAction, revokeSessionAction } from "./actions.ts";
import { FactorSection } from "./factor-section.tsx";
import { PasswordForm } from "./password-form.tsx";
import { SessionList } from "./session-list.tsx";

export const metadata: Metadata = { title: "Your account" };

/** A person's own account, in no organization: where they are signed in, and their password. Auditors come here too. */
export default async function Page() {
  const session = await currentSession();
  if (session === null) redirect(signInPath("/account"));
  const context = await globalContext();
  const [sessions, factors] = [await listMySessions(context, {}), await readMyFactors(context, {})];
  const chrome = await readChrome();
  return (
    <div className="mx-auto max-w-[720px] px-4 py-8">
      <header className="flex items-center gap-4"><Link href="/" aria-label="Tickmark, start"><Wordmark /></Link><Link className="link" href="/">Back</Link><span className="ml-auto"><SignOutForm /></span></header>
      <main className="mt-8">
        <h1>Your account</h1>
        <p className="mt-0.5 text-muted">{session.name}, {session.email}</p>
        <Section title="Sessions" count={sessions.length} aside={<span className="text-muted">Times are in UTC</span>}>
          <p className="mb-3 max-w-[60ch] text-muted">A session ends 12 hours after its last use and 7 days after sign-in. One that you end is refused with its next request.</p>
          <SessionList sessions={sessions} action={revokeSessionAction} endOthers={revokeOtherSessionsAction} />
        </Section>
        <FactorSection factors={factors} />
        <Section title="Password" flush={false}>
          <PasswordForm action={changePasswordAction} minLength={PASSWORD_MIN_LENGTH} />
        </Section>
        <Section title="E-mail" flush={false}>
          <p className="mb-1 max-w-[60ch] text-muted">You sign in as {session.email}. A new address counts once you follow the mail to it; the old one is told.</p>
          <AddressForm key={session.email} action={requestEmailChangeAction} />
        </Section>
        <Section title="Mail" flush={false}>
          <p className="max-w-[60ch] text-muted">What is mailed to you, at once or once a day, and when it is quiet. <Link className="link" href="/account/notifications">Mail settings</Link></p>
        </Section>
        <Section title="Keyboard" id="keyboard" flush={false}>
          <p className="mb-3 max-w-[60ch] text-muted">Single keys such as j, k and 1 to 4 act outside text fields; ? shows them all. Switch them off if you use speech input. Ctrl K or ⌘ K always opens the search.</p>
          <form action={setKeys} className="flex gap-2">
            <Button type="submit" name="keys" value="on" aria-pressed={chrome.keys}>Single keys on</Button>
            <Button type="submit" name="keys" value="off" aria-pressed={!chrome.keys}>Single keys off</Button>
          </form>
        </Section>
      </main>
      <footer className="mt-10 border-t border-line pt-3 text-xs text-muted">{SOFTWARE}</footer>
    </div>
  );
}
