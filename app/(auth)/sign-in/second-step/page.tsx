import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ownPath, signInPath } from "#app/_edge/own-path.ts";
import { passkeyOrigin } from "#app/_edge/passkey-challenge.ts";
import { pendingSignIn } from "#app/_edge/pending-sign-in.ts";
import { currentSession } from "#app/_edge/session.ts";
import { beginPasskeySignInAction } from "../actions.ts";
import { PasskeySignIn } from "../passkey-sign-in.tsx";
import { SecondStepForm } from "./second-step-form.tsx";

export const metadata: Metadata = { title: "Second step" };

type Query = { [name: string]: string | string[] | undefined };

/** The second step of a sign-in: a code. Who is in the middle of none begins at the first. */
export default async function SecondStepPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = ownPath(query["next"]);
  const pending = await pendingSignIn();
  if (pending === null) redirect((await currentSession()) === null ? signInPath(next) : next);
  const recovery = !pending.hasApp || query["with"] === "recovery-code";
  const origin = passkeyOrigin();
  const here = new URLSearchParams(next === "/" ? {} : { next });
  const other = new URLSearchParams({ ...Object.fromEntries(here), ...(recovery ? {} : { with: "recovery-code" }) });
  return (
    <div className="w-full max-w-[344px] max-sm:max-w-none">
      <h1 className="text-2xl tracking-[-0.02em]">Second step</h1>
      <p className="mt-0.5 break-words text-muted">for {pending.email}</p>
      <SecondStepForm key={recovery ? "recovery" : "app"} recovery={recovery} next={next} />
      {origin === null || pending.hasApp ? null : <PasskeySignIn begin={beginPasskeySignInAction} origin={origin} next={next} />}
      <p className="mt-6 text-xs text-muted">
        {pending.hasApp ? <><Link className="link" prefetch={false} href={`/sign-in/second-step${other.size === 0 ? "" : `?${other.toString()}`}`}>{recovery ? "Use the code of your app" : "Use a recovery code"}</Link>{" · "}</> : null}
        <Link className="link" prefetch={false} href={signInPath(next)}>Begin again</Link>
      </p>
      <p className="mt-3 text-xs text-muted">
        Neither at hand? Where you are still signed in, your password makes new recovery codes.
      </p>
    </div>
  );
}
