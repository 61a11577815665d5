"use client";
import { useActionState } from "react";
import { problemOf, unsent, type FormState } from "#app/_edge/form-state.ts";
import { ProofField } from "#app/_edge/proof-field.tsx";
import { Dialog, DialogActions } from "#app/_ui/dialog.tsx";
import { FormError } from "#app/_ui/form-error.tsx";
import { SubmitButton } from "#app/_ui/submit-button.tsx";

type RequestExportProps = { action: (previous: FormState, form: FormData) => Promise<FormState>; organization: string };

/** Asks for an export, after the person has shown that it is them. */
export function RequestExport({ action, organization }: RequestExportProps) {
  const [state, submit] = useActionState<FormState, FormData>(action, unsent);
  return (
    // A new one is asked for by a new form: the password of the last must not lie in it.
    <Dialog key={state.ok === true ? state.requestId : "first"} trigger="Export everything" title={`Export everything of ${organization}`} description="The archive holds every record and every file, readable without Tickmark. Whoever has it can read all of it, so say that it is you.">
      <form action={submit}>
        {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
        <ProofField error={problemOf(state, "proof")} hasFactor />
        <DialogActions><SubmitButton kind="primary" pendingLabel="Starting…">Export everything</SubmitButton></DialogActions>
      </form>
    </Dialog>
  );
}
