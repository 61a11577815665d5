import type { Metadata } from "next";
import Link from "next/link";
import { ownPath, signInPath } from "#app/_edge/own-path.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { beginCompanySignInAction } from "../actions.ts";
import { CompanySignInForm } from "./company-sign-in-form.tsx";

export const metadata: Metadata = { title: "Company sign-in" };

type Query = { [name: string]: string | string[] | undefined };

/**
 * Signing in through an organization's own provider: found by the domain of an e-mail address, or named by the address
 * of this page. Shown to who is signed in too: an organization may be entered by its provider alone.
 */
export default async function CompanySignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const next = ownPath(query["next"]);
  const asked = query["organization"];
  // As organizations are written in addresses; anything else names none.
  const organization = typeof asked === "string" && /^[a-z0-9-]{1,64}$/.test(asked) ? asked : null;
  return (
    <div className="w-full max-w-[344px] max-sm:max-w-none">
      <h1 className="text-2xl tracking-[-0.02em]">Company sign-in</h1>
      <p className="mt-0.5 break-words text-muted">to {new URL(runtime().baseUrl).host}{organization === null ? null : `/${organization}`}</p>
      <CompanySignInForm action={beginCompanySignInAction} organization={organization} next={next} />
      <p className="mt-4"><Link className="link" prefetch={false} href={signInPath(next)}>Use a password or passkey</Link></p>
      <p className="mt-6 text-xs text-muted">Your company checks who you are and leads you back here. Tickmark never sees the password that you use there.</p>
    </div>
  );
}
