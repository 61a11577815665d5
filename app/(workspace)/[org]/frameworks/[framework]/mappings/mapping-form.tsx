"use client";
import { useActionState, type ReactNode } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { useUndoToast } from "#app/_ui/use-undo-toast.ts";
import type { ChangedMappings } from "#lib/mappings/index.ts";

export type MappingAction = (previous: FormState<ChangedMappings>, form: FormData) => Promise<FormState<ChangedMappings>>;

type Props = { id?: string; action: MappingAction; undo: MappingAction; frameworkKey: string; did: string; children: ReactNode | ((state: FormState<ChangedMappings>) => ReactNode) };

/** A change of mappings that can be taken back for as long as its toast stands. */
export function MappingForm({ id, action, undo, frameworkKey, did, children }: Props) {
  const announce = useUndoToast();
  const send = async (previous: FormState<ChangedMappings>, form: FormData): Promise<FormState<ChangedMappings>> => {
    const outcome = await action(previous, form);
    if (outcome.ok === true && outcome.answer.pairs.length > 0) {
      const { pairs } = outcome.answer;
      announce({ title: `${pairs.length} ${pairs.length === 1 ? "mapping" : "mappings"} ${did}`, undo: () => undo(unsent, undoOf(outcome.answer)), undone: "The mappings are as they were before" });
    }
    return outcome;
  };
  const [state, submit] = useActionState<FormState<ChangedMappings>, FormData>(send, unsent);
  return (
    <form id={id} action={submit}>
      <input type="hidden" name="frameworkKey" value={frameworkKey} />
      {state.ok === false ? <div className="mb-3"><FormError message={state.message} requestId={state.requestId} /></div> : null}
      {typeof children === "function" ? children(state) : children}
    </form>
  );
}

function undoOf({ frameworkKey, pairs }: ChangedMappings): FormData {
  const form = new FormData();
  form.set("frameworkKey", frameworkKey);
  for (const { controlId, requirementCode, versionId } of pairs) form.append("pairs", `${controlId} ${requirementCode} ${versionId}`);
  return form;
}
