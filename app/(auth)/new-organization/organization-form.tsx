"use client";
import { useActionState, useEffect, useRef, useState } from "react";
import { signIn } from "next-auth/react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { REGION_HINT, regionOptions } from "#app/_ui/region-options.ts";
import { Select } from "#app/_ui/select.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { NEUTRAL_REGION, regionOf, type Region } from "#lib/platform/region.ts";
import { suggestSlug } from "./suggest-slug.ts";

type Founded = { slug: string };
type OrganizationFormProps = {
  action: (previous: FormState<Founded>, form: FormData) => Promise<FormState<Founded>>;
  zones: readonly string[];
  /** The account to make first; null for who has one. */
  account: { email: string; minLength: number } | null;
};

/** An organization's name, address, time zone and region; before them, where due, the account of whoever creates it. */
export function OrganizationForm({ action, zones, account }: OrganizationFormProps) {
  const [state, submit] = useActionState<FormState<Founded>, FormData>(async (previous, form) => {
    const answer = await action(previous, form);
    if (answer.ok !== true || account === null) return answer;
    const next = `/${answer.answer.slug}`;
    const signedIn = await signIn("credentials", { email: account.email, password: String(form.get("password") ?? ""), redirect: false });
    // Whatever kept the sign-in from going through is said at sign-in itself; a new document either way.
    window.location.assign(signedIn?.ok === true ? next : `/sign-in?next=${encodeURIComponent(next)}`);
    return new Promise<never>(() => undefined);
  }, unsent);
  return (
    <form action={submit} className="mt-5">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {account === null ? null : <AccountFields state={state} account={account} />}
      <OrganizationFields state={state} zones={zones} focus={account === null} />
      <SubmitButton kind="primary" size="lg" pendingLabel="Creating…" className="mt-5 min-h-[40px] w-full max-sm:min-h-[44px]">Create organization</SubmitButton>
    </form>
  );
}

function AccountFields({ state, account }: { state: FormState<Founded>; account: { email: string; minLength: number } }) {
  return (
    <>
      <input type="hidden" name="email" autoComplete="username" value={account.email} readOnly />
      <Input label="Your name" name="personName" autoComplete="name" required maxLength={120} autoFocus defaultValue={enteredOf(state, "personName")} error={problemOf(state, "personName")} />
      <Input
        label="Choose a password" name="password" type="password" autoComplete="new-password" required minLength={account.minLength} maxLength={256}
        hint={`${account.minLength} characters or more. A sentence that only you would think of is good.`} error={problemOf(state, "password")}
      />
    </>
  );
}

function OrganizationFields({ state, zones, focus }: { state: FormState<Founded>; zones: readonly string[]; focus: boolean }) {
  const [slug, setSlug] = useState(enteredOf(state, "slug") ?? "");
  const own = useRef(false);
  const [zone, setZone] = useState("UTC");
  const [region, setRegion] = useState<Region>(NEUTRAL_REGION);
  // Known to the browser alone; the server draws UTC and a neutral region first.
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zones.includes(here)) setZone(here);
    setRegion(regionOf(new Intl.Locale(navigator.language).maximize().region ?? ""));
  }, [zones]);
  return (
    <>
      <Input
        label="Organization" name="name" autoComplete="organization" required maxLength={120} autoFocus={focus} defaultValue={enteredOf(state, "name")} error={problemOf(state, "name")}
        onChange={(event) => { if (!own.current) setSlug(suggestSlug(event.target.value)); }}
      />
      <Input
        label="Address" name="slug" required maxLength={40} autoComplete="off" spellCheck={false} value={slug} error={problemOf(state, "slug")}
        hint={<>Stands in every link and stays as it is: <span className="mono wrap-anywhere">/{slug === "" ? "acme" : slug}</span></>}
        onChange={(event) => { own.current = true; setSlug(event.target.value); }}
      />
      <Select label="Time zone" name="timeZone" options={zones.map((one) => ({ value: one, label: one.replaceAll("_", " ") }))} value={zone} onChange={(event) => setZone(event.target.value)} error={problemOf(state, "timeZone")} />
      <Select label="Region" name="region" options={regionOptions()} hint={REGION_HINT} value={region} onChange={(event) => setRegion(regionOf(event.target.value))} error={problemOf(state, "region")} />
    </>
  );
}
