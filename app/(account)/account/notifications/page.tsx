import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { myContexts } from "#app/_edge/my-contexts.ts";
import { signInPath } from "#app/_edge/own-path.ts";
import { currentSession } from "#app/_edge/session.ts";
import { SignOutForm } from "#app/_edge/sign-out-form.tsx";
import { timeZones } from "#app/_edge/time-zones.ts";
import { Wordmark } from "#app/_shell/product-mark.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { readMailChoices, type MailChoices } from "#lib/notifications/index.ts";
import { chooseMailsAction } from "./actions.ts";
import { MailForm } from "./mail-form.tsx";

export const metadata: Metadata = { title: "Mail settings" };

/** How a person hears of things by mail, organization by organization. The inbox holds them all, whatever is chosen here. */
export default async function Page() {
  if ((await currentSession()) === null) redirect(signInPath("/account/notifications"));
  const places: { organizationId: string; choices: MailChoices }[] = [];
  for (const context of await myContexts()) places.push({ organizationId: context.organizationId, choices: await readMailChoices(context, {}) });
  const zones = timeZones();
  return (
    <div className="mx-auto max-w-[720px] px-4 py-8">
      <header className="flex items-center gap-4"><Link href="/" aria-label="Tickmark, start"><Wordmark /></Link><Link className="link" href="/account">Your account</Link><span className="ml-auto"><SignOutForm /></span></header>
      <main className="mt-8">
        <h1>Mail settings</h1>
        <p className="mt-0.5 max-w-[60ch] text-muted">What concerns you stands in your notifications, whatever you choose here.</p>
        {places.length === 0 ? <EmptyState kind="first" title="You are in no organization that mails you">Once you are, what it mails you is chosen here.</EmptyState> : null}
        {places.map(({ organizationId, choices }) => (
          <Section key={organizationId} title={choices.organizationName} aside={<span className="text-muted">mailed to {choices.email}</span>} flush={false}>
            {choices.demo ? <Banner tone="inert" title="Demo data is not mailed.">Its people have addresses that nobody has.</Banner> : null}
            {choices.stoppedAt === null ? null : (
              <Banner tone="inert" title="You stopped these mails">on <Timestamp at={choices.stoppedAt} zone={choices.rhythm.timeZone} /> by the link in one of them. Saving lets them come again.</Banner>
            )}
            <MailForm action={chooseMailsAction.bind(null, organizationId)} choices={choices} zones={zones} />
          </Section>
        ))}
      </main>
    </div>
  );
}
