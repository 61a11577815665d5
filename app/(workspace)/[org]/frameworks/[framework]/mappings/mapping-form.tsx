"use client";
import { useActionState, type ReactNode } from "react";
import { unsent, type FormState } from "#app/_edge/form-state.ts";
import { FormError } from "#app/_ui/form-error.tsx";
import { useUndoToast } from "#app/_ui/use-undo-toast.ts";
import type { ChangedMappings } from "#lib/drafts/index.ts";

export type MappingAction = (previous: FormState<ChangedMappings>, form: FormData) => Promise<FormState<ChangedMappings>>;

type Props = { id?: string; action: MappingAction; undo: MappingAction; frameworkKey: string; did: string; children: ReactNode | ((state: FormState<ChangedMappings>) => ReactNode) };

/** A change of mappings that can be taken back for as long as its toast stands. */
export function MappingForm({ id, action, undo, frameworkKey, did, children }: Props) {
  const announce = useUndoToast();
  const send = async (previous: FormState<ChangedMappings>, form: FormData): Promise<FormState<ChangedMappings>> => {
    const outcome = await action(previous, form);
    if (outcome.ok === true && outcome.answer.pairs.length > 0) {
      announce({ ...announced(outcome.answer, did), undo: () => undo(unsent, undoOf(outcome.answer)), undone: "The mappings are as they were before" });
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
  for (const pair of pairs) form.append("pairs", [pair.controlId, pair.requirementCode, ..."versionId" in pair ? [pair.versionId] : [pair.draftId, pair.revision]].join(" "));
  return form;
}

/** What became of a change: done, waiting for another person, or in a draft that is not sent; and that nobody else looked, where that is so. */
function announced({ pairs, waiting, unsent: kept, approval }: ChangedMappings, did: string): { title: string; description?: string } {
  const count = (many: number): string => `${many} ${many === 1 ? "mapping" : "mappings"}`;
  if (waiting > 0) return { title: `${count(waiting)} ${waiting === 1 ? "waits" : "wait"} for approval`, ...(kept > 0 ? { description: `${count(kept)} in drafts of yours that are not sent.` } : {}) };
  if (kept > 0) return { title: `${count(kept)} in your draft`, description: "It is not sent for review yet." };
  return { title: `${count(pairs.length)} ${did}`, ...(approval === null ? {} : { description: "Without a second person." }) };
}
