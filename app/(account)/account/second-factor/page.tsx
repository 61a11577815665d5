import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ownPath, signInPath } from "#app/_edge/own-path.ts";
import { currentSession, globalContext } from "#app/_edge/session.ts";
import { SignOutForm } from "#app/_edge/sign-out-form.tsx";
import { Wordmark } from "#app/_shell/product-mark.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Section } from "#app/_ui/section.tsx";
import { readMyFactors } from "#lib/identity/index.ts";
import { addPasskeyAction, beginPasskeyAction, beginTotpAction, confirmTotpAction } from "../actions.ts";
import { AddPasskey } from "../add-passkey.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";

export const metadata: Metadata = { title: "Set up a second factor" };

type Query = { [name: string]: string | string[] | undefined };

/** The set-up of a second factor: by one's own wish, or on the way to an organization that demands one. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const session = await currentSession();
  if (session === null) redirect(signInPath("/account/second-factor"));
  const wanted = (await searchParams)["next"];
  const next = wanted === undefined ? "/account" : ownPath(wanted);
  const factors = await readMyFactors(await globalContext(), {});
  const has = factors.totpSince !== null || factors.passkeys.length > 0;
  return (
    <div className="mx-auto max-w-[720px] px-4 py-8">
      <header className="flex items-center gap-4"><Link href="/" aria-label="Tickmark, start"><Wordmark /></Link><Link className="link" href="/account">Your account</Link><span className="ml-auto"><SignOutForm /></span></header>
      <main className="mt-8">
        <h1>Set up a second factor</h1>
        <p className="mt-0.5 text-muted">for {session.email}</p>
        {wanted === undefined || has ? null : (
          <div className="mt-4"><Banner tone="caution" title="Demanded where you are going.">The organization asks everybody for a second factor. Until you have one, it stays closed to you; nothing else changes.</Banner></div>
        )}
        <TotpSetUp exists={factors.totpSince !== null} next={next} begin={beginTotpAction} confirm={confirmTotpAction} />
        {factors.passkeyOrigin === null || factors.totpSince !== null ? null : (
          <Section title="Or add a passkey" flush={false}>
            <p className="max-w-[60ch] pt-3 text-muted">Finger, face or PIN of your device instead of an app. It counts as both factors.</p>
            <AddPasskey acts={{ begin: beginPasskeyAction, add: addPasskeyAction }} origin={factors.passkeyOrigin} hasFactor={has} />
            {factors.passkeys.length === 0 ? null : <p className="pt-4"><LinkButton href={next}>Go on</LinkButton></p>}
          </Section>
        )}
      </main>
    </div>
  );
}
