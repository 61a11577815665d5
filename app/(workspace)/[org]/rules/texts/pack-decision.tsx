"use client";
import { useActionState } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { ConfirmDialog } from "#app/_ui/confirm-dialog.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Textarea } from "#app/_ui/textarea.tsx";
import { RULE_LIMITS } from "#lib/rules/client.ts";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { packId: string; count: number; by: string; licenses: readonly string[]; mayDecide: boolean; approve: Action; giveBack: Action };

/** What one archive proposes, decided on as a whole. Single texts of it can be decided on before. */
export function PackDecision({ packId, count, by, licenses, mayDecide, approve, giveBack }: Props) {
  const [approved, accept] = useActionState<FormState, FormData>(approve, unsent);
  const shown = numberText(count);
  const [returned, refuse] = useActionState<FormState, FormData>(giveBack, unsent);
  return (
    <li>
      <div className="task-text">{shown} {count === 1 ? "text" : "texts"} imported by {by}<span className="block text-muted">{licenses.length === 0 ? "No licence stated" : licenses.join(", ")}</span></div>
      {mayDecide ? (
        <span className="flex flex-wrap gap-2">
          <ConfirmDialog trigger={`Approve ${shown}`} kind="primary" title="Approve the whole archive" consequence="From the next log on all of its rules are run and raise alerts. Each can be switched off by itself." confirm="Approve" action={accept} fields={{ packId }} {...(approved.ok === false ? { error: approved.message } : {})} />
          <ConfirmDialog trigger="Return" title="Return the whole archive" consequence="Its texts stay readable and detect nothing." confirm="Return" action={refuse} fields={{ packId }} {...(returned.ok === false ? { error: returned.message } : {})}>
            <Textarea label="Why" name="reason" rows={2} required maxLength={RULE_LIMITS.reasonChars} />
          </ConfirmDialog>
        </span>
      ) : <span className="text-muted">Another person decides</span>}
    </li>
  );
}
