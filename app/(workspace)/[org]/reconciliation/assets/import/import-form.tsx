"use client";
import Link from "next/link";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type Imported = { version: number; isNew: boolean; rows: number };
type Props = {
  action: (previous: FormState<Imported>, form: FormData) => Promise<FormState<Imported>>;
  source: { kind: string; file: string; name: string; sheet: string; columns: readonly string[] };
  count: number;
  listHref: string;
};

/** Takes the list that was looked over as the next version. */
export function ImportForm({ action, source, count, listHref }: Props) {
  const [state, submit] = useActionState<FormState<Imported>, FormData>(action, unsent);
  if (state.ok === true) {
    const { isNew, version, rows } = state.answer;
    return <div className="mt-6 max-w-[760px]" role="status"><Banner tone="positive" title={isNew ? `Version ${version} has ${rows} ${rows === 1 ? "asset" : "assets"}.` : `Nothing had to change: version ${version} is of this file.`} action={<Link className="link" href={listHref}>Hold it against what was collected</Link>}>The file is kept with it, by its hash.</Banner></div>;
  }
  return (
    <form action={submit} className="mt-6 grid gap-3">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      {Object.entries({ kind: source.kind, file: source.file, name: source.name, sheet: source.sheet }).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {source.columns.map((pair) => <input key={pair} type="hidden" name="columns" value={pair} />)}
      <div><SubmitButton kind="primary" pendingLabel="Importing…">{count === 1 ? "Import 1 asset" : `Import ${count} assets`}</SubmitButton></div>
    </form>
  );
}
