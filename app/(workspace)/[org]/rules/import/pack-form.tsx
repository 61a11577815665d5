"use client";
import Link from "next/link";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { RULE_LIMITS } from "#lib/rules/client.ts";
import type { ImportedPack } from "#lib/rules/index.ts";

type Props = { action: (previous: FormState<ImportedPack>, form: FormData) => Promise<FormState<ImportedPack>>; chosen: { sha256: string; fileName: string }; count: number; licenseLine: string | null; textsHref: string };

/** Takes what compiles, with the licence of the archive and where it comes from. */
export function PackForm({ action, chosen, count, licenseLine, textsHref }: Props) {
  const [state, submit] = useActionState<FormState<ImportedPack>, FormData>(action, unsent);
  if (state.ok === true) {
    const { proposed, same, refused, inForce } = state.answer;
    return <div className="mt-6 max-w-[760px]" role="status"><Banner tone="positive" title={`${numberText(proposed)} ${inForce ? "in force" : "proposed"}, ${numberText(same)} here already, ${numberText(refused)} left out.`} action={<Link className="link" href={textsHref}>Open texts and reviews</Link>}>{inForce ? "Nobody else could approve them, which their versions say." : "Another person approves them."}</Banner></div>;
  }
  if (count === 0) return <div className="mt-6 max-w-[760px]"><Banner tone="inert" title="Nothing in it is new." /></div>;
  const error = (name: string): { error?: string } => {
    const problem = problemOf(state, name);
    return problem === undefined ? {} : { error: problem };
  };
  return (
    <form action={submit} className="mt-6 grid max-w-[560px] gap-3 [&_.field]:mt-0">
      {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
      <input type="hidden" name="file" value={chosen.sha256} />
      <input type="hidden" name="name" value={chosen.fileName} />
      <Input label="Licence of the archive" name="license" required maxLength={200} hint="Kept for rules that state none." defaultValue={enteredOf(state, "license") ?? licenseLine ?? ""} {...error("license")} />
      <Textarea label="Where it comes from" name="reason" rows={2} required maxLength={RULE_LIMITS.reasonChars} defaultValue={enteredOf(state, "reason")} {...error("reason")} />
      <div><SubmitButton kind="primary" pendingLabel="Importing…">{count === 1 ? "Propose 1 file" : `Propose ${numberText(count)} files`}</SubmitButton></div>
    </form>
  );
}
