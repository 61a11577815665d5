"use client";
import { useActionState, type ReactNode } from "react";
import { enteredOf, keptWhenRefused, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { useToast } from "#app/_ui/toast.tsx";

type Decide = (previous: FormState<string[]>, form: FormData) => Promise<FormState<string[]>>;
type Props = { id: string; approve: Decide; keep: Decide; children: ReactNode };

/** Evidence whose time is over, disposed of or kept longer together: all that is chosen, or none, with one reason. */
export function DecideDisposal({ id, approve, keep, children }: Props) {
  const toast = useToast();
  const send = async (previous: FormState<string[]>, form: FormData): Promise<FormState<string[]>> => {
    const isKept = form.get("decision") === "keep";
    const outcome = await (isKept ? keep : approve)(previous, form);
    if (outcome.ok === true) toast({ title: `${outcome.answer.length} ${isKept ? "kept for another year" : "being destroyed"}`, description: outcome.answer.join(", "), tone: "positive" });
    return outcome;
  };
  const [state, submit] = useActionState<FormState<string[]>, FormData>(send, unsent);
  return (
    <form id={id} action={submit} {...keptWhenRefused(state)}>
      {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {children}
      <BatchBar form={id} noun={{ one: "evidence", many: "pieces of evidence" }}>
        <details>
          <summary className="btn">Decide…</summary>
          <div className="mt-2 grid gap-2 [&_.field]:mt-0">
            <Textarea label="Why" name="reason" form={id} rows={2} maxLength={500} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="Stays with the evidence for ever. Content that is destroyed cannot be brought back; copies in packets stay." />
            <div className="flex flex-wrap gap-2">
              <Button type="submit" form={id} kind="danger" name="decision" value="dispose">Destroy the content</Button>
              <Button type="submit" form={id} name="decision" value="keep">Keep another year</Button>
            </div>
          </div>
        </details>
      </BatchBar>
    </form>
  );
}
