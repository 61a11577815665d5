import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { signInPath } from "./_edge/own-path.ts";
import { currentSession, requestId } from "./_edge/session.ts";
import { SignOutForm } from "./_edge/sign-out-form.tsx";
import { Wordmark } from "./_shell/product-mark.tsx";
import { EmptyState } from "./_ui/empty-state.tsx";
import { listMyPlaces, type MyPlace } from "#lib/navigation/index.ts";
import { runtime } from "#lib/platform/runtime.ts";

export const metadata: Metadata = { title: "Start" };

type Query = { [name: string]: string | string[] | undefined };

/** Leads everybody to where they begin; asks who belongs to several organizations, and tells who belongs to none. */
export default async function Start({ searchParams }: { searchParams: Promise<Query> }) {
  const session = await currentSession();
  if (session === null) redirect(signInPath("/"));
  const places = await listMyPlaces({ memberships: session.memberships, requestId: requestId(), clock: runtime().clock });
  const [only] = places;
  if (only !== undefined && places.length === 1 && (await searchParams)["choose"] === undefined) redirect(only.href);
  return (
    <main className="mx-auto max-w-[560px] px-4 py-16">
      <Wordmark />
      <h1 className="mb-4 mt-10">{places.length === 0 ? `Signed in as ${session.name}` : "Where to?"}</h1>
      {places.length === 0 ? (
        <EmptyState kind="no_permission" title="Nothing is open to you here">
          You belong to no organization, or your engagement has ended. An administrator of the organization, or whoever invited you to the audit, can change that.
        </EmptyState>
      ) : (
        <ul className="border-t border-line-soft">{places.map((place) => <PlaceRow key={place.href} place={place} />)}</ul>
      )}
      <div className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">{runtime().signUpAllowed ? <Link className="link" href="/new-organization">Create an organization</Link> : null}<Link className="link" href="/account">Your account</Link><SignOutForm /></div>
    </main>
  );
}

function PlaceRow({ place }: { place: MyPlace }) {
  return (
    <li className="border-b border-line-soft">
      <Link href={place.href} className="flex min-h-[44px] flex-wrap items-center gap-x-3 px-2 hover:bg-hover hover:no-underline">
        <span className="font-medium">{place.organization}</span>
        <span className="text-muted">{place.as}</span>
      </Link>
    </li>
  );
}
