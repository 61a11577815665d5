"use client";
import { useActionState, useState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Fieldset } from "#app/_ui/fieldset.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

export type OfferedDomain = { key: string; label: string; controls: { code: string; title: string; serves: string; chosen: boolean }[] };
type Props = { action: (previous: FormState, form: FormData) => Promise<FormState>; domains: readonly OfferedDomain[]; libraryHref: string };

/** Controls of the library by domain, to take all at once. */
export function ChooseForm({ action, domains, libraryHref }: Props) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  const all = domains.flatMap((domain) => domain.controls);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(all.filter((one) => one.chosen).map((one) => one.code)));
  const change = (codes: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const code of codes) if (on) next.add(code); else next.delete(code);
    setChosen(next);
  };
  if (all.length === 0) return <p className="pt-3 text-muted">Every control of the library is adopted.</p>;
  return (
    <form action={submit} className="pt-3">
      {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => change(all.map((one) => one.code), true)}>Choose all</Button>
        <Button onClick={() => change(all.map((one) => one.code), false)}>Choose none</Button>
        <LinkButton kind="quiet" href={libraryHref}>Read the library</LinkButton>
      </div>
      <div className="mt-4 grid gap-6">
        {domains.map((domain) => (
          <Fieldset key={domain.key} legend={<>{domain.label} <span className="font-normal text-muted">{domain.controls.filter((one) => chosen.has(one.code)).length} of {domain.controls.length}</span></>}>
            <div className="grid gap-x-8 gap-y-1 lg:grid-cols-2 [&_.field]:mt-0">
              {domain.controls.map((one) => (
                <Checkbox key={one.code} name="codes" value={one.code} label={<><span className="mono text-muted">{one.code}</span> {one.title}</>} {...(one.serves === "" ? {} : { hint: one.serves })} checked={chosen.has(one.code)} onChange={(event) => change([one.code], event.target.checked)} />
              ))}
            </div>
          </Fieldset>
        ))}
      </div>
      <div className="mt-6"><SubmitButton kind="primary" pendingLabel="Adopting…" disabled={chosen.size === 0}>{chosen.size === 1 ? "Adopt 1 control" : `Adopt ${chosen.size} controls`}</SubmitButton></div>
    </form>
  );
}
