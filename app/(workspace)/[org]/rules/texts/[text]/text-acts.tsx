"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { Section } from "#app/_ui/section.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { RULE_LIMITS } from "#lib/rules/client.ts";
import type { RuleTextView } from "#lib/rules/index.ts";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { textId: string; may: RuleTextView["may"]; approve: Action; giveBack: Action; propose: Action; withdraw: Action; end: Action };

/** What whoever looks may do with a version. */
export function TextActs({ textId, may, approve, giveBack, propose, withdraw, end }: Props) {
  const decide = (previous: FormState, form: FormData): Promise<FormState> => (form.get("decision") === "return" ? giveBack : approve)(previous, form);
  const [decided, send] = useActionState<FormState, FormData>(decide, unsent);
  const [proposed, proposeNow] = useActionState<FormState, FormData>(propose, unsent);
  const [withdrawn, takeBack] = useActionState<FormState, FormData>(withdraw, unsent);
  const [ended, endNow] = useActionState<FormState, FormData>(end, unsent);
  if (!may.approve && !may.propose && !may.withdraw && !may.end) return null;
  return (
    <Section title={may.approve ? "Decide" : "Go on"} flush={false}>
      <div className="grid max-w-[560px] gap-3 pt-3 [&_.field]:mt-0">
        {may.approve ? (
          <form action={send} className="grid gap-3">
            <input type="hidden" name="textId" value={textId} />
            {decided.ok === false ? <FormError message={decided.message} requestId={decided.requestId} /> : null}
            <Textarea label="Reason" name="reason" rows={2} maxLength={RULE_LIMITS.reasonChars} optional hint="Needed to return it." defaultValue={enteredOf(decided, "reason")} error={problemOf(decided, "reason")} />
            <div className="flex flex-wrap gap-2">
              <SubmitButton kind="primary" name="decision" value="approve" pendingLabel="Working…">Approve</SubmitButton>
              <SubmitButton name="decision" value="return" pendingLabel="Working…">Return</SubmitButton>
            </div>
          </form>
        ) : null}
        {proposed.ok === false ? <FormError message={`${proposed.message} ${problemOf(proposed, "text") ?? ""}`} requestId={proposed.requestId} /> : null}
        <div className="flex flex-wrap gap-2">
          {may.propose ? <form action={proposeNow}><input type="hidden" name="textId" value={textId} /><SubmitButton kind="primary" pendingLabel="Working…">Propose</SubmitButton></form> : null}
          {may.withdraw ? <Ending trigger="Withdraw" title="Withdraw this version" consequence="It stays readable, and is proposed no more." textId={textId} action={takeBack} state={withdrawn} /> : null}
          {may.end ? <Ending trigger="End" title="Take it out of force" consequence="From the next log on its rules are gone, or the rule that it tunes is itself again. A shipped rule whose place it took is back." textId={textId} action={endNow} state={ended} /> : null}
        </div>
      </div>
    </Section>
  );
}

function Ending({ trigger, title, consequence, textId, action, state }: { trigger: string; title: string; consequence: string; textId: string; action: (form: FormData) => void; state: FormState }) {
  return (
    <ConfirmDialog trigger={trigger} title={title} consequence={consequence} confirm={trigger} action={action} fields={{ textId }} {...(state.ok === false ? { error: state.message } : {})}>
      <Textarea label="Why" name="reason" rows={2} required maxLength={RULE_LIMITS.reasonChars} />
    </ConfirmDialog>
  );
}
