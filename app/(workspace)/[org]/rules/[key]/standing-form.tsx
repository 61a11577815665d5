"use client";
import { useActionState } from "react";
import { enteredOf, problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { RadioGroup } from "#app/_ui/radio-group.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";
import { Textarea } from "#app/_ui/textarea.tsx";
import { RULE_LIMITS } from "#lib/rules/client.ts";
import type { RuleRow } from "#lib/rules/index.ts";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;

/** Switches a rule on or off, with the reason. */
export function StandingForm({ action, ruleKey, state: now }: { action: Action; ruleKey: string; state: RuleRow["state"] }) {
  const [state, submit] = useActionState(action, unsent);
  const off = now === "disabled" || now === "quarantined";
  const verb = off ? "Enable" : "Switch off";
  return (
    <Dialog
      key={state.ok === true ? state.requestId : "first"} trigger={verb} title={off ? "Enable the rule" : "Switch the rule off"}
      description={off ? "From the next log on it raises alerts again." : "From the next log on it raises no alerts; correlations that count it still do. Until it is enabled it is a gap of its controls, and a finding."}
    >
      <form action={submit} className="grid gap-3">
        {state.ok === false ? <FormError message={state.message} requestId={state.requestId} /> : null}
        <input type="hidden" name="ruleKey" value={ruleKey} />
        {off ? <input type="hidden" name="state" value="enabled" /> : (
          <RadioGroup label="Because" name="state" defaultValue={enteredOf(state, "state") ?? "disabled"} options={[
            { value: "disabled", label: "It is not wanted", hint: "What it looks at is gone, or watched otherwise." },
            { value: "quarantined", label: "It does harm", hint: "It floods or fails; somebody looks into it." },
          ]} />
        )}
        <Textarea label="Reason" name="reason" required maxLength={RULE_LIMITS.reasonChars} rows={3} defaultValue={enteredOf(state, "reason")} error={problemOf(state, "reason")} />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Saving…">{verb}</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
