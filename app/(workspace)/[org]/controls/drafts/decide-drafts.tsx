"use client";
import { useActionState, type ReactNode } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { useToast } from "#app/_ui/toast.tsx";

export type DecideAction = (previous: FormState<string[]>, form: FormData) => Promise<FormState<string[]>>;
type Props = { id: string; approve: DecideAction; giveBack: DecideAction; children: ReactNode };

/** Drafts of others, approved or returned together: all that are chosen, or none. */
export function DecideDrafts({ id, approve, giveBack, children }: Props) {
  const toast = useToast();
  const send = async (previous: FormState<string[]>, form: FormData): Promise<FormState<string[]>> => {
    const isReturn = form.get("decision") === "return";
    const outcome = await (isReturn ? giveBack : approve)(previous, form);
    if (outcome.ok === true) toast({ title: `${outcome.answer.length} ${outcome.answer.length === 1 ? "draft" : "drafts"} ${isReturn ? "returned" : "approved"}`, description: outcome.answer.join(", "), tone: "positive" });
    return outcome;
  };
  const [state, submit] = useActionState<FormState<string[]>, FormData>(send, unsent);
  return (
    <form id={id} action={submit}>
      {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {children}
      <BatchBar form={id} noun={{ one: "draft", many: "drafts" }}>
        <Button type="submit" form={id} kind="primary" name="decision" value="approve">Approve</Button>
        <details>
          <summary className="btn">Return…</summary>
          <div className="mt-2 grid gap-2 [&_.field]:mt-0">
            <Textarea label="Why" name="reason" form={id} rows={2} maxLength={2000} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="Their author reads it." />
            <div><Button type="submit" form={id} name="decision" value="return">Return</Button></div>
          </div>
        </details>
      </BatchBar>
    </form>
  );
}
