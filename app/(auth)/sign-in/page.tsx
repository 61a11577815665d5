import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { Building2 } from "lucide-react";
import { currentSession } from "#app/_edge/session.ts";
import { companySignInPath, ownPath } from "#app/_edge/own-path.ts";
import { passkeyOrigin } from "#app/_edge/passkey-challenge.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { runtime } from "#lib/platform/runtime.ts";
import { beginPasskeySignInAction } from "./actions.ts";
import { demoLoginsFile } from "./demo-logins-file.ts";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import { RefusedNotice, tellsRefusal } from "./refused-notice.tsx";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Query = { [name: string]: string | string[] | undefined };

/** Sign-in. Who is signed in already goes straight on, but for whom their company's sign-in refused: they are told why. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = ownPath(query["next"]);
  if (!tellsRefusal(query["refused"]) && (await currentSession()) !== null) redirect(next);
  const origin = passkeyOrigin();
  const demoFile = demoLoginsFile();
  return (
    <div className="w-full max-w-[344px] max-sm:max-w-none">
      <h1 className="text-2xl tracking-[-0.02em]">Sign in</h1>
      <p className="mt-0.5 text-muted">to {new URL(runtime().baseUrl).host}</p>
      {query["password"] === "changed" ? <p role="status" className="mt-3">Your password was changed. Sign in with the new one.</p> : null}
      <RefusedNotice word={query["refused"]} />
      <SignInForm next={next} secondStep={`/sign-in/second-step${next === "/" ? "" : `?next=${encodeURIComponent(next)}`}`} />
      {origin === null ? null : <PasskeySignIn begin={beginPasskeySignInAction} origin={origin} next={next} />}
      <LinkButton size="lg" prefetch={false} href={companySignInPath(null, next)} icon={<Building2 aria-hidden="true" className="size-4" strokeWidth={1.5} />} className="mt-3 min-h-[40px] w-full max-sm:min-h-[44px]">Use your company's sign-in</LinkButton>
      <p className="mt-4"><Link className="link" href="/forgot-password">Forgot your password?</Link></p>
      <p className="mt-6 text-xs text-muted">
        Auditors sign in here too. New people are invited by an administrator of their organization.
        {runtime().signUpAllowed ? <> <Link className="link" href="/new-organization">Create an organization</Link></> : null}
      </p>
      {demoFile === null ? null : (
        <p className="mt-3 text-xs text-muted">
          Demo logins, one per role, were printed in the terminal that started Tickmark. They also stand in <code>{demoFile}</code>.
        </p>
      )}
    </div>
  );
}
