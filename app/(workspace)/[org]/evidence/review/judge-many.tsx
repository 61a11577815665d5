"use client";
import { useActionState, type ReactNode } from "react";
import Link from "next/link";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Banner } from "#app/_ui/banner.tsx";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";

/** What became of evidence judged together. */
export type ManyJudged = { decision: "accepted" | "rejected"; decided: number; refused: { name: string; message: string }[]; /** Whether some that match were not come to. */ more: boolean };
type Action = (previous: FormState<ManyJudged>, form: FormData) => Promise<FormState<ManyJudged>>;
type Props = { id: string; action: Action; total: number; home: string; /** What "all that match" means. */ given: Readonly<Record<string, string>>; children: ReactNode };

/** Evidence judged together: those chosen, or all that match. What is refused is named with its reason. */
export function JudgeMany({ id, action, total, home, given, children }: Props) {
  const [state, submit] = useActionState<FormState<ManyJudged>, FormData>(action, unsent);
  return (
    <form id={id} action={submit}>
      {Object.entries(given).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {state.ok === false ? <div className="px-4 pb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {state.ok === true ? <Report report={state.answer} home={home} /> : null}
      {children}
      <BatchBar form={id} noun={{ one: "piece of evidence", many: "pieces of evidence" }} total={total}>
        <Button type="submit" form={id} kind="primary" name="decision" value="accepted">Accept</Button>
        <details>
          <summary className="btn">Reject…</summary>
          <div className="mt-2 grid gap-2 [&_.field]:mt-0">
            <Textarea label="Why" name="reason" form={id} rows={2} maxLength={2000} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} hint="Everybody who submitted one reads it." />
            <div><Button type="submit" form={id} kind="danger" name="decision" value="rejected">Reject</Button></div>
          </div>
        </details>
      </BatchBar>
    </form>
  );
}

function Report({ report: { decision, decided, refused, more }, home }: { report: ManyJudged; home: string }) {
  const what = `${decided} ${decided === 1 ? "piece" : "pieces"} of evidence ${decision}`;
  return (
    <div className="mx-4 mb-3">
      <Banner tone={refused.length === 0 ? "positive" : "caution"} title={refused.length === 0 ? `${what}.` : `${what}, ${refused.length} not.`} alert>{more ? "Some that match were not come to. Choose them again." : undefined}</Banner>
      {refused.length === 0 ? null : <ul className="grid gap-1 pt-2">{refused.map(({ name, message }) => <li key={name}><Link className="link mono" href={`${home}/${name}`}>{name}</Link> {message}</li>)}</ul>}
    </div>
  );
}
