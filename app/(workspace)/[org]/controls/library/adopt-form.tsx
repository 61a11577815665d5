"use client";
import Link from "next/link";
import { Fragment, startTransition, useActionState, type ReactNode, type SubmitEvent } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { DatePicker } from "#app/_ui/date-picker.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Input } from "#app/_ui/input.tsx";

type Adopted = string[];
type AdoptFormProps = {
  id: string;
  action: (previous: FormState<Adopted>, form: FormData) => Promise<FormState<Adopted>>;
  controlsHref: string;
  /** Today in the organization's time zone. */
  today: string;
  zone: string;
  /** The table whose rows are chosen. */
  children: ReactNode;
};

/** Chooses controls of the table and adopts them from a day on. A refusal leaves the choice as it was. */
export function AdoptForm({ id, action, controlsHref, today, zone, children }: AdoptFormProps) {
  const [state, submit, pending] = useActionState<FormState<Adopted>, FormData>(action, unsent);
  // Not through the form's action: React would reset the form after a refusal, and the choice with it.
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!pending) startTransition(() => submit(form));
  };
  // What counts the choice begins anew with the rows that are left.
  const round = state.ok === true ? state.requestId : "choosing";
  return (
    <form id={id} onSubmit={onSubmit}>
      {state.ok === true ? <div className="mb-3"><Banner tone="positive" title={`${sentenceOf(state.answer)} adopted.`} action={<Link className="link" href={controlsHref}>Open controls</Link>}>Next, name who owns their evidence requests.</Banner></div> : null}
      <Fragment key={`rows ${round}`}>{children}</Fragment>
      <BatchBar key={round} form={id} noun={{ one: "control", many: "controls" }}>
        <Dialog trigger="Adopt…" kind="primary" title="Adopt the chosen controls" description="They become your organization’s own. Their evidence requests are open from that day.">
          {state.ok === false ? <div className="mb-4"><FormError message={state.message} requestId={state.requestId} /></div> : null}
          <DatePicker form={id} label="In force from" name="effectiveDay" today={today} required max={today} defaultValue={enteredOf(state, "effectiveDay") ?? today} error={problemOf(state, "effectiveDay")} hint={`From the beginning of this day in ${zone}.`} />
          <Input form={id} label="Owner team" name="ownerTeam" optional maxLength={200} autoComplete="off" defaultValue={enteredOf(state, "ownerTeam")} error={problemOf(state, "ownerTeam")} hint="For all that you chose. Empty: the team that each control names." />
          <DialogActions><Button form={id} type="submit" kind="primary" aria-disabled={pending || undefined} aria-busy={pending || undefined}>{pending ? "Adopting…" : "Adopt controls"}</Button></DialogActions>
        </Dialog>
      </BatchBar>
    </form>
  );
}

function sentenceOf(codes: readonly string[]): string {
  return codes.length > 3 ? `${codes.length} controls are` : `${codes.join(", ")} ${codes.length === 1 ? "is" : "are"}`;
}
